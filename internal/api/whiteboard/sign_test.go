package whiteboard_test

import (
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/whiteboard"
)

// TestSign compares signed tokens with the output of Agora's published sample for Node.js (netless-token 1.0.2), byte for byte.
func TestSign(t *testing.T) {
	t.Parallel()
	const nonce = "00000000-0000-1000-8000-000000000000"
	for name, test := range map[string]struct {
		claims whiteboard.Claims
		want   string
	}{
		"SDK token, admin": {
			whiteboard.Claims{Role: whiteboard.Admin, ExpiresAt: time.UnixMilli(1700000000000), Nonce: nonce},
			"NETLESSSDK_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTAmc2lnPTM1ZDVmYWFiMzllMTVlYTE4MTJhN2VlMzE3NDhhYmNkMTQ5ZmQ3NjQyMzUxODY3YWIxNjA1YjYwODg2OTE1NTA",
		},
		"SDK token, admin, permanent": {
			whiteboard.Claims{Role: whiteboard.Admin, Nonce: nonce},
			"NETLESSSDK_YWs9dGVzdC1hayZub25jZT0wMDAwMDAwMC0wMDAwLTEwMDAtODAwMC0wMDAwMDAwMDAwMDAmcm9sZT0wJnNpZz1kNWIwYjIyMzU3NWY5MzU1ODIxZTQ5MDJjNDNlZDI2Nzk4YzgxYmI4YmViMmNmN2E1MDZjYzcwMWQ0MmMzMGRj",
		},
		"room token, reader": {
			whiteboard.Claims{Role: whiteboard.Reader, RoomUUID: "4a5f0000000011eeb9d10123456789ab", ExpiresAt: time.UnixMilli(1700000000000), Nonce: nonce},
			"NETLESSROOM_YWs9dGVzdC1hayZleHBpcmVBdD0xNzAwMDAwMDAwMDAwJm5vbmNlPTAwMDAwMDAwLTAwMDAtMTAwMC04MDAwLTAwMDAwMDAwMDAwMCZyb2xlPTImc2lnPTNjMmYzYzA3NDkyY2JjYWFiOWNiZGY3YTdlZGM5ZjI5ZTgxOTE5OGFlMGNiZjU1NzM5ZTBkYzI5M2U3YWUwYjQmdXVpZD00YTVmMDAwMDAwMDAxMWVlYjlkMTAxMjM0NTY3ODlhYg",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := whiteboard.Sign("test-ak", "test-sk", test.claims); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
