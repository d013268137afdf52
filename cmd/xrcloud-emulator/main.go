// Command xrcloud-emulator serves an emulator of the XRCLOUD service, to try and test configurations without an account.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "xrcloud-emulator:", err)
		os.Exit(1)
	}
}

// settings are the values of the flags.
type settings struct {
	addr        string
	allowRemote bool
	data        string
	seedScenes  []string
	accounts    accountFlags
	separate    bool
}

// readyLine has the endpoint and the credentials of the running service.
type readyLine struct {
	Endpoint string `json:"endpoint"`
	APIKey   string `json:"api_key"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// run serves until ctx is done. It writes the ready line to stdout, and logs to stderr.
func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) error {
	set, err := parseFlags(arguments, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	db, err := storage.Open(set.data)
	if err != nil {
		return err
	}
	return errors.Join(serve(ctx, set, db, stdout, slog.New(slog.NewTextHandler(stderr, nil))), db.Close())
}

func serve(ctx context.Context, set settings, db *storage.DB, stdout io.Writer, logger *slog.Logger) error {
	service, err := emulator.New(emulator.Options{
		DB: db, SeedScenes: set.seedScenes, Accounts: set.accounts.all(), SeparateAccounts: set.separate, Logger: logger,
	})
	if err != nil {
		return err
	}
	if err := db.StartSaving(); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", set.addr)
	if err != nil {
		return err
	}
	server := newServer(service, logger)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	account := service.Credentials()
	line := readyLine{Endpoint: endpointURL(listener.Addr()), APIKey: account.APIKey, Email: account.Email, Password: account.Password}
	if err := json.NewEncoder(stdout).Encode(line); err != nil { //nolint:gosec // the purpose of the line is to print the credentials
		return errors.Join(fmt.Errorf("say that the service is ready: %w", err), server.Close())
	}
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
		return shutDown(ctx, server)
	}
}

// newServer closes idle connections after the same time as the real service, so that it reveals clients that reuse
// connections for longer.
func newServer(service http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           service,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       5 * time.Second,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelError),
	}
}

// shutDown waits for requests in flight, for five seconds at most.
func shutDown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("stop: %w", err), server.Close())
	}
	return nil
}

// parseFlags parses the flags. For -help it writes the help to stdout and returns flag.ErrHelp.
func parseFlags(arguments []string, stdout io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("xrcloud-emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&set.addr, "addr", "127.0.0.1:8780", "listen on this `host:port`; port 0 picks a free one")
	flags.BoolVar(&set.allowRemote, "allow-remote", false, "listen on an address that other machines can reach")
	flags.StringVar(&set.data, "data", "", "store all objects in this `file`; without it, they are lost when the emulator stops")
	flags.Func("seed-scene", "publish a scene of this `name` in every new project; can be given several times", func(name string) error {
		if name == "" {
			return errors.New("a scene needs a name")
		}
		set.seedScenes = append(set.seedScenes, name)
		return nil
	})
	set.accounts.register(flags)
	flags.BoolVar(&set.separate, "separate-accounts", false, "respond with 404 for objects of another account; by default, each credential can use all objects")
	err := flags.Parse(arguments)
	if err == nil {
		err = set.accounts.check()
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		if failed := writeHelp(flags, stdout); failed != nil {
			return set, failed
		}
		return set, err
	case err != nil:
		return set, fmt.Errorf("%w; see -help", err)
	case flags.NArg() > 0:
		return set, fmt.Errorf("unexpected argument %q; see -help", flags.Arg(0))
	case !set.allowRemote && !isLoopback(set.addr):
		return set, fmt.Errorf("other machines can reach %s, and nothing protects the service and its credentials from them; "+
			"listen on 127.0.0.1, or set -allow-remote", set.addr)
	}
	return set, nil
}

func writeHelp(flags *flag.FlagSet, stdout io.Writer) error {
	_, err := fmt.Fprint(stdout, `xrcloud-emulator emulates the XRCLOUD service, to try and test configurations without an account.

When it is ready, it prints one line of JSON on standard output: endpoint, api_key, email, password.
It runs until it is interrupted.

Flags:
`)
	flags.SetOutput(stdout)
	flags.PrintDefaults()
	return err
}

// isLoopback reports whether only this machine can reach the address. A host name other than localhost can have any
// address.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return true // Listen returns an error for it
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// endpointURL returns the base URL of a service that listens on the address. If that is every address, it uses the loopback
// address.
func endpointURL(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)
	}
	return "http://" + addr.String()
}
