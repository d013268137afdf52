package acctest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// secretsConfig is a configuration whose plan, state and requests have secrets.
const secretsConfig = `
terraform {
  required_providers {
    xrcloud = { source = "xrcloud/xrcloud" }
  }
}

provider "xrcloud" {
  max_retries = 1
}

resource "xrcloud_project" "fair" {
  name          = "Fair"
  force_destroy = true
}

data "xrcloud_scene" "lobby" {
  project_id = xrcloud_project.fair.id
  name       = "Lobby"
}

resource "xrcloud_room" "hall" {
  project_id = xrcloud_project.fair.id
  scene_id   = data.xrcloud_scene.lobby.id
  name       = %q
  return_url = "https://example.com/"
  size       = %d
}

data "xrcloud_rooms" "all" {
  project_id = xrcloud_room.hall.project_id
}
`

// secretsEphemeralConfig is the part of secretsConfig with ephemeral resources.
const secretsEphemeralConfig = `
ephemeral "xrcloud_room_access" "host" {
  room_id = xrcloud_room.hall.id
}

ephemeral "xrcloud_scene_editor" "change" {
  scene_id = data.xrcloud_scene.lobby.id
}
`

// TestSecrets runs lifecycles with and without faults, at the log level TRACE, and searches the output, the log, the plan and the state for
// secrets. Only sensitive attributes in the plan and the state may have them.
func TestSecrets(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	account := s.Emulator.Credentials()
	w := newWorkspace(t,
		"XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+account.APIKey, "XRCLOUD_EMAIL="+account.Email, "XRCLOUD_PASSWORD="+account.Password,
		"TF_LOG=TRACE", "TF_LOG_PATH=terraform.log",
	)
	var printed strings.Builder
	run := func(want int, arguments ...string) string {
		stdout, all, code := w.run(t, w.cli, append(arguments, "-no-color")...)
		printed.WriteString(all)
		if code != want {
			t.Fatalf("terraform %v exits with %d:\n%s", arguments, code, all)
		}
		return stdout
	}
	ephemeral := acctest.WithEphemeral(t, "", secretsEphemeralConfig)
	configure := func(name string, size int) { w.write(t, "main.tf", fmt.Sprintf(secretsConfig, name, size)+ephemeral) }

	configure("Main Hall", 10)
	run(0, "init")
	run(0, "apply", "-auto-approve")
	configure("Grand Hall", 20)
	for _, rule := range []faultserver.Fault{
		acctest.JSONResponse(http.StatusInternalServerError, `{"statusCode":500,"method":"PATCH","body":{"key":"`+account.APIKey+`"},"message":"failed for `+account.APIKey+`"}`),
		acctest.HTMLResponse(http.StatusBadGateway, "<html><title>"+account.APIKey+"</title>"+account.Password),
		{Status: http.StatusFound, Header: http.Header{"Location": {"https://example.com/?key=" + account.APIKey}}},
		acctest.JSONResponse(http.StatusUnauthorized, `{"message":"`+account.APIKey+` is invalid","statusCode":401}`),
		{Reset: true},
	} {
		rule.Method, rule.Path = http.MethodPatch, "^/api/rooms/"
		s.Server.Inject(rule)
		run(1, "apply", "-auto-approve")
		s.Server.ClearFaults()
	}
	loginFails := acctest.JSONResponse(http.StatusUnauthorized, `{"message":"not `+account.Password+`"}`)
	loginFails.Path = "^/auth/"
	s.Server.Inject(loginFails)
	run(1, "apply", "-auto-approve", "-replace=xrcloud_project.fair")
	s.Server.ClearFaults()
	run(0, "plan", "-out=plan")
	plan := run(0, "show", "-json", "plan")
	run(0, "show", "plan")
	run(0, "apply", "plan")
	state := run(0, "show", "-json")
	file, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	run(0, "state", "show", "xrcloud_room.hall")
	run(0, "destroy", "-auto-approve")
	log, err := os.ReadFile(filepath.Join(w.folder, "terraform.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "HTTP request") {
		t.Fatal("the log has no request of the provider")
	}

	output := strings.NewReplacer(plan, "", state, "").Replace(printed.String())
	hosts := hostURLs(t, string(file))
	for place, text := range map[string]string{"the output": output, "the log": string(log), "the JSON plan": plan, "the JSON state": state, "the state": string(file)} {
		for name, secret := range serviceSecrets(s) {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows a secret: %s", place, name)
			}
		}
		if strings.Contains(text, "private=") {
			t.Errorf("%s shows a private URL", place)
		}
	}
	for place, text := range map[string]string{"the output": output, "the log": string(log)} {
		for _, host := range hosts {
			_, accessID, _ := strings.Cut(host, "public=")
			if strings.Contains(text, accessID) {
				t.Errorf("%s shows a host URL", place)
			}
		}
	}
	for place, text := range map[string]string{"the JSON plan": plan, "the JSON state": state} {
		for _, host := range hosts {
			if strings.Count(text, host) != len(regexp.MustCompile(`"public_host_url":"`+regexp.QuoteMeta(host)).FindAllString(text, -1)) {
				t.Errorf("%s has a host URL outside of public_host_url", place)
			}
		}
		if !strings.Contains(text, `"public_host_url":true`) {
			t.Errorf("%s does not mark host URLs as sensitive", place)
		}
	}
}

// serviceSecrets returns the credentials of the service and the tokens that it issued, by name.
func serviceSecrets(s *acctest.Service) map[string]string {
	secrets := map[string]string{"the API key": s.Emulator.Credentials().APIKey, "the password": s.Emulator.Credentials().Password}
	for i, request := range s.Server.Requests("", "") {
		if token, found := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer "); found {
			secrets[fmt.Sprintf("the bearer token of request %d", i)] = token
		}
	}
	return secrets
}

// hostURLs returns the host URLs in a state.
func hostURLs(t *testing.T, state string) []string {
	t.Helper()
	var urls []string
	for _, match := range regexp.MustCompile(`"public_host_url": "([^"]+)"`).FindAllStringSubmatch(state, -1) {
		urls = append(urls, match[1])
	}
	if len(urls) == 0 {
		t.Fatal("the state has no host URL")
	}
	return urls
}
