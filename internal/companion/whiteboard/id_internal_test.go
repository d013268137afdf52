package whiteboard

import "testing"

const roomUUID = "4a5f0000000011eeb9d10123456789ab"

func TestParseID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]identityModel{
		"sg/" + roomUUID:                      {"sg", roomUUID},
		" us-sv/" + roomUUID + "\n":           {"us-sv", roomUUID},
		"sg/4A5F0000000011EEB9D10123456789AB": {"sg", roomUUID},
	} {
		if got, err := parseID(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "/", "sg", "sg/", roomUUID, "/" + roomUUID, "SG/" + roomUUID, "sg/" + roomUUID + "/x", "a/b/" + roomUUID, "sg /" + roomUUID, "-/" + roomUUID} {
		if got, err := parseID(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// FuzzParseID parses IDs of any form. A parsed ID is valid, and parsing its formatted form returns the same ID.
func FuzzParseID(f *testing.F) {
	for _, seed := range []string{
		"sg/" + roomUUID, " us-sv/4A5F0000000011EEB9D10123456789AB\n", "sg", "/", "/" + roomUUID, "SG/" + roomUUID, "moon-1/" + roomUUID,
		"sg//" + roomUUID, "sg/" + roomUUID + "/", "sg /" + roomUUID, "sg/../rooms", "sg/\u212a", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := parseID(text)
		if err != nil {
			return
		}
		if err := id.validate(); err != nil {
			t.Errorf("%q is parsed as an invalid ID: %v", text, err)
		}
		if again, err := parseID(formatID(id.Region, id.UUID)); err != nil || again != id {
			t.Errorf("%q is parsed as %v, and that as %v: %v", text, id, again, err)
		}
	})
}
