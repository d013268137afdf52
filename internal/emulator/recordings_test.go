package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// exchange is a recorded request with the response of the real service.
type exchange struct {
	Scenario string `json:"scenario"`
	Name     string `json:"name"`
	Request  struct {
		Method string            `json:"method"`
		Path   string            `json:"path"`
		Auth   string            `json:"auth"`
		JSON   json.RawMessage   `json:"json"`
		Form   map[string]string `json:"form"`
		Raw    *string           `json:"raw"`
		Type   string            `json:"type"`
	} `json:"request"`
	Response struct {
		Status      int     `json:"status"`
		ContentType *string `json:"content_type"`
		Body        any     `json:"body"`
	} `json:"response"`
	// Capture has JSON pointers to values of the response that later requests use, by the names of their variables.
	Capture map[string]string `json:"capture"`
}

// replayer replays exchanges, and keeps the values that they capture.
type replayer struct {
	t       *testing.T
	client  *http.Client
	url     string
	account emulator.Account
	// variables are the values of ${names}.
	variables map[string]string
	// reticulumIDs maps the user IDs of the engine in the recordings to those of this service.
	reticulumIDs map[string]string
}

// TestRecordings replays all recordings of the real service, and reports each difference between the responses.
func TestRecordings(t *testing.T) {
	t.Parallel()
	const engine = "https://room.example.com:4000"
	main := emulator.Account{Email: "ops@example.com", Password: "correct horse", APIKey: "main-key", MaxRooms: 999999, MaxRoomSize: 1000}
	small := emulator.Account{Email: "small@example.com", Password: "battery staple", APIKey: "small-key", MaxRooms: 1, MaxRoomSize: 10}
	service, err := emulator.New(emulator.Options{Accounts: []emulator.Account{main, small}, EngineURL: engine})
	if err != nil {
		t.Fatal(err)
	}
	server, err := faultserver.Start(service)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)

	exchanges := readExchanges(t)
	if len(exchanges) != 183 {
		t.Fatalf("read %d exchanges, want 183", len(exchanges))
	}
	r := &replayer{
		t: t, client: &http.Client{Timeout: time.Minute}, url: server.URL(), reticulumIDs: map[string]string{},
		variables: map[string]string{"host": server.URL(), "engine_host": engine},
	}
	for _, e := range exchanges {
		account := main
		if e.Scenario == "quota" {
			account = small
		}
		r.setAccount(account)
		for _, difference := range r.replay(e) {
			t.Errorf("%s | %s | %s", e.Scenario, e.Name, difference)
		}
	}
}

