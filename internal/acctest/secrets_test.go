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

// secretly is a configuration with everything in it that has to do with secrets.
const secretly = `
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

// secretlyEphemeral is what secretly has besides in a CLI with ephemeral resources.
const secretlyEphemeral = `
ephemeral "xrcloud_room_access" "host" {
  room_id = xrcloud_room.hall.id
}

ephemeral "xrcloud_scene_editor" "change" {
  scene_id = data.xrcloud_scene.lobby.id
}
`

// TestSecrets runs whole lifecycles, in success and failure, with all logs on, and looks everywhere for what nobody may
// see. What the catalogue marks as sensitive may stand in plan and state, where it is marked; nothing else may.
func TestSecrets(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{SeedScenes: []string{"Lobby"}})
	account := s.Emulator.Credentials()
	w := newWorkspace(t,
		"XRCLOUD_ENDPOINT="+s.Server.URL(), "XRCLOUD_API_KEY="+account.APIKey, "XRCLOUD_EMAIL="+account.Email, "XRCLOUD_PASSWORD="+account.Password,
		"TF_LOG=TRACE", "TF_LOG_PATH=terraform.log",
	)
	var shown strings.Builder // all that a person, or a pipeline's log, gets to see
	run := func(want int, arguments ...string) string {
		stdout, all, code := w.run(t, w.cli, append(arguments, "-no-color")...)
		shown.WriteString(all)
		if code != want {
			t.Fatalf("terraform %v ended with %d:\n%s", arguments, code, all)
		}
		return stdout
	}
	ephemeral := acctest.WithEphemeral(t, "", secretlyEphemeral)
	configure := func(name string, size int) { w.write(t, "main.tf", fmt.Sprintf(secretly, name, size)+ephemeral) }

	configure("Main Hall", 10)
	run(0, "init")
	run(0, "apply", "-auto-approve")
	configure("Grand Hall", 20)
	for _, rule := range []faultserver.Fault{
		{Status: http.StatusInternalServerError, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":500,"method":"PATCH","body":{"key":"` + account.APIKey + `"},"message":"failed for ` + account.APIKey + `"}`},
		{Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html><title>" + account.APIKey + "</title>" + account.Password},
		{Status: http.StatusFound, Header: http.Header{"Location": {"https://example.com/?key=" + account.APIKey}}},
		{Status: http.StatusUnauthorized, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"message":"` + account.APIKey + ` is not good","statusCode":401}`},
		{Reset: true},
	} {
		rule.Method, rule.Path = http.MethodPatch, "^/api/rooms/"
		s.Server.Inject(rule)
		run(1, "apply", "-auto-approve")
		s.Server.ClearFaults()
	}
	s.Server.Inject(faultserver.Fault{Path: "^/auth/", Status: http.StatusUnauthorized, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"message":"not ` + account.Password + `"}`})
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
		t.Fatal("the log has nothing of the provider")
	}

	shownText := strings.NewReplacer(plan, "", state, "").Replace(shown.String()) // JSON is for programs, see below
	hosts := hostURLs(t, string(file))
	for place, text := range map[string]string{"the output": shownText, "the log": string(log), "the JSON plan": plan, "the JSON state": state, "the state": string(file)} {
		for name, secret := range secretsByName(s) {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows a secret: %s", place, name)
			}
		}
		if strings.Contains(text, "private=") {
			t.Errorf("%s shows a private URL", place)
		}
	}
	for place, text := range map[string]string{"the output": shownText, "the log": string(log)} {
		for _, host := range hosts {
			_, way, _ := strings.Cut(host, "public=") // whatever the room was called
			if strings.Contains(text, way) {
				t.Errorf("%s shows a host URL", place)
			}
		}
	}
	for place, text := range map[string]string{"the JSON plan": plan, "the JSON state": state} {
		for _, host := range hosts {
			if strings.Count(text, host) != len(regexp.MustCompile(`"public_host_url":"`+regexp.QuoteMeta(host)).FindAllString(text, -1)) {
				t.Errorf("%s has a host URL elsewhere than in public_host_url", place)
			}
		}
		if !strings.Contains(text, `"public_host_url":true`) {
			t.Errorf("%s does not mark host URLs as sensitive", place)
		}
	}
}

// secretsByName are the credentials that the service knows, those that it gave out included.
func secretsByName(s *acctest.Service) map[string]string {
	secrets := map[string]string{"the API key": s.Emulator.Credentials().APIKey, "the password": s.Emulator.Credentials().Password}
	for i, request := range s.Server.Requests("", "") {
		if token, found := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer "); found {
			secrets[fmt.Sprintf("the bearer token of request %d", i)] = token
		}
	}
	return secrets
}

// hostURLs are those in a state.
func hostURLs(t *testing.T, state string) []string {
	t.Helper()
	var urls []string
	for _, match := range regexp.MustCompile(`"public_host_url": "([^"]+)"`).FindAllStringSubmatch(state, -1) {
		urls = append(urls, match[1])
	}
	if len(urls) == 0 {
		t.Fatal("the state has no host URL: this test finds nothing")
	}
	return urls
}
