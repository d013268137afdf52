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

type checks = map[string]func(*testing.T, *reader)

// output returns a check that the output of a section has these texts, in this order.
func output(texts ...string) func(*testing.T, *reader) {
	return func(t *testing.T, r *reader) {
		t.Helper()
		requireOutput(t, r.output, texts...)
	}
}

// workIn returns a setup that copies a folder of the examples into the workspace.
func workIn(folder string) func(*testing.T, *reader) {
	return func(t *testing.T, r *reader) {
		t.Helper()
		copyFolder(t, r.workspace, folder)
	}
}

// rehearsal is a walkthrough of a section of the guide for testing modules, which uses the module of the guide.
func rehearsal(heading string, texts ...string) walkthrough {
	return walkthrough{
		page: testingModules, name: heading, sections: []string{"The module", "Rehearsals", heading}, after: checks{heading: output(texts...)},
	}
}

// firstEvent are the sections of the guide that create the event.
var firstEvent = []string{"Credentials", "Create the project", "Publish the scenes", "Create the rooms"}

// walkthroughs follow all pages with shell blocks.
var walkthroughs = []walkthrough{
	{page: "docs/index.md", after: checks{
		"The first room": output("/spoke/", `guest_link = "http`, "(sensitive value)", "Destroy complete! Resources: 2 destroyed."),
	}},
	{
		page: "docs/guides/first-event.md", sections: slices.Concat(firstEvent, []string{"Delete the event"}),
		after: checks{"Create the rooms": requireEventFromTable},
	},
	{
		page: "docs/guides/first-event.md", name: "with a deleted scene", sections: slices.Concat(firstEvent, []string{"Delete an event with a deleted scene"}),
		after: checks{"Create the rooms": deleteSceneOfEvent},
	},
	{
		page: "docs/guides/take-over-rooms.md", name: "with a query", sections: []string{"Before you begin", "Import with a query"},
		terraform: "1.14", tofu: "99", setup: existingRooms, after: checks{"Import with a query": requireEmptyPlan},
	},
	{
		page: "docs/guides/take-over-rooms.md", name: "with a list", sections: []string{"Before you begin", "Import with a list of rooms"},
		setup: existingRooms, after: checks{"Import with a list of rooms": requireImportedFromList},
	},
	{
		page: "docs/guides/take-over-rooms.md", name: "from a generic REST provider",
		sections:  []string{"The configuration of the generic provider", "The configuration of this provider"},
		terraform: "1.8", tofu: "1.10", setup: roomOfGenericProvider, after: checks{
			"The configuration of the generic provider": applyGenericProvider, "The configuration of this provider": requireMovedRoom,
		},
	},
	{
		page: "docs/guides/private-links.md", terraform: "1.11", tofu: "1.11",
		setup: roomAndVault,
		after: checks{"Write a link to Vault": keepLink, "Write a new link": requireNewLink},
	},
	{
		page: "docs/guides/attendance.md", setup: visitedRooms,
		after: checks{"Write the visits to a file": requireVisits, "Names of visitors": requireVisitor},
	},
	{page: "docs/guides/self-hosted.md", setup: selfHostedServer, after: checks{
		"API key": requireAPIKey, "List the rooms": output("rooms = [", `"Main Hall"`),
	}},
	{page: "docs/guides/four-services.md", after: checks{"Create the event": requireEventOnFourServices}},
	{page: testingModules, name: "the emulator", sections: []string{"The emulator"}, after: checks{"The emulator": output("http://127.0.0.1:")}},
	{
		page: testingModules, name: "tests", sections: []string{"The module", "The tests", "Mocks"},
		after: checks{"The tests": requireClearFailureWithoutEmulator},
	},
	rehearsal("A limit of the account", "Cannot create more than 1 rooms for this tier", "as expected", "Destroy complete! Resources: 2 destroyed"),
	rehearsal("A token that expires", "Resources: 3 added", " 401 ", "Destroy complete! Resources: 3 destroyed"),
	rehearsal("A service that restarts", "Resources: 3 added", "No changes", "Destroy complete! Resources: 3 destroyed"),
	rehearsal("Faults", "Resources: 3 added", "GET /api/scenes 503", "GET /api/scenes 503", "POST /api/rooms - ", "No changes",
		"Destroy complete! Resources: 3 destroyed"),
	rehearsal("A slow service", "Error: ", "as expected"),
	rehearsal("The published form of the API", "Resources: 3 added", "Error: ", "as expected"),
	{
		page: "examples/modules/event/README.md", sections: []string{"Tests"}, setup: workIn("modules/event"),
		after: checks{"Tests": output("Success! 13 passed, 0 failed.", "Success! 1 passed, 0 failed.")},
	},
	{
		page: "examples/modules/attendance/README.md", name: "usage", sections: []string{"Usage"},
		setup: visitedRoomsAndModules, after: checks{"Usage": requireReport},
	},
	{
		page: "examples/modules/attendance/README.md", name: "tests", sections: []string{"Tests"}, setup: workIn("modules/attendance"),
		after: checks{"Tests": output("Success! 6 passed, 0 failed.", "Success! 4 passed, 0 failed.")},
	},
	{
		page: testingModules, name: "visits", sections: []string{"Visits without a browser"},
		after: checks{"Visits without a browser": requireDuration},
	},
}

// Each walkthrough succeeds.
func TestGuides(t *testing.T) {
	t.Parallel()
	for _, w := range walkthroughs {
		t.Run(strings.TrimSuffix(w.page, ".md")+" "+w.name, func(t *testing.T) {
			t.Parallel()
			w.follow(t)
		})
	}
}

// notFollowed are the pages whose commands other tests run.
var notFollowed = []string{pipelinesGuide}

// Each block that a reader runs or saves is in a walkthrough, and a reader can paste each shell block into a terminal.
func TestGuidesAreFollowed(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Glob(examples + "/modules/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Concat(pages, modules, []string{"../../docs/index.md"}) {
		page := filepath.ToSlash(strings.TrimPrefix(path, "../../"))
		if slices.Contains(notFollowed, page) {
			continue
		}
		for _, block := range blocksOf(t, page) {
			if block.file == "" && block.language != "shell" {
				continue
			}
			if !slices.ContainsFunc(walkthroughs, func(w walkthrough) bool { return w.page == page && w.has(block.heading) }) {
				t.Errorf("%s: no walkthrough has the section %q", page, block.heading)
			}
			if block.language == "shell" {
				requirePasteable(t, page, block.code)
			}
		}
	}
}

var (
	confirmationPattern = regexp.MustCompile(`(?m)^terraform (apply|destroy)(?: .*)?$`)
	commentPattern      = regexp.MustCompile(`(?m)(^|\s)#`)
)

// requirePasteable fails the test if commands that are pasted into a terminal would not run as they do in a script. Terraform reads the line
// after a command that it asks to confirm as the answer, and zsh passes comments to commands.
func requirePasteable(t *testing.T, page, commands string) {
	t.Helper()
	for _, place := range confirmationPattern.FindAllStringIndex(commands, -1) {
		command, rest := commands[place[0]:place[1]], strings.TrimSpace(commands[place[1]:])
		if rest != "" && !strings.Contains(command, "-auto-approve") {
			t.Errorf("%s: %q asks for a confirmation before the end of the block", page, command)
		}
	}
	if commentPattern.MatchString(commands) {
		t.Errorf("%s: the shell block has a comment:\n%s", page, commands)
	}
}

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

// visitedRooms creates two rooms. A visitor enters one of them twice, and leaves it once. Another visitor has an ID of the reader's own.
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

// selfHostedServer starts a server with a certificate of its own at the endpoint of the guide.
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
