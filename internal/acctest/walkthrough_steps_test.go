package acctest_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// This file has what people do between the commands of a page, and the checks of the results.

func requireEmptyPlan(t *testing.T, r *reader) {
	t.Helper()
	r.requireEmptyPlan(t)
}

// requireEventFromTable requires the rooms of the table, and tries variants of the table.
func requireEventFromTable(t *testing.T, r *reader) {
	t.Helper()
	r.requireEmptyPlan(t)
	var guests, hosts map[string]string
	r.workspace.output(t, "guest_links", &guests)
	r.workspace.output(t, "host_links", &hosts)
	if len(guests) != 4 || len(hosts) != 7 {
		t.Errorf("there are links to %d rooms for guests and %d for hosts, want 4 and 7", len(guests), len(hosts))
	}

	// Excel writes a byte order mark, CRLF, empty rows, and semicolons in some regions. An empty size is the default, 10.
	rooms := r.read(t, "rooms.csv")
	saved := strings.Replace(rooms, "Crew only,10,", "Crew only,,", 1) + ",,,,\n"
	if saved == rooms+",,,,\n" {
		t.Fatal("the table has no row for the crew")
	}
	saved = "\ufeff" + strings.ReplaceAll(saved, "\n", "\r\n")
	for _, variant := range []string{saved, strings.ReplaceAll(saved, ",", ";")} {
		r.write(t, "rooms.csv", variant)
		r.requireEmptyPlan(t)
	}
	r.write(t, "rooms.csv", strings.ReplaceAll(rooms, ",", "\t"))
	_, all, code := r.run(t, r.cli, "plan", "-no-color")
	if code != 1 {
		t.Errorf("with tabs in the table, the plan exits with %d", code)
	}
	requireOutput(t, all, `This object does not have an attribute named "key"`)

	r.write(t, "rooms.csv", regexp.MustCompile(`(?m)^globex,.*\n`).ReplaceAllString(strings.Replace(rooms, "Stage,200", "Stage,250", 1), ""))
	r.requirePlan(t, `[delete] xrcloud_room.fair["globex"]`, `[update] xrcloud_room.fair["main-stage"]`)
	r.write(t, "rooms.csv", rooms)
}

// requirePlan fails the test unless the plan has these changes of resources.
func (r *reader) requirePlan(t *testing.T, want ...string) {
	t.Helper()
	planned, _ := r.plannedChanges(t)
	slices.Sort(planned)
	if !slices.Equal(planned, want) {
		t.Errorf("the plan is %v, want %v", planned, want)
	}
}

// deleteSceneOfEvent deletes a scene that the table names. A destroy must fail.
func deleteSceneOfEvent(t *testing.T, r *reader) {
	t.Helper()
	project, _ := r.resource(t, "xrcloud_project")["id"].(string)
	if err := r.client(t).DeleteScene(t.Context(), r.scene(t, project, "Auditorium")); err != nil {
		t.Fatal(err)
	}
	if _, all, code := r.run(t, r.cli, "destroy", "-no-color"); code != 1 || !strings.Contains(all, "Cannot find scene") {
		t.Errorf("without the scene, the destroy exits with %d:\n%s", code, all)
	}
}

// resource returns the attributes of the first resource of a type in the state.
func (r *reader) resource(t *testing.T, kind string) map[string]any {
	t.Helper()
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct{ Attributes map[string]any }
		}
	}
	decode(t, r.read(t, "terraform.tfstate"), &state)
	for _, resource := range state.Resources {
		if resource.Type == kind {
			return resource.Instances[0].Attributes
		}
	}
	t.Fatalf("the state has no %s", kind)
	return nil
}

// existingRooms creates three rooms, two of which have the same name.
func existingRooms(t *testing.T, r *reader) {
	t.Helper()
	r.startService(t)
	project, _ := r.createRooms(t, "Main Hall", "로비", "로비")
	r.given["TF_VAR_project_id"] = project
}

// requireImportedFromList requires that the file of the guide declares the rooms, with readable keys.
func requireImportedFromList(t *testing.T, r *reader) {
	t.Helper()
	r.requireEmptyPlan(t)
	rooms := r.read(t, "rooms.json")
	if lines := regexp.MustCompile(`(?m)^ {2}"(main-hall|[0-9a-f]{8})": \{.*\}`).FindAllString(rooms, -1); len(lines) != 3 {
		t.Errorf("the file has lines for %d rooms, want 3:\n%s", len(lines), rooms)
	}
	r.replace(t, "rooms.json", "Main Hall", "Great Hall")
	r.requirePlan(t, `[update] xrcloud_room.existing["main-hall"]`)
}

