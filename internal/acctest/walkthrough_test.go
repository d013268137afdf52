package acctest_test

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// A walkthrough follows sections of a page as a reader does, in an empty directory. In the order of the page, it saves each file whose name
// ends the line before it, and runs each shell block. A text block after a shell block is a part of the output of that block.
type walkthrough struct {
	page string
	// name tells walkthroughs of one page apart.
	name string
	// sections are headings. Nil is the whole page.
	sections []string
	// terraform and tofu are the oldest versions that the sections require, if they require newer ones than the provider. With an empty
	// tofu, they do not work in OpenTofu.
	terraform, tofu string
	// setup creates what the reader has before the first step.
	setup func(t *testing.T, r *reader)
	// after has functions for sections, which run after the last step of the section. They do what people do without a command, and check the
	// result.
	after map[string]func(t *testing.T, r *reader)
}

func (w walkthrough) has(heading string) bool {
	return w.sections == nil || slices.Contains(w.sections, heading)
}

// follow follows the page.
func (w walkthrough) follow(t *testing.T) {
	t.Helper()
	r := newReader(t)
	if w.terraform != "" {
		if w.tofu == "" && acctest.IsOpenTofu(t) {
			t.Skip("these sections do not work in OpenTofu")
		}
		r.requireCLI(t, w.terraform, cmp.Or(w.tofu, w.terraform))
	}
	if w.setup != nil {
		w.setup(t, r)
	}
	after := maps.Clone(w.after)
	commands, previous := 0, codeBlock{}
	leave := func() {
		if check := after[previous.heading]; check != nil {
			check(t, r)
			delete(after, previous.heading)
		}
		r.output = ""
	}
	for _, block := range blocksOf(t, w.page) {
		if !w.has(block.heading) {
			continue
		}
		if block.heading != previous.heading {
			leave()
		}
		switch {
		case block.file != "":
			r.write(t, block.file, r.placeholders.Replace(block.code))
		case block.language == "shell":
			commands++
			r.shell(t, block.code)
		case block.language == "text" && previous.language == "shell" && block.heading == previous.heading:
			requireOutput(t, r.output, strings.FieldsFunc(block.code, func(c rune) bool { return c == '\n' || c == '…' })...)
		}
		previous = block
	}
	leave()
	if commands == 0 || len(after) > 0 {
		t.Errorf("%s: %d shell blocks were run, and these headings with functions were not found: %v", w.page, commands, slices.Collect(maps.Keys(after)))
	}
}

// reader is a person who follows a page in a workspace.
type reader struct {
	*workspace
	// given are the environment variables whose values the page has placeholders for.
	given map[string]string
	// placeholders replaces other placeholders of the page, in files and in commands.
	placeholders *strings.Replacer
	// service is the endpoint of the emulator that startService started.
	service string
	// output is the output of the shell blocks of the current section.
	output string
}

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{workspace: newWorkspace(t), given: map[string]string{}, placeholders: strings.NewReplacer()}
	r.installEmulator(t)
	// The reader confirms what Terraform asks.
	r.env = append(r.env, "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve")
	t.Cleanup(r.stopEmulator)
	return r
}

// shell runs commands, which must succeed. The next commands have their environment variables.
func (r *reader) shell(t *testing.T, script string) {
	t.Helper()
	script = r.placeholders.Replace(script)
	for name, value := range r.given {
		script = regexp.MustCompile(`\b`+name+`=('[^']*'|\S+)`).ReplaceAllLiteralString(script, name+"='"+value+"'")
	}
	variables := filepath.Join(t.TempDir(), "variables")
	// The emulator keeps the files open when the commands have ended. With pipes, the test would wait for it.
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = output.Close() }()
	command := exec.CommandContext(t.Context(), "/bin/sh", "-euc", "trap 'env -0 > "+variables+"' EXIT\n"+script)
	command.Dir, command.Env, command.Stdout, command.Stderr = r.folder, r.env, output, output
	failed := command.Run()
	if text, err := os.ReadFile(variables); err == nil {
		r.env = strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00")
	}
	text, err := os.ReadFile(output.Name())
	if err != nil {
		t.Fatal(err)
	}
	r.output += colorPattern.ReplaceAllString(string(text), "")
	if failed != nil {
		t.Fatalf("%v\n%s\n%s", failed, script, r.output)
	}
}

