package acctest_test

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// copyTree copies a folder of examples, with the ids of the service.
func copyTree(t *testing.T, w *workspace, ids *strings.Replacer, folder string) {
	t.Helper()
	root := filepath.Join(examples, filepath.FromSlash(folder))
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		w.write(t, name, ids.Replace(example(t, path.Join(folder, filepath.ToSlash(name)))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The event's project, its scene made by a person, then its rooms.
func TestEvent(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	w := f.workspace(t)
	copyTree(t, w, f.ids, "event")
	w.apply(t, "-target=xrcloud_project.event")
	var project string
	w.output(t, "project_id", &project)
	f.Scene(t, project, "Lobby")
	w.apply(t)
	w.settled(t)
}

func TestGuideFirstRoom(t *testing.T) {
	t.Parallel()
	f := newFair(t)
	w := f.workspace(t)
	copyTree(t, w, f.ids, "guides/first-room/step1")
	w.apply(t)
	f.Scene(t, f.projectNamed(t, "My first project"), "Lobby")
	copyTree(t, w, f.ids, "guides/first-room/step2")
	w.apply(t)
	var link string
	w.output(t, "guest_link", &link)
	if !strings.HasPrefix(link, "http") {
		t.Errorf("the link for guests is %q", link)
	}
}
