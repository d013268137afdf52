package venueless_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

const (
	rooms = "/api/v1/worlds/acc/rooms/"
	hall  = "11111111-2222-4333-8444-555555555555"
)

// ask sends JSON as an apiuser.
func (p *player) ask(method, path, body string) (int, string) {
	p.t.Helper()
	got := p.send(method, path, "apiuser", body, "application/json")
	return got.status, got.content
}

// want fails unless an answer has a status.
func (p *player) want(status int, method, path, body string) string {
	p.t.Helper()
	got, content := p.ask(method, path, body)
	if got != status {
		p.t.Fatalf("%s %s %s: status %d, want %d: %s", method, path, body, got, status, content)
	}
	return content
}

func startService(t *testing.T) (*player, *venueless.Service) {
	t.Helper()
	service := venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "acc", Secret: secret, Grants: venueless.APIUserGrants()}}})
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	return &player{t: t, server: server}, service
}

// TestDirectMessages shows the real server's loss of data: deleting a room that has a chat deletes every channel
// between people. A room whose modules were taken away before does not.
func TestDirectMessages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		modules, change string
		left            int
	}{
		"chat":                   {`[{"type":"chat.native"}]`, `{}`, 0},
		"chat taken away before": {`[{"type":"chat.native"}]`, `{"module_config":[]}`, 2},
		"no chat":                {`[{"type":"page.markdown"}]`, `{}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, service := startService(t)
			service.AddDirectMessages("acc", 3)
			service.AddDirectMessages("acc", 4)
			p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall","module_config":`+test.modules+`}`)
			p.want(http.StatusOK, "PATCH", rooms+hall+"/", test.change)
			p.want(http.StatusNoContent, "DELETE", rooms+hall+"/", "")
			if channels, messages := service.DirectMessages("acc"); channels != test.left || messages != test.left/2*7 {
				t.Errorf("%d channels with %d messages are left, want %d", channels, messages, test.left)
			}
		})
	}
}

// TestChatHistory holds that a chat comes back with all that was said when its module does, but not after a delete.
func TestChatHistory(t *testing.T) {
	t.Parallel()
	p, service := startService(t)
	const chat = `"module_config":[{"type":"chat.native"}]`
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall",`+chat+`}`)
	service.AddChatMessages("acc", hall, 5)
	p.want(http.StatusOK, "PATCH", rooms+hall+"/", `{"module_config":[]}`)
	p.want(http.StatusOK, "PATCH", rooms+hall+"/", `{`+chat+`}`)
	if said := service.ChatMessages("acc", hall); said != 5 {
		t.Errorf("%d messages are left, want 5", said)
	}
	p.want(http.StatusNoContent, "DELETE", rooms+hall+"/", "")
	if said := service.ChatMessages("acc", hall); said != 0 {
		t.Errorf("%d messages are left of a deleted room", said)
	}
}

// TestServerErrors holds what a 500 leaves behind, which is all or nothing.
func TestServerErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		made int
	}{
		"module without a type":    {`"module_config":[{"config":{}}]`, http.StatusOK},
		"NUL inside of JSON":       {`"module_config":[{"type":"page.markdown","config":{"content":"\u0000"}}]`, http.StatusNotFound},
		"number beyond a double":   {`"module_config":[{"type":"page.markdown","config":1E400}]`, http.StatusNotFound},
		"NUL in a key inside JSON": {`"trait_grants":{"\u0000":[]}`, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := startService(t)
			p.want(http.StatusInternalServerError, "POST", rooms, `{"id":"`+hall+`","name":"Hall",`+test.body+`}`)
			p.want(test.made, "GET", rooms+hall+"/", "")
		})
	}
}

// TestNumbers holds how numbers come back: first as Python writes them, later as the database has kept them.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string][2]string{
		"1e3": {"1000.0", "1000.0"}, "1.50": {"1.5", "1.5"}, "7": {"7", "7"}, "1e23": {"1e+23", "1" + strings.Repeat("0", 23)},
		"-1.25e20": {"-1.25e+20", "-125000000000000000000"}, "1e-7": {"1e-07", "1e-07"}, "0.0": {"0.0", "0.0"},
		"9007199254740993": {"9007199254740993", "9007199254740993"},
	} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			p, _ := startService(t)
			for i, answer := range []string{
				p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall","schedule_data":[`+sent+`]}`),
				p.want(http.StatusOK, "GET", rooms+hall+"/", ""),
			} {
				var got struct {
					Data []json.RawMessage `json:"schedule_data"`
				}
				if err := json.Unmarshal([]byte(answer), &got); err != nil {
					t.Fatal(err)
				}
				if string(got.Data[0]) != want[i] {
					t.Errorf("answer %d has %s, want %s", i+1, got.Data[0], want[i])
				}
			}
		})
	}
}