// roomOfGenericProvider starts the service for which the guide has a configuration of a generic provider.
func roomOfGenericProvider(t *testing.T, r *reader) {
	t.Helper()
	r.startService(t)
	project, _ := r.createRooms(t)
	r.placeholders = strings.NewReplacer("https://api.xrcloud.app", r.service, projectInExamples, project, sceneInExamples, r.scene(t, project, "Lobby"))
}

func applyGenericProvider(t *testing.T, r *reader) {
	t.Helper()
	r.shell(t, fmt.Sprintf("export TF_VAR_xrcloud_api_key='%s'\nterraform init\nterraform apply", r.given["XRCLOUD_API_KEY"]))
}

// requireMovedRoom requires that xrcloud_room manages the room that the generic provider created.
func requireMovedRoom(t *testing.T, r *reader) {
	t.Helper()
	requireOutput(t, r.output, "Apply complete! Resources: 0 added, 0 changed, 0 destroyed.")
	r.requireEmptyPlan(t)
	state := r.resource(t, "xrcloud_room")
	scene, _ := state["scene_id"].(string)
	rooms, err := xrcloud.Collect(r.client(t).RoomsOfScene(t.Context(), scene, ""))
	if err != nil || len(rooms) != 1 || rooms[0].ID != state["id"] || state["public_guest_url"] == "" {
		t.Errorf("the service has the rooms %v, error %v, and the state has %v", rooms, err, state)
	}
}

const vaultFile = "vault"

// roomAndVault creates a room, and sets the file in which the fake Vault saves the link.
func roomAndVault(t *testing.T, r *reader) {
	t.Helper()
	r.startService(t)
	_, rooms := r.createRooms(t, "Main Hall")
	r.given["TF_VAR_room_id"] = rooms[0].ID
	r.env = append(r.env, "VAULT_FILE="+filepath.Join(r.folder, vaultFile))
}

// linkInVault returns the link in the fake Vault.
func linkInVault(t *testing.T, r *reader) string {
	t.Helper()
	var secret struct{ URL string }
	decode(t, r.read(t, vaultFile), &secret)
	if !strings.Contains(secret.URL, "private=") {
		t.Errorf("Vault has no private link: %q", secret.URL)
	}
	return secret.URL
}

// keepLink requires that a plan does not change the link in Vault, and keeps the link for requireNewLink.
func keepLink(t *testing.T, r *reader) {
	t.Helper()
	first := linkInVault(t, r)
	r.requireEmptyPlan(t)
	if linkInVault(t, r) != first {
		t.Error("a plan changed the link in Vault")
	}
	r.write(t, "first-link", first)
}

// requireNewLink requires that another version changes the link, and that neither the state nor the plan has a link.
func requireNewLink(t *testing.T, r *reader) {
	t.Helper()
	if linkInVault(t, r) == r.read(t, "first-link") {
		t.Error("another version did not change the link")
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "plan"} {
		if text := r.read(t, name); strings.Contains(text, "private=") {
			t.Errorf("%s contains a private link", name)
		}
	}
	if shown := r.terraform(t, "show", "-json", "plan"); strings.Contains(shown, "private=") {
		t.Error("the plan contains a private link")
	}
}

// unusualRoom is the name of a room that HTML must escape.
const unusualRoom = `<b>"R&D's" room</b>`

