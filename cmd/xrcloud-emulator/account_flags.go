package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

// accountFlags are the flags that define accounts.
type accountFlags struct {
	// primary is the account in the ready line. Fields without a flag are empty.
	primary emulator.Account
	// isSet has the names of the flags for the primary account that are set.
	isSet map[string]bool
	// others are the values of -account.
	others []string
}

func (f *accountFlags) register(flags *flag.FlagSet) {
	f.isSet = map[string]bool{}
	value := func(name, usage string, into *string) {
		flags.Func(name, usage, func(text string) error {
			*into, f.isSet[name] = text, true
			return nil
		})
	}
	value("email", "e-mail `address` of the account in the ready line, in place of ops@example.com", &f.primary.Email)
	value("password", "`password` of the account in the ready line, in place of a random one", &f.primary.Password)
	value("api-key", "API `key` of the account in the ready line, in place of a random one", &f.primary.APIKey)
	flags.Func("account", "further account as `EMAIL:PASSWORD:KEY`; can be given several times", func(text string) error {
		f.others = append(f.others, text)
		return nil
	})
}

// check validates the values after all flags are parsed. An error during parsing would have the value in its text, which is
// a credential. It sets the accounts in the options.
func (f *accountFlags) check(options *server.Options) error {
	for _, field := range []struct {
		name, value string
		valid       func(string) bool
		want        string
	}{
		{"email", f.primary.Email, isEmail, "an e-mail address"},
		{"password", f.primary.Password, isPassword, "a text in UTF-8 that is not empty"},
		{"api-key", f.primary.APIKey, isKey, "visible ASCII characters, since it is sent in a header"},
	} {
		if f.isSet[field.name] && !field.valid(field.value) {
			return fmt.Errorf("flag -%s must be %s", field.name, field.want)
		}
	}
	accounts := []emulator.Account{f.primary}
	for i, text := range f.others {
		a, err := parseAccount(text)
		if err != nil {
			return fmt.Errorf("flag -account, value %d: %w", i+1, err)
		}
		accounts = append(accounts, a)
	}
	options.Accounts = accounts
	return nil
}

// parseAccount parses EMAIL:PASSWORD:KEY. Only the password can contain colons.
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

// isPassword reports whether clients can send the text in JSON.
func isPassword(text string) bool { return text != "" && utf8.ValidString(text) }

func isKey(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }) < 0
}
