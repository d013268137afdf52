package acctest_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The tests of guides follow the steps of a guide with its files.

func TestGuideFirstRoom(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "guides/first-room", "main.tf", "editor.tf")
	w.apply(t)
	f.PublishScene(t, f.projectIDByName(t, "My first project"), "Lobby")
	w.remove(t, "editor.tf")
	f.copyFiles(t, w, "guides/first-room", "room.tf")
	w.apply(t)
	w.requireEmptyPlan(t)
	var link string
	w.output(t, "guest_link", &link)
	if !strings.HasPrefix(link, "http") {
		t.Errorf("the link for guests is %q", link)
	}
}

func TestGuideFirstEvent(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "guides/first-event", "main.tf", "editor.tf")
	w.apply(t)
	var editor string
	w.output(t, "editor", &editor)
	if !strings.HasPrefix(editor, "http") {
		t.Errorf("the editor is %q", editor)
	}
	for _, scene := range []string{"Lobby", "Auditorium"} {
		f.PublishScene(t, f.projectIDByName(t, "Autumn Fair"), scene)
	}
	w.remove(t, "editor.tf")
	f.copyFiles(t, w, "guides/first-event", "rooms.tf", "rooms.csv")
	w.apply(t)
	w.requireEmptyPlan(t)
	var guests, hosts map[string]string
	w.output(t, "guest_links", &guests)
	w.output(t, "host_links", &hosts)
	if len(guests) != 4 || len(hosts) != 7 {
		t.Errorf("there are links to %d rooms for guests and %d for hosts, want 4 and 7", len(guests), len(hosts))
	}

	// Excel writes a byte order mark, CRLF and empty rows. An empty size is the default, 10.
	rooms := example(t, "guides/first-event/rooms.csv")
	saved := strings.Replace(rooms, "Crew only,10,", "Crew only,,", 1) + ",,,,\n"
	if saved == rooms+",,,,\n" {
		t.Fatal("the table has no row for the crew")
	}
	w.write(t, "rooms.csv", "\ufeff"+strings.ReplaceAll(saved, "\n", "\r\n"))
	w.requireEmptyPlan(t)
	w.write(t, "rooms.csv", strings.ReplaceAll(rooms, ",", ";"))
	if _, all, code := w.run(t, w.cli, "plan", "-no-color"); code != 1 || !strings.Contains(strings.Join(strings.Fields(all), " "), `This object does not have an attribute named "key"`) {
		t.Errorf("with semicolons in the table, the plan exits with %d:\n%s", code, all)
	}

	w.write(t, "rooms.csv", regexp.MustCompile(`(?m)^globex,.*\n`).ReplaceAllString(strings.Replace(rooms, "Stage,200", "Stage,250", 1), ""))
	planned, _ := w.plannedChanges(t)
	want := []string{`[delete] xrcloud_room.fair["globex"]`, `[update] xrcloud_room.fair["main-stage"]`}
	slices.Sort(planned)
	if !slices.Equal(planned, want) {
		t.Errorf("without one row and with another size, the plan is %v, want %v", planned, want)
	}

	// The destroy of the guide, after a scene in the table was deleted outside Terraform.
	w.write(t, "rooms.csv", rooms)
	for scene, err := range f.Client.Scenes(t.Context(), f.projectIDByName(t, "Autumn Fair"), "Auditorium", "") {
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Client.DeleteScene(t.Context(), scene.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, all, code := w.run(t, w.cli, "destroy", "-no-color", "-auto-approve"); code != 1 || !strings.Contains(all, "Cannot find scene") {
		t.Errorf("without the scene, the destroy exits with %d:\n%s", code, all)
	}
	w.replace(t, "main.tf", `label = "autumn-fair"`, "label = \"autumn-fair\"\n  force_destroy = true")
	w.terraform(t, "apply", "-auto-approve", "-target=xrcloud_project.fair")
	if output := w.terraform(t, "destroy", "-no-color", "-auto-approve", "-refresh=false"); !strings.Contains(output, "8 destroyed") {
		t.Errorf("the destroy prints:\n%s", output)
	}
}

// These are the steps for OpenTofu and older versions of Terraform, which import with for_each.
func TestGuideTakeOverRooms(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "guides/take-over-rooms", "main.tf", "import.tf")
	if output := w.apply(t); !strings.Contains(output, "Resources: 2 imported, 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the import changed resources:\n%s", output)
	}
	w.requireEmptyPlan(t)

	w.write(t, "rooms.json", w.terraform(t, "output", "-json", "rooms"))
	w.remove(t, "import.tf")
	f.copyFiles(t, w, "guides/take-over-rooms", "rooms.tf")
	if planned, _ := w.plannedChanges(t); len(planned) > 0 {
		t.Errorf("with the list of rooms, the plan is %v, want none", planned)
	}
	w.replace(t, "rooms.json", "Main Hall", "Great Hall")
	if planned, _ := w.plannedChanges(t); !slices.Equal(planned, []string{fmt.Sprintf("[update] xrcloud_room.existing[%q]", f.room)}) {
		t.Errorf("with another name, the plan is %v, want an update of one room", planned)
	}
}

