package world

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// secrets are the values that no diagnostic, log or non-sensitive value may show, in the order in which they became known.
type secrets struct {
	mu     *sync.Mutex
	known  map[string]bool
	values *[]string
}

func newSecrets() secrets {
	s := secrets{mu: &sync.Mutex{}, known: map[string]bool{}, values: &[]string{}}
	for i := range accounts {
		s.add(accounts[i].APIKey, accounts[i].Password, worldSecrets[i], vcsKeys[i], apps[i].AccessKey, apps[i].SecretKey)
	}
	return s
}

// add adds values that the set does not have.
func (s secrets) add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		if value != "" && !s.known[value] {
			s.known[value] = true
			*s.values = append(*s.values, value)
		}
	}
}

// Secrets returns all values that no diagnostic, log or non-sensitive value may show: credentials, tokens, and the secret parts of links.
// They are in the order in which the services have issued them, so that a caller can skip those that it has seen.
func (w *World) Secrets() []string {
	w.secrets.mu.Lock()
	defer w.secrets.mu.Unlock()
	return slices.Clone(*w.secrets.values)
}

// secretMark is a text before a secret in the responses of a service. The secret begins after it, or with it if keep is true.
type secretMark struct {
	service, mark string
	keep          bool
}

var secretMarks = []secretMark{
	{xrcloud, `"accessToken":"`, false},
	{xrcloud, `"refreshToken":"`, false},
	{xrcloud, "?private=", false},
	{xrcloud, "?optId=", false},
	{vcs, "room-token-", true},
	{whiteboard, "NETLESSROOM_", true},
	{whiteboard, "NETLESSSDK_", true},
}

// collect adds the secrets in a request and its response.
func (s secrets) collect(service string, r *http.Request, body []byte) {
	s.add(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), r.Header.Get("token"))
	for _, of := range secretMarks {
		if of.service != service {
			continue
		}
		for rest := body; ; {
			i := bytes.Index(rest, []byte(of.mark))
			if i < 0 {
				break
			}
			from := i + len(of.mark)
			to := from + secretLength(rest[from:])
			if of.keep {
				from = i
			}
			s.add(string(rest[from:to]))
			rest = rest[to:]
		}
	}
	if service == xrcloud {
		s.collectHosts(body)
	}
}

// collectHosts adds the secrets of the public links of hosts. Those of guests are for everybody.
func (s secrets) collectHosts(body []byte) {
	const mark = `"host":"`
	for {
		i := bytes.Index(body, []byte(mark))
		if i < 0 {
			return
		}
		body = body[i+len(mark):]
		link, _, _ := bytes.Cut(body, []byte(`"`))
		if _, id, isPublic := bytes.Cut(link, []byte("?public=")); isPublic {
			s.add(string(id))
		}
	}
}

// secretLength returns the length of the secret at the beginning of a text.
func secretLength(text []byte) int {
	if end := bytes.IndexAny(text, "\"&\\ <"); end >= 0 {
		return end
	}
	return len(text)
}
