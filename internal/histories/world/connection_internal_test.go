package world

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func newTestConnection(t *testing.T) (client, server *connection) {
	t.Helper()
	return newConnection(hostName("a"+domain), hostName("b"+domain))
}

func TestConnectionDeliversDataBeforeItsEnd(t *testing.T) {
	t.Parallel()
	client, server := newTestConnection(t)
	if _, err := client.Write([]byte("hello ")); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Write([]byte("world")); err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
	if got, err := io.ReadAll(server); err != nil || string(got) != "hello world" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := server.Write([]byte("late")); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("a write to a closed end fails with %v", err)
	}
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a read from the own closed end fails with %v", err)
	}
	if _, err := client.Write([]byte("late")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a write to the own closed end fails with %v", err)
	}
}

// A reset ends reads at once, also those that wait, and the data on the way is lost.
func TestConnectionReset(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := newTestConnection(t)
		failed := make(chan error)
		go func() {
			_, err := client.Read(make([]byte, 1))
			failed <- err
		}()
		synctest.Wait()
		_ = server.SetLinger(0)
		_ = server.Close()
		if err := <-failed; !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("a read that waits fails with %v", err)
		}
	})
	client, server := newTestConnection(t)
	_, _ = server.Write([]byte("lost"))
	_ = server.SetLinger(0)
	_ = server.Close()
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("a read fails with %v", err)
	}
}

func TestConnectionReadDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := newTestConnection(t)
		start := time.Now()
		read := func() (time.Duration, error) {
			_, err := client.Read(make([]byte, 1))
			return time.Since(start), err
		}
		isTimeout := func(err error) bool {
			timeout, ok := errors.AsType[net.Error](err)
			return errors.Is(err, os.ErrDeadlineExceeded) && ok && timeout.Timeout()
		}
		_ = client.SetReadDeadline(start.Add(time.Second))
		if took, err := read(); took != time.Second || !isTimeout(err) {
			t.Errorf("after %s: %v", took, err)
		}
		_ = client.SetDeadline(start.Add(-time.Second))
		if _, err := read(); !isTimeout(err) {
			t.Errorf("after the deadline: %v", err)
		}
		_ = client.SetReadDeadline(start.Add(time.Minute))
		_ = client.SetReadDeadline(time.Time{})
		time.AfterFunc(time.Hour, func() { _, _ = server.Write([]byte("x")) })
		if took, err := read(); took != time.Hour+time.Second || err != nil {
			t.Errorf("without a deadline, after %s: %v", took, err)
		}
	})
}

// A new deadline in the past wakes a read that waits, as http.Server needs.
func TestConnectionDeadlineWakesRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newTestConnection(t)
		time.AfterFunc(time.Second, func() { _ = client.SetReadDeadline(time.Unix(1, 0)) })
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestDial(t *testing.T) {
	t.Parallel()
	const host = "dial" + domain
	listening, err := listen(host)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := listen(host); !errors.Is(err, errHostInUse) {
		t.Errorf("a second listener fails with %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := dial(ctx, host); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody accepts: %v", err)
	}
	_ = listening.Close()
	_ = listening.Close() // has no effect
	if _, err := dial(t.Context(), host); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a closed listener: %v", err)
	}
	if _, err := listening.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept fails with %v", err)
	}
	again, err := listen(host)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = again.Accept() }()
	if conn, err := dial(t.Context(), host); err != nil || conn.RemoteAddr().String() != host {
		t.Errorf("got %v, %v", conn, err)
	}
	_ = again.Close()
}

// A connection that nobody accepts is refused when the listener closes.
func TestDialWhileListenerCloses(t *testing.T) {
	t.Parallel()
	const host = "closing" + domain
	synctest.Test(t, func(t *testing.T) {
		listening, err := listen(host)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { _ = listening.Close() })
		if _, err := dial(t.Context(), host); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v", err)
		}
	})
}
