// Command schemareference writes contributing/schema.txt, the list of all that a configuration can use: arguments and attributes with type,
// mode, sensitivity, replacement and default, identities and functions. A change of the schema is reviewed there.
//
// It refuses a change that breaks configurations of users, unless CHANGELOG.md names what changed below BREAKING CHANGES of the next version.
// With -check, it writes nothing, and fails if the file is out of date.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
)

const (
	referenceFile = "contributing/schema.txt"
	changelogFile = "CHANGELOG.md"
)

func main() {
	check := flag.Bool("check", false, "write nothing, and fail if the reference is out of date")
	flag.Parse()
	if err := run(context.Background(), *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run updates or checks the reference in the working directory.
func run(ctx context.Context, check bool) error {
	current, err := listSchema(ctx, provider.New("dev")())
	if err != nil {
		return err
	}
	text, err := os.ReadFile(referenceFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	changelog, err := os.ReadFile(changelogFile)
	if err != nil {
		return err
	}
	if err := checkCompatible(parse(string(text)), current, breakingChanges(string(changelog))); err != nil {
		return err
	}
	updated := format(current)
	if updated == string(text) {
		return nil
	}
	if check {
		return errors.New(referenceFile + " is out of date: run make generate")
	}
	return os.WriteFile(referenceFile, []byte(updated), 0o600)
}

// checkCompatible returns an error if a configuration that works with the previous schema does not work with the current one, and the changelog
// does not name the change.
func checkCompatible(previous, current reference, changelog string) error {
	var problems []string
	for _, change := range compare(previous, current) {
		if !isNamed(changelog, change.path) {
			problems = append(problems, fmt.Sprintf("  %s: %s", change.path, change.problem))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("the schema breaks configurations of users:\n%s\nRestore it, or name each path below BREAKING CHANGES of the next version in %s, as in `%s`",
		strings.Join(problems, "\n"), changelogFile, strings.TrimSpace(strings.SplitN(problems[0], ":", 2)[0]))
}

// breakingChanges returns the paragraphs about breaking changes of the newest version in the changelog.
func breakingChanges(changelog string) string {
	_, newest, _ := strings.Cut(changelog, "\n## ")
	newest, _, _ = strings.Cut(newest, "\n## ")
	_, breaking, _ := strings.Cut(newest, "\nBREAKING CHANGES")
	end := len(breaking)
	for _, section := range []string{"\nFEATURES", "\nENHANCEMENTS", "\nBUG FIXES", "\nNOTES", "\nDEPRECATIONS"} {
		if i := strings.Index(breaking, section); i >= 0 {
			end = min(end, i)
		}
	}
	return breaking[:end]
}

// isNamed reports whether the changelog names a path, or an object that contains it.
func isNamed(changelog, path string) bool {
	for ; path != ""; path = parent(path) {
		if strings.Contains(changelog, "`"+path+"`") {
			return true
		}
	}
	return false
}
