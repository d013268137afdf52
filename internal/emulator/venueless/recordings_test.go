package venueless_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// exchange is a recorded request with the response of a real server.
type exchange struct {
	Name    string `json:"name"`
	Request struct {
		Method string          `json:"method"`
		Path   string          `json:"path"`
		Token  *string         `json:"token"`
		Body   json.RawMessage `json:"body"`
		Raw    *string         `json:"raw"`
	} `json:"request"`
	Response struct {
		Status      int     `json:"status"`
		ContentType *string `json:"content_type"`
		Allow       *string `json:"allow"`
		Location    *string `json:"location"`
		JSON        any     `json:"json"`
		Text        *string `json:"text"`
	} `json:"response"`
}

// replayer replays exchanges.
type replayer struct {
	*client
	// ids maps the IDs in the recordings to those of this server.
	ids map[string]string
}

// TestRecordings replays all recordings of a real server, and reports each difference between the responses.
func TestRecordings(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{Worlds: []venueless.World{{
		ID: "acc", Title: "Acceptance", Domain: "acc.example.org", Secret: secret, Grants: venueless.APIUserGrants(),
	}}})
	r := replayer{client: c, ids: map[string]string{}}
	exchanges := readExchanges(t)
	if len(exchanges) != 79 {
		t.Fatalf("read %d exchanges, want 79", len(exchanges))
	}
	for _, e := range exchanges {
		if e.Name == "page 1 of 2" { // the creation of these rooms was not recorded
			for i := range 55 {
				r.send("POST", "/api/v1/worlds/acc/rooms/", "apiuser", fmt.Sprintf(`{"name": "bulk %02d", "sorting_priority": 100}`, i), "application/json")
			}
		}
		for _, difference := range r.replay(e) {
			t.Errorf("%s | %s", e.Name, difference)
		}
	}
}

func readExchanges(t *testing.T) []exchange {
	t.Helper()
	recorded, err := os.ReadFile("testdata/venueless.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []exchange
	for line := range bytes.Lines(recorded) {
		var e exchange
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&e); err != nil {
			t.Fatalf("exchange %d: %v", len(all)+1, err)
		}
		all = append(all, e)
	}
	return all
}

// replay sends the request of an exchange and returns the differences between the responses.
func (r *replayer) replay(e exchange) []string {
	body, contentType, token := string(e.Request.Body), "application/json", ""
	if body == "null" {
		body, contentType = "", ""
	}
	if e.Request.Raw != nil {
		body, contentType = *e.Request.Raw, "application/json"
		if strings.HasSuffix(e.Name, "text/plain") {
			contentType = "text/plain"
		}
	}
	if e.Request.Token != nil {
		token = *e.Request.Token
	}
	path := e.Request.Path
	for recorded, actual := range r.ids {
		path = strings.ReplaceAll(path, recorded, actual)
	}
	got := r.send(e.Request.Method, path, token, body, contentType)
	var differences []string
	if got.status != e.Response.Status {
		differences = append(differences, fmt.Sprintf("status %d, want %d", got.status, e.Response.Status))
	}
	for name, want := range map[string]*string{
		"Content-Type": e.Response.ContentType, "Allow": e.Response.Allow, "Location": e.Response.Location,
	} {
		if want == nil {
			want = new(string)
		}
		if value := got.header.Get(name); value != *want {
			differences = append(differences, fmt.Sprintf("%s %q, want %q", name, value, *want))
		}
	}
	if e.Response.Text != nil { // the recordings have only the beginning of a page
		if !strings.HasPrefix(got.content, *e.Response.Text) || *e.Response.Text == "" && got.content != "" {
			differences = append(differences, fmt.Sprintf("text %q, want %q", got.content, *e.Response.Text))
		}
		return differences
	}
	var value any
	if err := json.Unmarshal([]byte(got.content), &value); err != nil {
		return append(differences, "not JSON: "+got.content)
	}
	return append(differences, r.compareJSON("json", e.Response.JSON, value)...)
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// compareJSON returns the differences between a recorded value and that of this server. The same ID in the recordings must
// be the same ID everywhere.
func (r *replayer) compareJSON(at string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
		}
		var differences []string
		for name := range want {
			value, ok := object[name]
			if !ok {
				differences = append(differences, at+" has no "+name)
				continue
			}
			differences = append(differences, r.compareJSON(at+"."+name, want[name], value)...)
		}
		return differences
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
		}
		var differences []string
		for i := range want {
			differences = append(differences, r.compareJSON(fmt.Sprintf("%s[%d]", at, i), want[i], list[i])...)
		}
		return differences
	case string:
		text, ok := got.(string)
		expected := strings.ReplaceAll(want, "${host}", r.server.URL)
		if ok && uuidForm.MatchString(want) && uuidForm.MatchString(text) {
			if _, known := r.ids[want]; !known {
				r.ids[want] = text
			}
			expected = r.ids[want]
		}
		if text == expected && ok {
			return nil
		}
		return []string{fmt.Sprintf("%s is %v, want %q", at, got, expected)}
	}
	if want != got {
		return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
	}
	return nil
}