// After the move, xrcloud_room manages the room that the generic provider created.
func TestGuideComingFromGenericProvider(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t, "TF_VAR_xrcloud_api_key="+f.Emulator.Credentials().APIKey)
	w.requireCLI(t, "1.8", "1.10")
	f.copyFiles(t, w, "guides/take-over-rooms/restapi", "before.tf")
	w.replace(t, "before.tf", "https://api.xrcloud.app", f.Server.URL())
	w.apply(t)
	created := w.stateOf(t)["id"]
	w.remove(t, "before.tf")
	f.copyFiles(t, w, "guides/take-over-rooms/restapi", "after.tf")
	if output := w.apply(t); !strings.Contains(output, "Resources: 0 added, 0 changed, 0 destroyed.") {
		t.Errorf("the move changed resources:\n%s", output)
	}
	w.requireEmptyPlan(t)
	if state := w.stateOf(t); state["id"] != created || state["public_guest_url"] == "" {
		t.Errorf("the state of the room %v has %v", created, state)
	}
}

func TestGuidePrivateLinks(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	vault := filepath.Join(t.TempDir(), "vault")
	w := f.workspace(t, "VAULT_FILE="+vault)
	w.requireCLI(t, "1.11", "1.11")
	f.copyFiles(t, w, "guides/private-links", "main.tf")
	link := func() string {
		t.Helper()
		content, err := os.ReadFile(vault)
		if err != nil {
			t.Fatal(err)
		}
		var secret struct{ URL string }
		decode(t, string(content), &secret)
		if !strings.Contains(secret.URL, "private=") {
			t.Errorf("the vault has no private link: %q", secret.URL)
		}
		return secret.URL
	}
	w.apply(t)
	first := link()
	w.requireEmptyPlan(t)
	if now := link(); now != first {
		t.Error("a plan changed the link in the vault")
	}
	w.apply(t, "-var=link_version=2")
	if link() == first {
		t.Error("another version did not change the link")
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "plan"} {
		if text := w.read(t, name); strings.Contains(text, "private=") {
			t.Errorf("%s contains a private link", name)
		}
	}
	if shown := w.terraform(t, "show", "-json", "plan"); strings.Contains(shown, "private=") {
		t.Error("the plan contains a private link")
	}
}

