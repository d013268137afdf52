package acctest_test

import (
	"strings"
	"testing"
)

// The provider has blocks in place of nested attributes, in which Terraform ignores unknown names.
func TestProviderBlocksRefuseUnknownNames(t *testing.T) {
	t.Parallel()
	unexpected := func(name string) string { return `An argument named "` + name + `" is not expected here.` }
	for name, c := range map[string]struct{ block, want string }{
		"venueless":              {`venueless { wrld_id = "w" }`, unexpected("wrld_id")},
		"venueless jwt":          {"venueless {\n jwt { scret = \"s\" }\n}", unexpected("scret")},
		"vcs":                    {`vcs { domian = "d" }`, unexpected("domian")},
		"whiteboard":             {`whiteboard { regoin = "eu" }`, unexpected("regoin")},
		"venueless as attribute": {`venueless = { world_id = "w" }`, unexpected("venueless") + ` Did you mean to define a block of type "venueless"?`},
		"jwt as attribute":       {"venueless {\n jwt = { secret = \"s\" }\n}", unexpected("jwt") + ` Did you mean to define a block of type "jwt"?`},
		"two blocks":             {"vcs {}\nvcs {}", `Only one block of type "vcs" is allowed.`},
		"valid":                  {"venueless {\n world_id = \"w\"\n jwt { secret = \"s\" }\n}\nvcs { domain = \"d\" }\nwhiteboard { region = \"eu\" }", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			w.write(t, "main.tf", requiredProviders+"data \"xrcloud_projects\" \"all\" {}\nprovider \"xrcloud\" {\n"+c.block+"\n}\n") // Terraform validates a provider that is used
			w.terraform(t, "init")
			_, all, code := w.run(t, w.cli, "validate", "-no-color")
			if text := strings.Join(strings.Fields(strings.ReplaceAll(all, "│", " ")), " "); code == 0 != (c.want == "") || !strings.Contains(text, c.want) {
				t.Errorf("the validation exits with %d:\n%s\nwant %q", code, all, c.want)
			}
		})
	}
}
