package whiteboard

import "testing"

// FuzzParseID reads ids of any form. What is read is the id of a room that can be asked for, and is written as it is
// read again.
func FuzzParseID(f *testing.F) {
	for _, seed := range []string{
		"sg/" + someUUID, " us-sv/4A5F0000000011EEB9D10123456789AB\n", "sg", "/", "/" + someUUID, "SG/" + someUUID, "moon-1/" + someUUID,
		"sg//" + someUUID, "sg/" + someUUID + "/", "sg /" + someUUID, "sg/../rooms", "sg/\u212a", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := parseID(text)
		if err != nil {
			return
		}
		if err := id.problem(); err != nil {
			t.Errorf("%q passes: %v", text, err)
		}
		if again, err := parseID(formatID(id.Region, id.UUID)); err != nil || again != id {
			t.Errorf("%q is read as %v, and that as %v: %v", text, id, again, err)
		}
	})
}
