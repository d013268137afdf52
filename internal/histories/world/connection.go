package world

import (
	"bytes"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// connection is one end of a connection in memory. It behaves like a TCP connection, except that a write never waits.
type connection struct {
	in, out       *stream
	local, remote net.Addr
	// resets is true if Close resets the connection.
	resets bool
}

// newConnection returns both ends of a connection.
func newConnection(client, server net.Addr) (clientEnd, serverEnd *connection) {
	toServer, toClient := newStream(), newStream()
	return &connection{in: toClient, out: toServer, local: client, remote: server},
		&connection{in: toServer, out: toClient, local: server, remote: client}
}

// Read waits for data, the end of the stream, or the deadline.
func (c *connection) Read(data []byte) (int, error) {
	n, err := c.in.read(data)
	if err != nil && err != io.EOF { //nolint:errorlint // readers compare with io.EOF
		err = c.failure("read", err)
	}
	return n, err
}

// Write never waits, since the buffer has no limit.
func (c *connection) Write(data []byte) (int, error) {
	if err := c.out.write(data); err != nil {
		return 0, c.failure("write", err)
	}
	return len(data), nil
}

func (c *connection) failure(operation string, err error) error {
	return &net.OpError{Op: operation, Net: "tcp", Source: c.local, Addr: c.remote, Err: err}
}

func (c *connection) Close() error {
	c.in.stop(net.ErrClosed, os.NewSyscallError("write", syscall.EPIPE))
	if c.resets {
		c.out.stop(os.NewSyscallError("read", syscall.ECONNRESET), net.ErrClosed)
	} else {
		c.out.end()
	}
	return nil
}

// SetLinger with 0 makes Close reset the connection, as for net.TCPConn.
func (c *connection) SetLinger(seconds int) error {
	c.resets = seconds == 0
	return nil
}

// LocalAddr returns the name of this end's host.
func (c *connection) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the name of the other end's host.
func (c *connection) RemoteAddr() net.Addr { return c.remote }

// SetDeadline sets the deadline of reads.
func (c *connection) SetDeadline(at time.Time) error { return c.SetReadDeadline(at) }

// SetReadDeadline sets the deadline of reads, including those that wait.
func (c *connection) SetReadDeadline(at time.Time) error {
	c.in.setDeadline(at)
	return nil
}

// SetWriteDeadline has no effect, since writes never wait.
func (c *connection) SetWriteDeadline(time.Time) error { return nil }

// stream is one direction of a connection.
type stream struct {
	mu      sync.Mutex
	changed *sync.Cond
	unread  bytes.Buffer
	// ended is true if the writer has closed its end. The reader first gets what is unread.
	ended bool
	// readError and writeError, if set, are returned at once.
	readError, writeError error
	// deadline of reads. Zero is none.
	deadline time.Time
	timer    *time.Timer
}

func newStream() *stream {
	s := &stream{}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *stream) read(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.readError != nil:
			return 0, s.readError
		case s.isExpired():
			return 0, os.ErrDeadlineExceeded
		case s.unread.Len() > 0:
			return s.unread.Read(data)
		case s.ended:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

func (s *stream) write(data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.writeError != nil:
		return s.writeError
	case s.ended:
		return net.ErrClosed
	}
	_, _ = s.unread.Write(data) // never fails
	s.changed.Broadcast()
	return nil
}

// end ends the stream after the data that was written.
func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.changed.Broadcast()
}

// stop ends the stream at once. The data that was not read is lost. The first call decides which errors both ends get.
func (s *stream) stop(readError, writeError error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readError == nil {
		s.readError, s.writeError = readError, writeError
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.changed.Broadcast()
}

func (s *stream) setDeadline(at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = at
	if s.timer != nil {
		s.timer.Stop()
	}
	switch wait := time.Until(at); {
	case at.IsZero():
	case wait <= 0:
		s.changed.Broadcast()
	case s.timer == nil:
		s.timer = time.AfterFunc(wait, s.wake)
	default:
		s.timer.Reset(wait)
	}
}

// wake lets a waiting read check the deadline again.
func (s *stream) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed.Broadcast()
}

// isExpired reports whether the deadline has passed.
func (s *stream) isExpired() bool { return !s.deadline.IsZero() && !time.Now().Before(s.deadline) }
