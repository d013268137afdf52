package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestServiceTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		date func() string
		want time.Duration // that the service's clock is ahead
	}{
		{"behind", func() string { return time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat) }, -time.Hour},
		{"ahead", func() string { return time.Now().Add(time.Hour).UTC().Format(http.TimeFormat) }, time.Hour},
		{"unreadable", func() string { return "noon" }, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, _ := onNetwork(t, Config{}, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Date", test.date()) })
				now := time.Now()
				if got := client.ServiceTime(now); !got.Equal(now) {
					t.Errorf("before any answer it is %v, want %v", got, now)
				}
				if _, err := client.Do(t.Context(), getRequest()); err != nil {
					t.Fatal(err)
				}
				if got := client.ServiceTime(now).Sub(now); got != test.want {
					t.Errorf("the service's clock is %v ahead, want %v", got, test.want)
				}
			})
		})
	}
}

func TestWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := onNetwork(t, Config{MaxRetries: 7}, ok)
		if got := client.MaxRetries(); got != 7 {
			t.Errorf("it retries %d times, want 7", got)
		}
		for attempt, least := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			started := time.Now()
			if err := client.Wait(t.Context(), attempt); err != nil {
				t.Error(err)
			}
			if took := time.Since(started); took < least || took > least*3/2 {
				t.Errorf("wait %d took %v, want %v and up to half as much again", attempt, took, least)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		started := time.Now()
		if err := client.Wait(ctx, 5); !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != time.Millisecond {
			t.Errorf("got %v after %v", err, time.Since(started))
		}
	})
}
