// Command xrcloud-emulator serves an emulator of XRCLOUD and its companion services, to try and test configurations without
// an account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

func main() {
	signals := []os.Signal{syscall.SIGTERM}
	if !signal.Ignored(os.Interrupt) { // a shell that starts it in the background lets it ignore Ctrl-C
		signals = append(signals, os.Interrupt)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "xrcloud-emulator:", printable(strings.ReplaceAll(err.Error(), "\n", "; ")))
		os.Exit(1)
	}
}

// run serves until ctx is done. It writes the ready line to stdout, and logs to stderr.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	set, err := parseFlags(arguments, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case set.version:
		_, err := fmt.Fprintln(stdout, "xrcloud-emulator", emulatorVersion())
		return err
	}
	set.server.AllowRemote = set.allowRemote
	set.server.Logger = slog.New(slog.NewTextHandler(stderr, nil))
	if set.log {
		set.server.Report = logTo(stderr)
	}
	services, err := server.New(set.server)
	if err != nil {
		return err
	}
	return errors.Join(serve(ctx, services, set, stdout), services.Close())
}

// serve listens and serves until ctx is done.
func serve(ctx context.Context, services *server.Server, set settings, stdout io.Writer) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", set.addr)
	if err != nil {
		return listenError(set.addr, err)
	}
	httpServer := newHTTPServer(services, set.server.Logger)
	httpServer.RegisterOnShutdown(services.EndStreams)
	served := make(chan error, 1)
	go func() { served <- httpServer.Serve(listener) }()
	ready, err := services.Ready(endpointURL(listener.Addr()))
	if err == nil {
		err = writeReady(stdout, ready, set.environment)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("say that the services are ready: %w", err), httpServer.Close())
	}
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
		return shutDown(ctx, httpServer, 5*time.Second)
	}
}

// listenError says which address can be used instead.
func listenError(addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("another process listens on %s; stop it, or listen on a free port with -addr 127.0.0.1:0", addr)
	}
	return fmt.Errorf("cannot listen on %q: %w; expected an address such as 127.0.0.1:0", addr, err)
}

// newHTTPServer closes idle connections after the same time as the real service, so that it reveals clients that reuse
// connections for longer.
func newHTTPServer(services http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           services,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       5 * time.Second,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelError),
	}
}

// shutDown waits for requests in flight, for some time at most. Those that a delay or a fault holds for longer get no
// response.
func shutDown(ctx context.Context, server *http.Server, atMost time.Duration) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), atMost)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}
