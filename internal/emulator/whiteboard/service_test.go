package whiteboard_test

import (
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	t.Parallel()
	options := options()
	options.DisableRecording, options.WrapResponses, options.LegacyResponses = true, true, true
	s := newService(t, options)
	type wrapped[T any] struct {
		Status int
		Body   T
	}
	status, created := send[wrapped[object]](t, s, "POST", "/v5/rooms", "sg", sdkToken, `{"isRecord":true}`)
	if _, app := created.Body["appUUID"]; status != 201 || created.Status != 201 || created.Body["isRecord"] != false || app {
		t.Errorf("room: got %d %v", status, created)
	}
	status, token := send[wrapped[string]](t, s, "POST", "/v5/tokens/rooms/"+created.Body["uuid"].(string), "sg", sdkToken, `{"role":"writer"}`) //nolint:forcetypeassert // a panic says enough
	if status != 200 || token.Status != 200 || !strings.HasPrefix(token.Body, "NETLESSROOM_") {
		t.Errorf("token: got %d %v", status, token)
	}
}