func readExchanges(t *testing.T) []exchange {
	t.Helper()
	content, err := os.ReadFile("testdata/xrcloud.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []exchange
	for line := range bytes.Lines(content) {
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

func (r *replayer) setAccount(a emulator.Account) {
	r.account = a
	r.variables["email"], r.variables["password"], r.variables["api_key"] = a.Email, a.Password, a.APIKey
}

// replay sends the request of an exchange and returns the differences between the responses.
func (r *replayer) replay(e exchange) []string {
	response, err := r.client.Do(r.request(e))
	if err != nil {
		return []string{err.Error()}
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return []string{err.Error()}
	}
	var body any
	if len(content) > 0 {
		if err := json.Unmarshal(content, &body); err != nil {
			return []string{fmt.Sprintf("body is not JSON: %s", content)}
		}
	}
	var differences []string
	if response.StatusCode != e.Response.Status {
		differences = append(differences, fmt.Sprintf("status %d, want %d", response.StatusCode, e.Response.Status))
	}
	got, want := response.Header["Content-Type"], []string(nil)
	if e.Response.ContentType != nil {
		want = []string{*e.Response.ContentType}
	}
	if !slices.Equal(got, want) {
		differences = append(differences, fmt.Sprintf("content type %q, want %q", got, want))
	}
	for name := range e.Capture {
		delete(r.variables, name)
	}
	differences = append(differences, r.compare("body", e.Response.Body, body)...)
	for name, pointer := range e.Capture {
		value, ok := lookUp(body, pointer).(string)
		if !ok {
			differences = append(differences, "nothing to capture at "+pointer)
		}
		r.variables[name] = value
	}
	return differences
}

func (r *replayer) request(e exchange) *http.Request {
	var body io.Reader
	contentType := e.Request.Type
	switch {
	case e.Request.JSON != nil:
		body, contentType = strings.NewReader(r.expand(string(e.Request.JSON))), "application/json"
	case e.Request.Form != nil:
		var buffer bytes.Buffer
		form := multipart.NewWriter(&buffer)
		for _, name := range slices.Sorted(maps.Keys(e.Request.Form)) {
			r.formField(form, name, r.expand(e.Request.Form[name]))
		}
		r.requireNoError(form.Close())
		body, contentType = &buffer, form.FormDataContentType()
	case e.Request.Raw != nil:
		body = strings.NewReader(*e.Request.Raw)
		if contentType == "" {
			contentType = "application/json"
		}
	}
	request, err := http.NewRequestWithContext(r.t.Context(), e.Request.Method, r.url+r.expand(e.Request.Path), body)
	r.requireNoError(err)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	const key, bearer = "X-XRCLOUD-API-KEY", "Authorization"
	switch e.Request.Auth {
	case "none":
	case "api_key":
		request.Header.Set(key, r.account.APIKey)
	case "bearer":
		request.Header.Set(bearer, "Bearer "+r.variables["token"])
	case "both":
		request.Header.Set(key, r.account.APIKey)
		request.Header.Set(bearer, "Bearer broken")
	case "bad_key":
		request.Header.Set(key, "wrong")
	case "bad_bearer":
		request.Header.Set(bearer, "Bearer broken")
	default:
		r.t.Fatalf("unknown kind of credentials %q", e.Request.Auth)
	}
	return request
}

func (r *replayer) formField(form *multipart.Writer, name, value string) {
	fileName, isFile := strings.CutPrefix(value, "@")
	if !isFile {
		r.requireNoError(form.WriteField(name, value))
		return
	}
	part, err := form.CreateFormFile(name, fileName)
	r.requireNoError(err)
	_, err = io.WriteString(part, "content of "+fileName)
	r.requireNoError(err)
}

func (r *replayer) requireNoError(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

var variablePattern = regexp.MustCompile(`\$\{\w+\}`)

// expand replaces ${names} with the values of the variables.
func (r *replayer) expand(text string) string {
	return variablePattern.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := r.variables[name[2:len(name)-1]]
		if !ok {
			r.t.Fatalf("%s is used before it was captured", name)
		}
		return value
	})
}

func (r *replayer) compare(at string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %v, want an object", at, got)}
		}
		var differences []string
		for key := range object {
			if _, ok := want[key]; !ok {
				differences = append(differences, fmt.Sprintf("%s.%s is unexpected", at, key))
			}
		}
		for key, value := range want {
			if _, ok := object[key]; !ok {
				differences = append(differences, fmt.Sprintf("%s.%s is missing", at, key))
				continue
			}
			if key == "reticulumId" {
				differences = append(differences, r.compareReticulumID(at, value, object[key])...)
				continue
			}
			differences = append(differences, r.compare(at+"."+key, value, object[key])...)
		}
		return differences
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %d items", at, got, len(want))}
		}
		var differences []string
		for i := range want {
			differences = append(differences, r.compare(fmt.Sprintf("%s[%d]", at, i), want[i], list[i])...)
		}
		return differences
	case string:
		text, ok := got.(string)
		if !ok || !r.pattern(want).MatchString(text) {
			return []string{fmt.Sprintf("%s is %q, want %q", at, got, want)}
		}
		return nil
	default:
		if want != got {
			return []string{fmt.Sprintf("%s is %v, want %v", at, got, want)}
		}
		return nil
	}
}

// compareReticulumID checks that the same user ID in the recordings is the same ID everywhere.
func (r *replayer) compareReticulumID(at string, want, got any) []string {
	recorded, _ := want.(string)
	number, _ := got.(string)
	if !regexp.MustCompile(`^\d{19}$`).MatchString(number) {
		return []string{fmt.Sprintf("%s.reticulumId is %v, want a string of 19 digits", at, got)}
	}
	if before, ok := r.reticulumIDs[recorded]; ok && before != number {
		return []string{fmt.Sprintf("%s.reticulumId is %s, and was %s before", at, number, before)}
	}
	r.reticulumIDs[recorded] = number
	return nil
}

var placeholderPattern = regexp.MustCompile(`<\w+>|\$\{\w+\}`)

// pattern returns a regular expression for a recorded text. A placeholder such as <uuid> matches any value of that form,
// and ${name} matches the captured value.
func (r *replayer) pattern(recorded string) *regexp.Regexp {
	const part = `[A-Za-z0-9_-]+`
	forms := map[string]string{
		"<uuid>":  `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
		"<time>":  `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`,
		"<sid>":   `[A-Za-z0-9]{7}`,
		"<hex3>":  `[0-9a-f]{3}`,
		"<jwt>":   part + `\.` + part + `\.` + part,
		"<token>": part + `\.` + part + `\.` + part,
	}
	var expression strings.Builder
	last := 0
	for _, span := range placeholderPattern.FindAllStringIndex(recorded, -1) {
		expression.WriteString(regexp.QuoteMeta(recorded[last:span[0]]))
		found := recorded[span[0]:span[1]]
		last = span[1]
		if form, ok := forms[found]; ok {
			expression.WriteString(form)
		} else if value, ok := r.variables[strings.Trim(found, "${}")]; ok {
			expression.WriteString(regexp.QuoteMeta(value))
		} else {
			expression.WriteString(`.+`) // captured from this response
		}
	}
	expression.WriteString(regexp.QuoteMeta(recorded[last:]))
	return regexp.MustCompile("^" + expression.String() + "$")
}
