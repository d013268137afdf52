package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
)

// client sends requests to a server on a loopback port.
type client struct {
	t *testing.T
	*httptest.Server
	ready Ready
}

func start(t *testing.T, options Options) *client {
	t.Helper()
	s := newTestServer(t, options)
	c := &client{t: t, Server: httptest.NewServer(s)}
	t.Cleanup(c.Close)
	var err error
	if c.ready, err = s.Ready(c.URL); err != nil {
		t.Fatal(err)
	}
	return c
}

// send sends a request with header fields, and returns the status and the body.
func (c *client) send(method, url, body string, header map[string]string) (status int, content string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := c.Client().Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

// TestServicesByPrefix sends a request to each service that only this service handles.
func TestServicesByPrefix(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	worlds := c.ready.Venueless.BaseURL + "/api/v1/worlds/"
	bearer := map[string]string{"Authorization": "Bearer " + c.ready.Venueless.Token}
	key := map[string]string{"X-XRCLOUD-API-KEY": c.ready.APIKey}
	vcs := map[string]string{"X-Vcs-Token": c.ready.VCS.APIKey}
	agora := map[string]string{"region": "eu", "Content-Type": "application/json"}
	pair := `{"accessKey":"` + c.ready.Whiteboard.AccessKey + `","secretAccessKey":"` + c.ready.Whiteboard.SecretKey + `","lifespan":0,"role":"admin"}`
	for _, test := range []struct {
		method, url, body string
		header            map[string]string
		status            int
		content           string
	}{
		{"GET", c.URL + "/api/rooms", "", key, 400, "Either projectId or sceneId must be provided"},
		{"GET", worlds + c.ready.Venueless.WorldID + "/rooms/", "", bearer, 200, `"count":0`},
		{"GET", worlds + "other/rooms/", "", bearer, 404, ""},
		{"GET", c.ready.VCS.Endpoint + "/api/realtime/room", "", vcs, 200, ""},
		{"POST", c.ready.Whiteboard.Endpoint + "/v5/tokens/teams", pair, agora, 201, "NETLESSSDK_"},
		{"GET", c.ready.VCS.Endpoint + "//api/realtime/room", "", vcs, 404, "404 page not found"},
		{"GET", c.ready.VCS.Endpoint + "/api/../api/realtime/room", "", vcs, 404, "404 page not found"},
		{"GET", c.ready.VCS.Endpoint + "/api/realtime/room/a%2Fb", "", vcs, 400, "[a/b]"},
		{"GET", c.ready.Whiteboard.Endpoint + "//v5/rooms", "", agora, 404, "404 page not found"},
		{"GET", c.URL + "/vcs", "", key, 404, "Cannot GET /vcs"},
		{"GET", c.URL + "/%76cs/api/realtime/room", "", vcs, 404, "Cannot GET /%76cs/api/realtime/room"},
		{"GET", c.URL + "/api/realtime/room", "", vcs, 404, "Cannot GET /api/realtime/room"},
	} {
		status, content := c.send(test.method, test.url, test.body, test.header)
		if status != test.status || !strings.Contains(content, test.content) {
			t.Errorf("%s %s: status %d and %s, want %d and %s", test.method, test.url, status, content, test.status, test.content)
		}
	}
}

// TestLargeBodies sends a body that is too large to each service, with and without a fault.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	body := strings.Repeat(" ", httpapi.MaxBody+1)
	for _, faults := range [][]string{nil, {"* /* slow=1ns"}} {
		c := start(t, Options{Faults: faults})
		header := map[string]string{
			"X-XRCLOUD-API-KEY": c.ready.APIKey, "Content-Type": "application/json", "region": "eu", "X-Vcs-Token": c.ready.VCS.APIKey,
		}
		for _, path := range []string{"/api/rooms", "/venueless/api/v1/worlds/fair/rooms/", "/vcs/api/realtime/room", "/whiteboard/v5/rooms"} {
			if status, content := c.send("POST", c.URL+path, body, header); status != http.StatusRequestEntityTooLarge {
				t.Errorf("%s with the faults %q: status %d: %s", path, faults, status, content)
			}
		}
	}
}

// TestVenuelessPages follows a link to the next page, which is an absolute URL.
func TestVenuelessPages(t *testing.T) {
	t.Parallel()
	c := start(t, Options{})
	rooms := c.ready.Venueless.BaseURL + "/api/v1/worlds/" + c.ready.Venueless.WorldID + "/rooms/"
	header := map[string]string{"Authorization": "Bearer " + c.ready.Venueless.Token, "Content-Type": "application/json"}
	const count = 51 // a page has 50
	for range count {
		if status, content := c.send("POST", rooms, `{"name":"Hall"}`, header); status != http.StatusCreated {
			t.Fatalf("status %d: %s", status, content)
		}
	}
	found := 0
	for url := rooms; url != ""; {
		status, content := c.send("GET", url, "", header)
		var page struct {
			Next    string     `json:"next"`
			Results []struct{} `json:"results"`
		}
		if err := json.Unmarshal([]byte(content), &page); status != http.StatusOK || err != nil {
			t.Fatalf("%s: status %d, %v", url, status, err)
		}
		found += len(page.Results)
		url = page.Next
	}
	if found != count {
		t.Errorf("the pages have %d rooms, want %d", found, count)
	}
}

// TestFaultsAreLogged checks that the log has the response of a fault, and that a lost request was handled.
func TestFaultsAreLogged(t *testing.T) {
	t.Parallel()
	entries := make(chan requestlog.Entry, 10)
	c := start(t, Options{
		Faults: []string{"POST /vcs/api/realtime/room status=503 times=1", "POST /vcs/api/realtime/room lost times=1"},
		Report: func(entry requestlog.Entry) { entries <- entry },
	})
	url, header := c.ready.VCS.Endpoint+"/api/realtime/room", map[string]string{"X-Vcs-Token": c.ready.VCS.APIKey, "Content-Type": "application/json"}
	if status, content := c.send("POST", url, `{"name":"first"}`, header); status != http.StatusServiceUnavailable {
		t.Errorf("status %d: %s", status, content)
	}
	if entry := <-entries; entry.Path != "/vcs/api/realtime/room" || entry.Status != 503 || entry.Reason != "Service Unavailable (fault of the emulator)" {
		t.Errorf("the log has %+v", entry)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(`{"name":"second"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"X-Vcs-Token": {c.ready.VCS.APIKey}, "Content-Type": {"application/json"}}
	if response, err := c.Client().Do(request); err == nil {
		t.Errorf("status %d, want the connection reset: %v", response.StatusCode, response.Body.Close())
	}
	if entry := <-entries; entry.Status != 0 {
		t.Errorf("the log has %+v", entry)
	}
	if _, content := c.send("GET", url, "", header); strings.Contains(content, "first") || !strings.Contains(content, "second") {
		t.Errorf("the rooms are %s, want only the second", content)
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	const by = 30 * time.Millisecond
	entries := make(chan requestlog.Entry, 1)
	c := start(t, Options{Delay: by, Report: func(entry requestlog.Entry) { entries <- entry }})
	c.send("GET", c.URL+"/api/projects", "", nil)
	if entry := <-entries; entry.Duration < by {
		t.Errorf("the response took %s, want at least %s", entry.Duration, by)
	}
}
