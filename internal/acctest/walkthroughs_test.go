package acctest_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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
		terraform: "1.14", setup: existingRooms, after: checks{"Import with a query": requireEmptyPlan},
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
