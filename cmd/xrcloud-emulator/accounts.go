package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// accountFlags are the accounts that the command line sets up.
type accountFlags struct {
	// primary is the account of the ready line. The fields that are not given stay empty.
	primary emulator.Account
	given   map[string]bool
	further []string
	parsed  []emulator.Account
}

func (f *accountFlags) register(flags *flag.FlagSet) {
	f.given = map[string]bool{}
	value := func(name, usage string, into *string) {
		flags.Func(name, usage, func(text string) error {
			*into, f.given[name] = text, true
			return nil
		})
	}
	value("email", "e-mail `address` of the account in the ready line, in place of ops@example.com", &f.primary.Email)
	value("password", "its `password`, in place of a random one", &f.primary.Password)
	value("api-key", "its API `key`, in place of a random one", &f.primary.APIKey)
	flags.Func("account", "further account as `EMAIL:PASSWORD:KEY`; can be given several times", func(text string) error {
		f.further = append(f.further, text)
		return nil
	})
}

// check checks the values once all flags are read, and not while they are read: the flag package would repeat the value,
// which is a credential, in its error.
func (f *accountFlags) check() error {
	for _, one := range []struct {
		name, value string
		valid       func(string) bool
		want        string
	}{
		{"email", f.primary.Email, isEmail, "an e-mail address"},
		{"password", f.primary.Password, isPassword, "a text that is not empty"},
		{"api-key", f.primary.APIKey, isKey, "visible ASCII characters, since it is sent in a header"},
	} {
		if f.given[one.name] && !one.valid(one.value) {
			return fmt.Errorf("flag -%s must be %s", one.name, one.want)
		}
	}
	seen := map[string]bool{strings.ToLower(f.primary.Email): true}
	for i, text := range f.further {
		a, err := parseAccount(text)
		if err == nil && seen[strings.ToLower(a.Email)] {
			err = errors.New("its e-mail address is that of another account")
		}
		if err != nil {
			return fmt.Errorf("flag -account, value %d: %w", i+1, err)
		}
		seen[strings.ToLower(a.Email)] = true
		f.parsed = append(f.parsed, a)
	}
	return nil
}

// all are the accounts, that of the ready line first.
func (f *accountFlags) all() []emulator.Account {
	return append([]emulator.Account{f.primary}, f.parsed...)
}

// parseAccount reads EMAIL:PASSWORD:KEY. Only the password may have a colon in it.
func parseAccount(text string) (emulator.Account, error) {
	email, rest, _ := strings.Cut(text, ":")
	last := max(0, strings.LastIndex(rest, ":"))
	a := emulator.Account{Email: email, Password: rest[:last], APIKey: strings.TrimPrefix(rest[last:], ":")}
	switch {
	case !isEmail(a.Email):
		return a, errors.New("expected EMAIL:PASSWORD:KEY, and it does not begin with an e-mail address")
	case !isPassword(a.Password) || !isKey(a.APIKey):
		return a, errors.New("expected EMAIL:PASSWORD:KEY, and a part is missing or cannot be used")
	}
	return a, nil
}

func isEmail(text string) bool {
	name, host, _ := strings.Cut(text, "@")
	return name != "" && host != "" && !strings.ContainsAny(host, "@:") && isKey(text)
}

func isPassword(text string) bool { return text != "" }

func isKey(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }) < 0
}
