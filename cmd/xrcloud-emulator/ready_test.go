package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

// TestEnvironment starts the emulator in the background of a shell, as the documentation says.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	const script = `eval "$("$0" -addr 127.0.0.1:0 -delay 100ms -password "it's secret" -env &)"; env`
	command := exec.CommandContext(t.Context(), "sh", "-euc", script, binary)
	command.Stderr = os.Stderr // a file: the emulator keeps it open
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "XRCLOUD_VENUELESS_TOKEN=of-another-server"}
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]string{}
	for line := range strings.Lines(string(output)) {
		if name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "="); ok && strings.HasPrefix(name, "XRCLOUD_") {
			set[name] = value
		}
	}
	pid, err := strconv.Atoi(set["XRCLOUD_EMULATOR_PID"])
	if err != nil {
		t.Fatal(err)
	}
	started, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := started.Kill(); err != nil {
			t.Error(err)
		}
	})
	endpoint := set["XRCLOUD_ENDPOINT"]
	for name, want := range map[string]string{
		"XRCLOUD_PASSWORD":            "it's secret",
		"XRCLOUD_VENUELESS_BASE_URL":  endpoint + "/venueless",
		"XRCLOUD_VENUELESS_TOKEN":     "",
		"XRCLOUD_VCS_ENDPOINT":        endpoint + "/vcs",
		"XRCLOUD_WHITEBOARD_ENDPOINT": endpoint + "/whiteboard",
	} {
		if set[name] != want {
			t.Errorf("%s is %q, want %q", name, set[name], want)
		}
	}

	// Ctrl-C in the shell does not stop it.
	if err := started.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, Ready: server.Ready{Endpoint: endpoint, Email: set["XRCLOUD_EMAIL"], Password: set["XRCLOUD_PASSWORD"]}}
	p.login()
	p.login() // the first one can reach an emulator that is about to stop
}
