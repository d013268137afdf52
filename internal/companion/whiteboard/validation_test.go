package whiteboard_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRoomValidation(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.protocolClient(t)
	for _, test := range []struct {
		config  acctest.Values
		problem string
	}{
		{acctest.Values{"region": "US/SV"}, `error at region: Invalid region: "US/SV" is not a region.`},
		{acctest.Values{"region": "gb-lon"}, `warning at region: Region was renamed: The region "gb-lon" was renamed in 2023`},
		{acctest.Values{"limit": -1}, `error at limit`},
		{acctest.Values{"on_destroy": "delete"}, `error at on_destroy`},
		{acctest.Values{"region": "moon-1"}, `warning at region: Unknown region: "moon-1" is not a known region of the service.`}, // it can be new
		{acctest.Values{"region": acctest.Unknown, "limit": acctest.Unknown, "on_destroy": acctest.Unknown}, ""},
	} {
		problems := client.ValidateResource(roomType, test.config)
		if (test.problem == "") != (len(problems) == 0) || len(problems) > 0 && !strings.Contains(problems[0], test.problem) || len(problems) > 1 {
			t.Errorf("%v: the problems are %q, want %q", test.config, problems, test.problem)
		}
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("a validation sent %d requests", len(sent))
	}
}
