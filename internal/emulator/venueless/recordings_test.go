package venueless_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// limitTransport is one recorded request with the real server's answer.
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

const secret = "recording-secret"

// claims are what the kinds of token in the recordings hold.
var claims = map[string]jwt.MapClaims{
	"apiuser":  {"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}},
	"schedule": {"iss": "any", "aud": "venueless", "traits": []string{"schedule-update"}},
	"noapi":    {"iss": "any", "aud": "venueless", "traits": []string{"admin"}},
	"noiss":    {"aud": "venueless", "traits": []string{"apiuser"}},
	"noaud":    {"iss": "any", "traits": []string{"apiuser"}},
	"notraits": {"iss": "any", "aud": "venueless"},
}

func sign(t *testing.T, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// player plays exchanges and remembers which id of its server stands for which recorded one.
type player struct {
	t      *testing.T
	server *httptest.Server
	ids    map[string]string
}

func start(t *testing.T) *player {
	t.Helper()
	server := httptest.NewServer(venueless.New(venueless.Options{Worlds: []venueless.World{{
		ID: "acc", Title: "Acceptance", Domain: "acc.example.org", Secret: secret, Grants: venueless.APIUserGrants(),
	}}}))
	t.Cleanup(server.Close)
	return &player{t: t, server: server, ids: map[string]string{}}
}

// TestRecordings plays all that was recorded of a real server and names each exchange that is answered otherwise.
func TestRecordings(t *testing.T) {
	t.Parallel()
	play := start(t)
	exchanges := readExchanges(t)
	if len(exchanges) != 79 {
		t.Fatalf("read %d exchanges, want 79", len(exchanges))
	}
	for _, e := range exchanges {
		if e.Name == "page 1 of 2" { // these rooms were made without being recorded
			for i := range 55 {
				play.send("POST", "/api/v1/worlds/acc/rooms/", "apiuser", fmt.Sprintf(`{"name": "bulk %02d", "sorting_priority": 100}`, i), "application/json")
			}
		}
		for _, difference := range play.exchange(e) {
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

// exchange sends the request and returns how the answer differs from the recorded one.
func (p *player) exchange(e exchange) []string {
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
	for recorded, actual := range p.ids {
		path = strings.ReplaceAll(path, recorded, actual)
	}
	got := p.send(e.Request.Method, path, token, body, contentType)
	var wrong []string
	if got.status != e.Response.Status {
		wrong = append(wrong, fmt.Sprintf("status %d, want %d", got.status, e.Response.Status))
	}
	for name, want := range map[string]*string{
		"Content-Type": e.Response.ContentType, "Allow": e.Response.Allow, "Location": e.Response.Location,
	} {
		if want == nil {
			want = new(string)
		}
		if value := got.header.Get(name); value != *want {
			wrong = append(wrong, fmt.Sprintf("%s %q, want %q", name, value, *want))
		}
	}
	if e.Response.Text != nil { // the recordings keep no more than the first letters of a page
		if !strings.HasPrefix(got.content, *e.Response.Text) || *e.Response.Text == "" && got.content != "" {
			wrong = append(wrong, fmt.Sprintf("text %q, want %q", got.content, *e.Response.Text))
		}
		return wrong
	}
	var value any
	if err := json.Unmarshal([]byte(got.content), &value); err != nil {
		return append(wrong, "not JSON: "+got.content)
	}
	return append(wrong, p.compare("json", e.Response.JSON, value)...)
}

// response is an answer with all of its content.
type response struct {
	status  int
	header  http.Header
	content string
}

func (p *player) send(method, path, token, body, contentType string) response {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, p.server.URL+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if claims, ok := claims[token]; ok {
		request.Header.Set("Authorization", "Bearer "+sign(p.t, claims))
	} else if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := p.server.Client().Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response{got.StatusCode, got.Header, string(content)}
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// compare returns where got differs from the recorded want. Ids that a server makes up must be the same one wherever
// the recorded one is the same.
func (p *player) compare(at string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
		}
		var wrong []string
		for name := range want {
			value, ok := object[name]
			if !ok {
				wrong = append(wrong, at+" has no "+name)
				continue
			}
			wrong = append(wrong, p.compare(at+"."+name, want[name], value)...)
		}
		return wrong
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
		}
		var wrong []string
		for i := range want {
			wrong = append(wrong, p.compare(fmt.Sprintf("%s[%d]", at, i), want[i], list[i])...)
		}
		return wrong
	case string:
		text, ok := got.(string)
		expected := strings.ReplaceAll(want, "${host}", p.server.URL)
		if ok && uuidForm.MatchString(want) && uuidForm.MatchString(text) {
			if _, known := p.ids[want]; !known {
				p.ids[want] = text
			}
			expected = p.ids[want]
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
