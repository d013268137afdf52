package acctest_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// companion is a companion service that examples use.
type companion struct {
	block     string         // the name of the block in the provider's configuration
	arguments acctest.Values // of the provider's block
	env       []string       // the same arguments as environment variables
	room      acctest.Values // the arguments of a room of the service
	// ids are the IDs that the examples use for the room, by attribute.
	ids map[string]string
}

// startCompanions starts an emulator of each companion service.
func startCompanions(t *testing.T) []companion {
	t.Helper()
	const key, secret = "key-of-the-customer", "secret-of-the-customer"
	vcsURL := acctest.StartServer(t, acctest.Must(vcs.New(vcs.Options{APIKey: key}))).URL()
	venuelessURL := acctest.StartServer(t, acctest.Must(venueless.New(venueless.Options{Worlds: []venueless.World{{
		ID: "fair", Title: "Fair", Domain: "fair.example.com", Secret: secret, Grants: venueless.APIUserGrants(),
	}}}))).URL()
	whiteboardURL := acctest.StartServer(t, acctest.Must(whiteboard.New(whiteboard.Options{Apps: []whiteboard.App{{AccessKey: key, SecretKey: secret, UUID: "app"}}}))).URL()
	return []companion{
		{
			block:     "venueless",
			arguments: acctest.Values{"base_url": venuelessURL, "world_id": "fair", "jwt": acctest.Values{"secret": secret}},
			env: []string{
				"XRCLOUD_VENUELESS_BASE_URL=" + venuelessURL, "XRCLOUD_VENUELESS_WORLD_ID=fair", "XRCLOUD_VENUELESS_JWT_SECRET=" + secret,
			},
			room: acctest.Values{"name": "Main Hall"},
			ids:  map[string]string{"id": "eaa91024-1278-468d-8f24-31479817b073"},
		},
		{
			block:     "vcs",
			arguments: acctest.Values{"endpoint": vcsURL, "api_key": key},
			env:       []string{"XRCLOUD_VCS_ENDPOINT=" + vcsURL, "XRCLOUD_VCS_API_KEY=" + key},
			room:      acctest.Values{"name": "Main Hall"},
			ids:       map[string]string{"id": "RO-7403cb88-8e88-452a-8bb7-0923923348f7"},
		},
		{
			block:     "whiteboard",
			arguments: acctest.Values{"endpoint": whiteboardURL, "access_key": key, "secret_key": secret},
			env: []string{
				"XRCLOUD_WHITEBOARD_ENDPOINT=" + whiteboardURL, "XRCLOUD_WHITEBOARD_ACCESS_KEY=" + key, "XRCLOUD_WHITEBOARD_SECRET_KEY=" + secret,
			},
			room: acctest.Values{"region": "eu"},
			ids:  map[string]string{"uuid": "4a5f0000000011eeb9d10123456789ab"},
		},
	}
}