// visitedRooms creates two rooms. A visitor enters one of them twice, and leaves it once. Another visitor, who has an ID of the reader's
// own, enters both and leaves them.
func visitedRooms(t *testing.T, r *reader) {
	t.Helper()
	r.startService(t)
	project, rooms := r.createRooms(t, "Main Hall", unusualRoom)
	r.given["TF_VAR_project_id"] = project
	r.reportVisit(t, rooms[0], "first-session", visitor, 9, "room-join", "room-exit")
	r.reportVisit(t, rooms[0], "second-session", visitor, 11, "room-join")
	ada, err := r.client(t).EnsureUser(t.Context(), project, "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	r.reportVisit(t, rooms[0], "her-session", string(ada.ReticulumID), 13, "room-join", "room-exit")
	r.reportVisit(t, rooms[1], "her-next-session", string(ada.ReticulumID), 12, "room-join", "room-exit")
	r.write(t, "ada", string(ada.ReticulumID))
}

func (r *reader) attendance(t *testing.T) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(r.read(t, "attendance.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func requireVisits(t *testing.T, r *reader) {
	t.Helper()
	want := [][]string{
		{"room", "visitor", "came", "went", "minutes"},
		{"Main Hall", visitor, "2026-05-04 09:00", "2026-05-04 10:00", "60"},
		{"Main Hall", visitor, "2026-05-04 11:00", "", ""},
		{"Main Hall", r.read(t, "ada"), "2026-05-04 13:00", "2026-05-04 14:00", "60"},
		{unusualRoom, r.read(t, "ada"), "2026-05-04 12:00", "2026-05-04 13:00", "60"},
	}
	if rows := r.attendance(t); !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("attendance is %q, want %q", rows, want)
	}
	r.requireEmptyPlan(t)
	r.terraform(t, "apply", "-var=since=2026-04-04T00:00:00+09:00", "-var=until=2026-04-05T00:00:00Z")
	if text := r.terraform(t, "output", "-raw", "attendance"); strings.Count(text, "\n") != 1 {
		t.Errorf("attendance of a day without visitors is %q, want only the header", text)
	}
	for _, name := range []string{"since", "until"} {
		_, all, code := r.run(t, r.cli, "plan", "-no-color", "-var="+name+"=2026-05-04")
		if code != 1 {
			t.Errorf("with a day as %s, the plan exits with %d", name, code)
		}
		requireOutput(t, all, name+" must be a time in RFC 3339 format")
	}
}

func requireVisitor(t *testing.T, r *reader) {
	t.Helper()
	if rows := r.attendance(t); !slices.ContainsFunc(rows, func(row []string) bool { return row[1] == "ada@example.com" }) {
		t.Errorf("no row has the e-mail address of the attendee: %q", rows)
	}
}

// selfHostedServer starts a server with a self-signed certificate at the endpoint of the guide.
func selfHostedServer(t *testing.T, r *reader) {
	t.Helper()
	r.startService(t)
	project, _ := r.createRooms(t, "Main Hall")
	r.given["TF_VAR_project_id"] = project
	proxy := newProxy(t, r.service)
	r.placeholders = strings.NewReplacer(selfHosted, proxy.URL+"/cloud")
	r.env = slices.DeleteFunc(r.env, func(variable string) bool { return strings.HasPrefix(variable, "XRCLOUD_ENDPOINT=") })
	r.write(t, "campus-ca.pem", proxy.certificate())
}

// requireAPIKey requires that the profile has the API key of the account.
func requireAPIKey(t *testing.T, r *reader) {
	t.Helper()
	requireOutput(t, r.output, `"apiKey":"`+r.given["XRCLOUD_API_KEY"]+`"`)
}

func requireEventOnFourServices(t *testing.T, r *reader) {
	t.Helper()
	if strings.Contains(r.output, "Error") {
		t.Errorf("the commands print:\n%s", r.output)
	}
	r.requireEmptyPlan(t)
	state := r.terraform(t, "show", "-json")
	for _, value := range []string{`funcs=fastEntry`, `"current_conference_type":"SFU"`, `"type":"chat.native"`} {
		if !strings.Contains(state, value) {
			t.Errorf("the state has no %s", value)
		}
	}
	// Another name changes the link, and with it the room for attendees in the same apply.
	r.replace(t, "main.tf", `name       = "Keynote"`, `name       = "Opening"`)
	r.requirePlan(t, "[update] xrcloud_room.keynote", "[update] xrcloud_venueless_room.keynote")
	r.apply(t)
	r.requireEmptyPlan(t)
}

// requireClearFailureWithoutEmulator requires that the script of the guide says what it needs.
func requireClearFailureWithoutEmulator(t *testing.T, r *reader) {
	t.Helper()
	if err := os.Remove(filepath.Join(filepath.Dir(r.cli), "xrcloud-emulator")); err != nil {
		t.Fatal(err)
	}
	_, all, code := r.run(t, "/bin/sh", "test.sh")
	if code == 0 || strings.Contains(all, "Initializing") {
		t.Errorf("without the emulator, the script exits with %d", code)
	}
	requireOutput(t, all, "the emulator did not start. Is xrcloud-emulator on the PATH?")
}

func requireDuration(t *testing.T, r *reader) {
	t.Helper()
	if !strings.HasSuffix(r.output, "[45]\n") {
		t.Errorf("the output does not end with the duration of the visit:\n%s", r.output)
	}
}