func TestGuideAttendance(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "guides/attendance", "main.tf")
	attendance := func(arguments ...string) [][]string {
		t.Helper()
		w.apply(t, arguments...)
		rows, err := csv.NewReader(strings.NewReader(w.terraform(t, "output", "-raw", "attendance"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	want := [][]string{
		{"room", "visitor", "came", "went", "minutes"},
		{"Main Hall", visitor, "2026-05-04 09:00", "2026-05-04 10:00", "60"},
		{"Main Hall", visitor, "2026-05-04 11:00", "", ""},
	}
	if rows := attendance(); !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("attendance is %q, want %q", rows, want)
	}
	w.requireEmptyPlan(t)
	if rows := attendance("-var=since=2026-04-04T00:00:00+09:00", "-var=until=2026-04-05T00:00:00Z"); !slices.EqualFunc(rows, want[:1], slices.Equal) {
		t.Errorf("attendance of a day without visitors is %q, want only the heading", rows)
	}
	for _, name := range []string{"since", "until"} {
		if _, all, code := w.run(t, w.cli, "plan", "-input=false", "-no-color", "-var="+name+"=2026-05-04"); code != 1 || !strings.Contains(all, name+" must be an RFC 3339 time") {
			t.Errorf("with a day as %s, the plan exits with %d:\n%s", name, code, all)
		}
	}

	ada, err := f.Client.EnsureUser(t.Context(), f.project, "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	f.logVisits(t, "her-session", string(ada.ReticulumID), 13, "room-join", "room-exit")
	rows := attendance(`-var=attendees=["ada@example.com"]`)
	if !slices.ContainsFunc(rows, func(row []string) bool { return row[1] == "ada@example.com" }) {
		t.Errorf("no row has the e-mail address of the attendee: %q", rows)
	}
}

func TestGuideSelfHosted(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	proxy := newProxy(t, f)
	f.ids = proxy.replacer(f)
	w := newWorkspace(t)
	f.copyFiles(t, w, "guides/self-hosted", "main.tf", "environment.sh")
	w.write(t, "campus-ca.pem", proxy.certificate())
	w.write(t, "api-key.txt", f.Emulator.Credentials().APIKey+"\n")
	if _, all, code := w.run(t, "/bin/sh", "-euc", ". ./environment.sh; terraform init; terraform apply -auto-approve"); code != 0 {
		t.Fatal(all)
	}
	var rooms []string
	w.output(t, "rooms", &rooms)
	if !slices.Contains(rooms, "Main Hall") || !proxy.used.Load() {
		t.Errorf("the rooms are %v, through the proxy: %v", rooms, proxy.used.Load())
	}
}

func TestGuideFourServices(t *testing.T) {
	t.Parallel()
	f := newExamplesFixture(t)
	w := f.workspace(t)
	f.copyFiles(t, w, "guides/four-services", "main.tf")
	w.apply(t, "-target=xrcloud_project.fair")
	f.PublishScene(t, f.projectIDByName(t, "Autumn Fair"), "Lobby")
	w.apply(t)
	w.requireEmptyPlan(t)
	state := w.terraform(t, "show", "-json")
	for _, value := range []string{`funcs=fastEntry`, `"current_conference_type":"SFU"`, `"type":"chat.native"`} {
		if !strings.Contains(state, value) {
			t.Errorf("the state has no %s", value)
		}
	}

	// Another name changes the link, and with it the room for attendees in the same apply.
	w.replace(t, "main.tf", `name       = "Keynote"`, `name       = "Opening"`)
	planned, _ := w.plannedChanges(t)
	want := []string{"[update] xrcloud_room.keynote", "[update] xrcloud_venueless_room.keynote"}
	slices.Sort(planned)
	if !slices.Equal(planned, want) {
		t.Errorf("with another name, the plan is %v, want %v", planned, want)
	}
	w.apply(t)
	w.requireEmptyPlan(t)
	w.replace(t, "main.tf", `label = "autumn-fair"`, "label = \"autumn-fair\"\n  force_destroy = true")
	w.terraform(t, "apply", "-auto-approve", "-target=xrcloud_project.fair")
	if output := w.terraform(t, "destroy", "-no-color", "-auto-approve"); !strings.Contains(output, "5 destroyed") {
		t.Errorf("the destroy prints:\n%s", output)
	}
}

// copyFiles copies files of a folder below examples/, with the IDs of the service.
func (f *examplesFixture) copyFiles(t *testing.T, w *workspace, folder string, names ...string) {
	t.Helper()
	for _, name := range names {
		w.write(t, name, f.ids.Replace(example(t, path.Join(folder, name))))
	}
}
