package acctest_test

import (
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
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

// startCompanions starts the emulator of all services, and returns its companion services.
func startCompanions(t *testing.T) []companion {
	t.Helper()
	services, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := services.Close(); err != nil {
			t.Error(err)
		}
	})
	ready, err := services.Ready(acctest.StartServer(t, services).URL())
	if err != nil {
		t.Fatal(err)
	}
	companions := []companion{
		{
			block: "venueless",
			arguments: acctest.Values{
				"base_url": ready.Venueless.BaseURL, "world_id": ready.Venueless.WorldID, "jwt": acctest.Values{"secret": ready.Venueless.JWT.Secret},
			},
			room: acctest.Values{"name": "Main Hall"},
			ids:  map[string]string{"id": "eaa91024-1278-468d-8f24-31479817b073"},
		},
		{
			block:     "vcs",
			arguments: acctest.Values{"endpoint": ready.VCS.Endpoint, "api_key": ready.VCS.APIKey},
			room:      acctest.Values{"name": "Main Hall"},
			ids:       map[string]string{"id": "RO-7403cb88-8e88-452a-8bb7-0923923348f7"},
		},
		{
			block: "whiteboard",
			arguments: acctest.Values{
				"endpoint": ready.Whiteboard.Endpoint, "access_key": ready.Whiteboard.AccessKey, "secret_key": ready.Whiteboard.SecretKey,
			},
			room: acctest.Values{"region": "eu"},
			ids:  map[string]string{"uuid": "4a5f0000000011eeb9d10123456789ab"},
		},
	}
	for i, c := range companions {
		for _, variable := range ready.Environment() {
			if strings.HasPrefix(variable.Name, "XRCLOUD_"+strings.ToUpper(c.block)+"_") {
				companions[i].env = append(companions[i].env, variable.Name+"="+variable.Value)
			}
		}
	}
	return companions
}
