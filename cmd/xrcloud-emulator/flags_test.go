package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	used := filepath.Join(folder, "used")
	running := start(t, "-data", used)
	otherFile := filepath.Join(folder, "other")
	if err := os.WriteFile(otherFile, bytes.Repeat([]byte("other "), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(folder, "cut")
	content, err := os.ReadFile(used)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, content[:len(content)/8], 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		arguments []string
		contains  string
	}{
		"every address":        {[]string{"-addr", ":0"}, "set -allow-remote"},
		"address of a network": {[]string{"-addr", "192.0.2.1:0"}, "set -allow-remote"},
		"name of a host":       {[]string{"-addr", "example.com:0"}, "set -allow-remote"},
		"empty address":        {[]string{"-addr", ""}, `cannot listen on "": missing port in address; expected an address such as 127.0.0.1:0`},
		"empty, from anywhere": {[]string{"-addr", "", "-allow-remote"}, `cannot listen on "": missing port in address`},
		"empty data":           {[]string{"-data", ""}, "for flag -data: must be the path of a file; omit the flag to keep the objects in memory"},
		"scene not in UTF-8":   {[]string{"-seed-scene", "\xff"}, "must be the name of a scene, in UTF-8"},
		"password, no UTF-8":   {[]string{"-password", "secret\xff"}, "flag -password must be a text in UTF-8"},
		"account, no UTF-8":    {[]string{"-account", "a@example.com:secret\xff:key"}, "a part is missing or cannot be used"},
		"control character":    {[]string{"-fault", "POST /api/rooms \x1b[31m"}, "?[31m: unknown word"},
		"value of a switch":    {[]string{"-log=all"}, `invalid boolean value "all" for -log: a switch has no value, or =true or =false`},
		"account of all":       {[]string{"-account", "ops@example.com:secret:k"}, "accounts 1 and 2 have the same email address, ops@example.com"},
		"no address":           {[]string{"-addr", "here"}, "missing port"},
		"unexpected argument":  {[]string{"data.db"}, `unexpected argument "data.db"`},
		"scene without a name": {[]string{"-seed-scene", ""}, "must be the name of a scene, in UTF-8"},
		"unknown flag":         {[]string{"-adr", "127.0.0.1:0"}, "there is no flag -adr; did you mean -addr?"},
		"e-mail address":       {[]string{"-email", "ops"}, "flag -email must be an e-mail address"},
		"empty password":       {[]string{"-password", ""}, "flag -password must be a text in UTF-8 that is not empty"},
		"key with a space":     {[]string{"-api-key", "top secret"}, "flag -api-key must be visible ASCII characters"},
		"account in parts":     {[]string{"-account", "a@example.com:secret"}, "flag -account, value 1: expected EMAIL:PASSWORD:KEY"},
		"account without name": {[]string{"-account", ":secret:key"}, "flag -account, value 1: expected EMAIL:PASSWORD:KEY"},
		"account twice":        {[]string{"-account", "a@example.com:secret:k", "-account", "A@example.com:secret:l"}, "accounts 2 and 3 have the same email address, A@example.com; each account needs its own"},
		"key twice":            {[]string{"-addr", "127.0.0.1:0", "-account", "a@example.com:secret:k", "-account", "b@example.com:secret:k"}, "have the same API key"},
		"separate accounts":    {[]string{"-separate-accounts=perhaps"}, "-separate-accounts"},
		"data file in use":     {[]string{"-addr", "127.0.0.1:0", "-data", used}, used + " is in use by another process"},
		"no data file":         {[]string{"-addr", "127.0.0.1:0", "-data", otherFile}, "data file " + otherFile},
		"cut data file":        {[]string{"-addr", "127.0.0.1:0", "-data", cut}, "it is cut off"},
		"port in use":          {[]string{"-addr", strings.TrimPrefix(running.Endpoint, "http://")}, "another process listens on 127.0.0.1:"},
		"advice for the port":  {[]string{"-addr", strings.TrimPrefix(running.Endpoint, "http://")}, "listen on a free port with -addr 127.0.0.1:0"},
		"port number":          {[]string{"-addr", "127.0.0.1:99999"}, "expected an address such as 127.0.0.1:0"},
		"negative rooms":       {[]string{"-max-rooms", "-1"}, "for flag -max-rooms: must be a whole number from 1 to"},
		"no rooms":             {[]string{"-max-rooms", "0"}, "for flag -max-rooms: must be a whole number from 1 to"},
		"rooms in words":       {[]string{"-max-rooms", "few"}, "for flag -max-rooms: must be a whole number from 1 to"},
		"size of a stadium":    {[]string{"-max-room-size", "1001"}, "for flag -max-room-size: must be a whole number from 1 to 1000"},
		"negative lifetime":    {[]string{"-token-lifetime", "-1m"}, "for flag -token-lifetime: must be a duration of more than zero, such as 500ms or 20m"},
		"lifetime, no unit":    {[]string{"-token-lifetime", "20"}, "for flag -token-lifetime: must be a duration of more than zero"},
		"no delay":             {[]string{"-delay", "0s"}, "for flag -delay: must be a duration of more than zero"},
		"flag without value":   {[]string{"-delay"}, "flag needs an argument: -delay"},
		"env is a switch":      {[]string{"-env=bash"}, "-env"},
		"empty fault":          {[]string{"-fault", ""}, `fault "": expected a method, a path and an effect, such as POST /api/rooms status=503`},
		"fault at no path":     {[]string{"-fault", "POST /api/room reset"}, "no service has the path /api/room; did you mean /api/rooms?"},
		"second fault":         {[]string{"-fault", "POST /api/rooms reset", "-fault", "GET /api/rooms resett"}, "resett: unknown word; did you mean reset?"},
		"no such folder":       {[]string{"-addr", "127.0.0.1:0", "-data", filepath.Join(folder, "no", "data")}, "cannot be created: file does not exist; create its directory first"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // for a command that starts to serve
			defer cancel()
			command := exec.CommandContext(ctx, binary, test.arguments...)
			var stdout, stderr bytes.Buffer
			command.Stdout, command.Stderr = &stdout, &stderr
			err := command.Run()
			if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 1 {
				t.Errorf("%v, want exit status 1", err)
			}
			if !strings.Contains(stderr.String(), test.contains) || strings.Count(stderr.String(), "\n") != 1 {
				t.Errorf("standard error is %q, want one line with %q", stderr.String(), test.contains)
			}
			if stdout.Len() > 0 {
				t.Errorf("standard output is %q, want nothing", stdout.String())
			}
			if strings.Contains(stderr.String(), "secret") {
				t.Errorf("standard error shows a credential: %s", stderr.String())
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), binary, "-help").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{
		"-addr host:port", "-allow-remote", "-data file", "-seed-scene name", "several times", "127.0.0.1:8780",
		"-email address", "-password password", "-api-key key", "-account EMAIL:PASSWORD:KEY", "-separate-accounts",
		"-max-rooms number", "-max-room-size size", "-token-lifetime duration", "-delay duration", "-fault spec", "-published", "-env", "-log", "-version",
	} {
		if !strings.Contains(string(output), flag) {
			t.Errorf("help does not show %s:\n%s", flag, output)
		}
	}
}