// variable returns an environment variable.
func (r *reader) variable(name string) string {
	for _, variable := range slices.Backward(r.env) {
		if value, found := strings.CutPrefix(variable, name+"="); found {
			return value
		}
	}
	return r.given[name]
}

// startService starts an emulator as the service on which the reader has an account, and where each new project has the scene Lobby. The page
// has placeholders for the credentials, and must set those that it needs.
func (r *reader) startService(t *testing.T) {
	t.Helper()
	r.shell(t, `eval "$(xrcloud-emulator -env -seed-scene Lobby &)"`)
	r.service = r.variable("XRCLOUD_ENDPOINT")
	r.env = slices.DeleteFunc(r.env, func(variable string) bool {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "XRCLOUD_") || name == "XRCLOUD_EMULATOR_PID" || name == "XRCLOUD_ENDPOINT" {
			return false
		}
		r.given[name] = value
		return true
	})
}

// endpoint returns the endpoint of the emulator.
func (r *reader) endpoint() string { return cmp.Or(r.service, r.variable("XRCLOUD_ENDPOINT")) }

// stopEmulator stops the emulator, unless the page has stopped it.
func (r *reader) stopEmulator() {
	endpoint, err := url.Parse(r.endpoint())
	pid, notANumber := strconv.Atoi(r.variable("XRCLOUD_EMULATOR_PID"))
	if err != nil || notANumber != nil {
		return
	}
	connection, err := (&net.Dialer{Timeout: time.Second}).Dial("tcp", endpoint.Host)
	if err != nil {
		return
	}
	_ = connection.Close()
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Kill()
	}
}

// client returns a client for the service, with all credentials of the reader.
func (r *reader) client(t *testing.T) *xrcloud.Client {
	t.Helper()
	endpoint, err := transport.ParseEndpoint(r.endpoint())
	if err != nil {
		t.Fatal(err)
	}
	client := xrcloud.New(xrcloud.Config{
		APIKey: r.variable("XRCLOUD_API_KEY"), Email: r.variable("XRCLOUD_EMAIL"), Password: r.variable("XRCLOUD_PASSWORD"),
		Transport: transport.Config{Endpoint: endpoint, RequestTimeout: time.Minute, UserAgent: "acctest"},
	})
	t.Cleanup(client.Close)
	return client
}

// createRooms creates a project with the scene that the emulator publishes in it, and rooms with these names.
func (r *reader) createRooms(t *testing.T, names ...string) (project string, rooms []xrcloud.Room) {
	t.Helper()
	client := r.client(t)
	image := &xrcloud.File{Name: "image.png", Content: []byte("image")}
	created, _, err := client.CreateProject(t.Context(), xrcloud.ProjectInput{Name: "Fair 2026", Favicon: image, Logo: image})
	if err != nil {
		t.Fatal(err)
	}
	scene := r.scene(t, created.ID, "Lobby")
	for _, name := range names {
		room, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
			ProjectID: created.ID, SceneID: scene, Name: name, ReturnURL: "https://fair.example.com/bye", Size: 50, Tags: []string{"fair-2026"},
		})
		if err != nil {
			t.Fatal(err)
		}
		rooms = append(rooms, room)
	}
	return created.ID, rooms
}

// scene returns the ID of the scene with a name.
func (r *reader) scene(t *testing.T, project, name string) string {
	t.Helper()
	for scene, err := range r.client(t).Scenes(t.Context(), project, name, "") {
		if err != nil {
			t.Fatal(err)
		}
		return scene.ID
	}
	t.Fatalf("there is no scene %q", name)
	return ""
}

// reportVisit reports events of a visitor to the service as a room does, an hour apart.
func (r *reader) reportVisit(t *testing.T, room xrcloud.Room, session, reticulumID string, hour int, codes ...string) {
	t.Helper()
	client := http.Client{Timeout: time.Minute}
	link, err := url.Parse(room.URL.Public.Guest)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range codes {
		body, err := stdjson.Marshal(map[string]string{
			"code": code, "resourceId": strings.Split(link.Path, "/")[1], "sessionId": session, "reticulumId": reticulumID,
			"logTime": time.Date(2026, time.May, 4, hour+i, 0, 0, 0, time.UTC).Format(time.RFC3339),
		})
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.endpoint()+"/logs", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusCreated {
			t.Fatalf("the report of a visit: %s, %v", response.Status, err)
		}
	}
}
