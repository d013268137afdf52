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

// limitTransport is one recorded request with the real service's answer.
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
	// Capture names values of the answer, by JSON pointer, that later requests use.
	Capture map[string]string `json:"capture"`
}

// player plays exchanges and remembers what they capture.
type player struct {
	t       *testing.T
	client  *http.Client
	url     string
	account emulator.Account
	// known are the values of ${names}.
	known map[string]string
	// numbers are the engine's user numbers that stand for the recorded ones.
	numbers map[string]string
}

// TestRecordings plays all that was recorded of the real service and names each exchange that is answered otherwise.
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
	play := &player{
		t: t, client: &http.Client{Timeout: time.Minute}, url: server.URL(), numbers: map[string]string{},
		known: map[string]string{"host": server.URL(), "engine_host": engine},
	}
	for _, e := range exchanges {
		account := main
		if e.Scenario == "quota" {
			account = small
		}
		play.as(account)
		for _, difference := range play.exchange(e) {
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

func (p *player) as(a emulator.Account) {
	p.account = a
	p.known["email"], p.known["password"], p.known["api_key"] = a.Email, a.Password, a.APIKey
}

// exchange sends the request and returns how the answer differs from the recorded one.
func (p *player) exchange(e exchange) []string {
	response, err := p.client.Do(p.request(e))
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
	var wrong []string
	if response.StatusCode != e.Response.Status {
		wrong = append(wrong, fmt.Sprintf("status %d, want %d", response.StatusCode, e.Response.Status))
	}
	got, want := response.Header["Content-Type"], []string(nil)
	if e.Response.ContentType != nil {
		want = []string{*e.Response.ContentType}
	}
	if !slices.Equal(got, want) {
		wrong = append(wrong, fmt.Sprintf("content type %q, want %q", got, want))
	}
	for name := range e.Capture {
		delete(p.known, name)
	}
	wrong = append(wrong, p.compare("body", e.Response.Body, body)...)
	for name, pointer := range e.Capture {
		value, ok := lookUp(body, pointer).(string)
		if !ok {
			wrong = append(wrong, "nothing to capture at "+pointer)
		}
		p.known[name] = value
	}
	return wrong
}

func (p *player) request(e exchange) *http.Request {
	var body io.Reader
	contentType := e.Request.Type
	switch {
	case e.Request.JSON != nil:
		body, contentType = strings.NewReader(p.fill(string(e.Request.JSON))), "application/json"
	case e.Request.Form != nil:
		var buffer bytes.Buffer
		form := multipart.NewWriter(&buffer)
		for _, name := range slices.Sorted(maps.Keys(e.Request.Form)) {
			p.formField(form, name, p.fill(e.Request.Form[name]))
		}
		p.must(form.Close())
		body, contentType = &buffer, form.FormDataContentType()
	case e.Request.Raw != nil:
		body = strings.NewReader(*e.Request.Raw)
		if contentType == "" {
			contentType = "application/json"
		}
	}
	request, err := http.NewRequestWithContext(p.t.Context(), e.Request.Method, p.url+p.fill(e.Request.Path), body)
	p.must(err)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	const key, bearer = "X-XRCLOUD-API-KEY", "Authorization"
	switch e.Request.Auth {
	case "none":
	case "api_key":
		request.Header.Set(key, p.account.APIKey)
	case "bearer":
		request.Header.Set(bearer, "Bearer "+p.known["token"])
	case "both":
		request.Header.Set(key, p.account.APIKey)
		request.Header.Set(bearer, "Bearer broken")
	case "bad_key":
		request.Header.Set(key, "wrong")
	case "bad_bearer":
		request.Header.Set(bearer, "Bearer broken")
	default:
		p.t.Fatalf("unknown kind of credentials %q", e.Request.Auth)
	}
	return request
}

func (p *player) formField(form *multipart.Writer, name, value string) {
	fileName, isFile := strings.CutPrefix(value, "@")
	if !isFile {
		p.must(form.WriteField(name, value))
		return
	}
	part, err := form.CreateFormFile(name, fileName)
	p.must(err)
	_, err = io.WriteString(part, "content of "+fileName)
	p.must(err)
}

func (p *player) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

var name = regexp.MustCompile(`\$\{\w+\}`)

// fill puts known values in for ${names}.
func (p *player) fill(text string) string {
	return name.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := p.known[name[2:len(name)-1]]
		if !ok {
			p.t.Fatalf("%s is used before it was captured", name)
		}
		return value
	})
}

func (p *player) compare(at string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s is %v, want an object", at, got)}
		}
		var wrong []string
		for key := range object {
			if _, ok := want[key]; !ok {
				wrong = append(wrong, fmt.Sprintf("%s.%s should not be there", at, key))
			}
		}
		for key, value := range want {
			if _, ok := object[key]; !ok {
				wrong = append(wrong, fmt.Sprintf("%s.%s is missing", at, key))
				continue
			}
			if key == "reticulumId" {
				wrong = append(wrong, p.compareNumber(at, value, object[key])...)
				continue
			}
			wrong = append(wrong, p.compare(at+"."+key, value, object[key])...)
		}
		return wrong
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return []string{fmt.Sprintf("%s is %v, want %d items", at, got, len(want))}
		}
		var wrong []string
		for i := range want {
			wrong = append(wrong, p.compare(fmt.Sprintf("%s[%d]", at, i), want[i], list[i])...)
		}
		return wrong
	case string:
		text, ok := got.(string)
		if !ok || !p.pattern(want).MatchString(text) {
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

// compareNumber holds the engine's user numbers to this: the same recorded number is the same number everywhere.
func (p *player) compareNumber(at string, want, got any) []string {
	recorded, _ := want.(string)
	number, _ := got.(string)
	if !regexp.MustCompile(`^\d{19}$`).MatchString(number) {
		return []string{fmt.Sprintf("%s.reticulumId is %v, want a string of 19 digits", at, got)}
	}
	if before, ok := p.numbers[recorded]; ok && before != number {
		return []string{fmt.Sprintf("%s.reticulumId is %s, and was %s before", at, number, before)}
	}
	p.numbers[recorded] = number
	return nil
}

var volatile = regexp.MustCompile(`<\w+>|\$\{\w+\}`)

// pattern makes an expression of a recorded text: forms match any value of their form, names their captured value.
func (p *player) pattern(recorded string) *regexp.Regexp {
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
	for _, span := range volatile.FindAllStringIndex(recorded, -1) {
		expression.WriteString(regexp.QuoteMeta(recorded[last:span[0]]))
		found := recorded[span[0]:span[1]]
		last = span[1]
		if form, ok := forms[found]; ok {
			expression.WriteString(form)
		} else if value, ok := p.known[strings.Trim(found, "${}")]; ok {
			expression.WriteString(regexp.QuoteMeta(value))
		} else {
			expression.WriteString(`.+`) // captured by this very answer
		}
	}
	expression.WriteString(regexp.QuoteMeta(recorded[last:]))
	return regexp.MustCompile("^" + expression.String() + "$")
}

// lookUp follows a JSON pointer; what is not there is nil.
func lookUp(value any, pointer string) any {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch inner := value.(type) {
		case map[string]any:
			value = inner[step]
		case []any:
			var index int
			if _, err := fmt.Sscan(step, &index); err != nil || index >= len(inner) {
				return nil
			}
			value = inner[index]
		default:
			return nil
		}
	}
	return value
}
