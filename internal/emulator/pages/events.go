package pages

import (
	"context"
	"fmt"
	"net/http"
)

// events sends an event at once, and then whenever something has changed. The browser gets the page again, so an event says
// nothing but that. Changes that follow each other quickly can be one event.
func (p *Pages) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for number := 1; ; number++ {
		// Both are taken before the event is sent, so that no later change is missed.
		last, changed := p.options.Log.Last(), p.nextChange()
		if _, err := fmt.Fprintf(w, "retry: 1000\ndata: %d\n\n", number); err != nil {
			return
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		if !p.waitForChange(r.Context(), last, changed) {
			return
		}
	}
}

// waitForChange waits until there is a request after the last one, or changed is closed. It returns false if ctx ends, or if
// the pages close, before that.
func (p *Pages) waitForChange(ctx context.Context, last int, changed <-chan struct{}) bool {
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	requested := make(chan error, 1)
	go func() {
		_, err := p.options.Log.Wait(waiting, last)
		requested <- err
	}()
	select {
	case err := <-requested:
		return err == nil
	case <-changed:
		return true
	case <-p.closed:
		return false
	}
}
