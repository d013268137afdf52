package acctest_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// sampleService is a service for one test, and a client of a provider for it.
type sampleService struct {
	server *faultserver.Server
	client *acctest.ProtocolClient
	// ids are the IDs of the objects that exist before the test, by their names in the samples.
	ids map[string]string
	// images is the directory of the image files.
	images string
}

func startXRCLOUD(t *testing.T) sampleService {
	t.Helper()
	s := acctest.StartEmulator(t, emulator.Options{})
	project := s.CreateProject(t, "Event").ID
	return sampleService{server: s.Server, client: s.ProtocolClient(t), images: t.TempDir(), ids: map[string]string{
		"project": project, "other project": s.CreateProject(t, "Other Event").ID,
		"scene": s.PublishScene(t, project, "Lobby"), "other scene": s.PublishScene(t, project, "Stage"),
	}}
}

func startVCS(t *testing.T) sampleService {
	t.Helper()
	const key = "key-of-the-customer"
	server := acctest.StartServer(t, acctest.Must(vcs.New(vcs.Options{APIKey: key, ReportsUpgradeCount: true})))
	return sampleService{server: server, client: acctest.NewProtocolClient(t, acctest.Values{
		"vcs": acctest.Values{"endpoint": server.URL(), "api_key": key},
	})}
}

func startVenueless(t *testing.T) sampleService {
	t.Helper()
	const secret = "secret-of-the-worlds"
	server := acctest.StartServer(t, acctest.Must(venueless.New(venueless.Options{Worlds: []venueless.World{
		{ID: "fair", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "other", Secret: secret, Grants: venueless.APIUserGrants()},
	}})))
	return sampleService{server: server, client: acctest.NewProtocolClient(t, acctest.Values{
		"venueless": acctest.Values{"base_url": server.URL(), "world_id": "fair", "jwt": acctest.Values{"secret": secret}},
	})}
}

func startWhiteboard(t *testing.T) sampleService {
	t.Helper()
	const key, secret = "key-of-the-customer", "secret-of-the-customer"
	server := acctest.StartServer(t, acctest.Must(whiteboard.New(whiteboard.Options{Apps: []whiteboard.App{{AccessKey: key, SecretKey: secret, UUID: "app"}}})))
	return sampleService{server: server, client: acctest.NewProtocolClient(t, acctest.Values{
		"whiteboard": acctest.Values{"endpoint": server.URL(), "access_key": key, "secret_key": secret},
	})}
}

// configured returns the value that the configuration has for a sample.
func (s sampleService) configured(t *testing.T, sample any) any {
	t.Helper()
	switch sample := sample.(type) {
	case idOfSample:
		id, found := s.ids[string(sample)]
		if !found {
			t.Fatalf("the service has no object %q", sample)
		}
		return id
	case imageFile:
		path := filepath.Join(s.images, string(sample)+".png")
		if err := os.WriteFile(path, []byte(imageOf(string(sample))), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	case imageBase64:
		return base64.StdEncoding.EncodeToString([]byte(imageOf(string(sample))))
	}
	return sample
}

// sent returns the value that a request has for a sample.
func (s sampleService) sent(t *testing.T, sample any) any {
	t.Helper()
	switch sample := sample.(type) {
	case imageFile:
		return imageOf(string(sample))
	case imageBase64:
		return imageOf(string(sample))
	}
	return asRequestField(s.configured(t, sample))
}

func imageOf(color string) string { return "\x89PNG\r\n\x1a\n" + color }