// TestFields holds the rules of fields that no recording shows.
func TestFields(t *testing.T) {
	t.Parallel()
	p, _ := startService(t)
	for body, want := range map[string]string{
		`{"name":7,"sorting_priority":"7","pretalx_id":7.0}`: `"name":"7","pretalx_id":7,"schedule_data":null,"sorting_priority":7`,
		`{"name":"a","sorting_priority":-2147483648}`:        `"sorting_priority":-2147483648`,
		`{"name":"a","sorting_priority":-2147483649}`:        `{"sorting_priority":["Ensure this value is greater than or equal to -2147483648."]}`,
		`{"name":"a\u0000b"}`:                                `{"name":["Null characters are not allowed."]}`,
		`{"name":"a","deleted":"no"}`:                        `"deleted":false`,
		`{"name":"a","deleted":"perhaps"}`:                   `{"deleted":["Must be a valid boolean."]}`,
		`{"name":"a","deleted":null,"id":null}`:              `{"deleted":["This field may not be null."],"id":["This field may not be null."]}`,
		`{"name":"a","sorting_priority":1e3}`:                `"sorting_priority":1000`,
		`{"name":"a","schedule_data":1e999}`:                 `{"schedule_data":["Value must be valid JSON."]}`,
		`{"name":"a","schedule_data":{"title":[-1e999]}}`:    `{"schedule_data":["Value must be valid JSON."]}`,
		`{"name":" ","id":"x"}`:                              `{"id":["Must be a valid UUID."],"name":["This field may not be blank."]}`,
		`{"name":NaN}`:                                       `{"detail":"JSON parse error`,
	} {
		if _, got := p.ask("POST", rooms, body); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

// TestTokens holds who gets in.
func TestTokens(t *testing.T) {
	t.Parallel()
	p, service := startService(t)
	now := time.Now()
	for name, test := range map[string]struct {
		header string
		status int
	}{
		"scheme in lower case": {"bearer " + sign(t, claims["apiuser"]), http.StatusOK},
		"other scheme":         {"Token " + sign(t, claims["apiuser"]), http.StatusForbidden},
		"issued in the future": {"Bearer " + sign(t, jwt.MapClaims{
			"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}, "iat": now.Add(time.Minute).Unix(),
		}), http.StatusForbidden},
		"expired": {"Bearer " + sign(t, jwt.MapClaims{
			"iss": "any", "aud": "venueless", "traits": []string{"apiuser"}, "exp": now.Add(-time.Minute).Unix(),
		}), http.StatusForbidden},
	} {
		recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, rooms, http.NoBody)
		request.Header.Set("Authorization", test.header)
		service.ServeHTTP(recorder, request)
		if recorder.Code != test.status {
			t.Errorf("%s: status %d, want %d", name, recorder.Code, test.status)
		}
	}
	p.want(http.StatusOK, "PATCH", "/api/v1/worlds/acc/", `{"config":{"theme":{}}}`)
	p.want(http.StatusForbidden, "GET", rooms, "") // the secrets went with the rest of the config
}

// TestNewWorld holds that nobody can create rooms in a world whose operator has not opened the API.
func TestNewWorld(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(venueless.New(venueless.Options{Worlds: []venueless.World{{ID: "acc", Secret: secret}}}))
	t.Cleanup(server.Close)
	p := &player{t: t, server: server}
	for _, token := range []string{"apiuser", "schedule", "noapi"} {
		if got := p.send("POST", rooms, token, `{"name":"Hall"}`, "application/json"); got.status != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", token, got.status)
		}
	}
}

// TestPeculiarities holds what the framework behind the server does with odd requests.
func TestPeculiarities(t *testing.T) {
	t.Parallel()
	p, service := startService(t)
	p.want(http.StatusInternalServerError, "OPTIONS", rooms, "")
	p.want(http.StatusCreated, "POST", rooms, `{"id":"`+hall+`","name":"Hall"}`)
	p.want(http.StatusOK, "GET", rooms+strings.ReplaceAll(hall, "-", "")+"/", "")
	p.want(http.StatusNotFound, "GET", "/api/v1/worlds/other/rooms/", "")
	recorder, request := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, rooms, http.NoBody)
	request.Header.Set("Accept", "text/html")
	service.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusNotAcceptable {
		t.Errorf("status %d of an API page in HTML, want 406", recorder.Code)
	}
}
