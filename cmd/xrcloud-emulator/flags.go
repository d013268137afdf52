package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/suggest"
)

// settings are the values of the flags.
type settings struct {
	addr        string
	allowRemote bool
	server      server.Options
	accounts    accountFlags
	environment bool
	log         bool
	version     bool
}

// maxRoomSize is the largest size of a room in any tier.
const maxRoomSize = 1000

// parseFlags parses the flags. For -help it writes the help to stdout and returns flag.ErrHelp.
func parseFlags(arguments []string, stdout io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("xrcloud-emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&set.addr, "addr", "127.0.0.1:8780", "listen on this `host:port`; port 0 selects a free port")
	flags.BoolVar(&set.allowRemote, "allow-remote", false, "allow an address in -addr that other machines can reach")
	flags.Func("data", "store all objects in this `file`; without it, they are lost when the emulator stops", func(path string) error {
		if path == "" { // a variable of the shell that is not set must not lose the objects
			return errors.New("must be the path of a file; omit the flag to keep the objects in memory")
		}
		set.server.Data = path
		return nil
	})
	flags.Func("seed-scene", "publish a scene of this `name` in every new project; can be given several times", func(name string) error {
		if name == "" || !utf8.ValidString(name) {
			return errors.New("must be the name of a scene, in UTF-8")
		}
		set.server.SeedScenes = append(set.server.SeedScenes, name)
		return nil
	})
	set.accounts.register(flags)
	flags.BoolVar(&set.server.SeparateAccounts, "separate-accounts", false, "respond with 404 for the objects of other accounts; by default, each credential can use all objects")
	registerRehearsals(flags, &set)
	flags.BoolVar(&set.environment, "env", false, "print export lines for a shell in place of JSON")
	flags.BoolVar(&set.log, "log", false, "write a line for each request to standard error")
	flags.BoolVar(&set.version, "version", false, "print the version and exit")
	err := flags.Parse(arguments)
	if err == nil {
		err = set.accounts.check(&set.server)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		if failed := writeHelp(flags, stdout); failed != nil {
			return set, failed
		}
		return set, err
	case err != nil:
		return set, flagError(flags, err)
	case flags.NArg() > 0:
		return set, fmt.Errorf("unexpected argument %q; see -help", flags.Arg(0))
	case set.version:
		return set, nil
	}
	return set, checkAddress(set.addr, set.allowRemote)
}

// checkAddress fails if the emulator cannot listen on the address, or if other machines can reach it and must not.
func checkAddress(addr string, allowRemote bool) error {
	if _, _, err := net.SplitHostPort(addr); err != nil { // an empty address would be every address
		return listenError(addr, err)
	}
	if !allowRemote && !isLoopback(addr) {
		return fmt.Errorf("other machines can reach %s, and nothing protects the services and their credentials from them; "+
			"listen on 127.0.0.1, or set -allow-remote", addr)
	}
	return nil
}

// registerRehearsals registers the flags that rehearse limits, delays, faults and other forms of the service.
func registerRehearsals(flags *flag.FlagSet, set *settings) {
	number := func(name, usage string, maximum int, into *int) {
		flags.Func(name, usage, func(text string) error {
			value, err := strconv.Atoi(text)
			if err != nil || value < 1 || value > maximum {
				return fmt.Errorf("must be a whole number from 1 to %d", maximum)
			}
			*into = value
			return nil
		})
	}
	duration := func(name, usage string, into *time.Duration) {
		flags.Func(name, usage, func(text string) error {
			value, err := time.ParseDuration(text)
			if err != nil || value <= 0 {
				return errors.New("must be a duration of more than zero, such as 500ms or 20m")
			}
			*into = value
			return nil
		})
	}
	number("max-rooms", "maximum `number` of rooms of each account", 1_000_000, &set.server.MaxRooms)
	number("max-room-size", "maximum `size` of a room, at most 1000", maxRoomSize, &set.server.MaxRoomSize)
	duration("token-lifetime", "validity of bearer tokens, a `duration` such as 20m; 1h by default", &set.server.TokenLifetime)
	duration("delay", "`duration` added to each API response, such as 500ms", &set.server.Delay)
	flags.Func("fault", "inject a fault into some responses: the `spec` has a method or *, a path in which * is any segment, and an effect,\n"+
		"such as 'POST /api/rooms status=503 times=2'; can be given several times. The effect is one of status=CODE, reset,\n"+
		"cut, lost (the request is handled, but the connection is reset) and slow=DURATION; times=N and skip=N limit it to\n"+
		"some requests",
		func(spec string) error {
			set.server.Faults = append(set.server.Faults, spec)
			return nil
		})
	flags.BoolVar(&set.server.Published, "published", false, "respond as the published page of the API says, where it differs from the XRCLOUD software")
}

// flagError adds what would be right: the flag that was probably meant, or the values of a switch.
func flagError(flags *flag.FlagSet, err error) error {
	if text, isSwitch := strings.CutSuffix(err.Error(), ": parse error"); isSwitch {
		return fmt.Errorf("%s: a switch has no value, or =true or =false; see -help", text)
	}
	if name, isUnknown := strings.CutPrefix(err.Error(), "flag provided but not defined: "); isUnknown {
		var names []string
		flags.VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
		return fmt.Errorf("there is no flag %s; did you mean %s? See -help", name, suggest.Closest(name, names))
	}
	return fmt.Errorf("%w; see -help", err)
}

func writeHelp(flags *flag.FlagSet, stdout io.Writer) error {
	_, err := fmt.Fprint(stdout, `xrcloud-emulator emulates XRCLOUD, Venueless, VCS and Agora Interactive Whiteboard, to try and test configurations
without an account.

When it is ready, it prints one line of JSON on standard output: endpoint, api_key, email, password, and an object each
for venueless, vcs and whiteboard. It runs until it is interrupted.

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
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
