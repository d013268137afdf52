// Package account tells accounts apart: the one that a client asks now, and the one that was asked when an object was
// last seen. A service answers "not found" for what was deleted, and for what belongs to somebody else; some services do
// not separate accounts at all. An answer about an object therefore counts only if both accounts are known to be one.
package account

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Kind is a way to name an account.
type Kind string

// The kinds of names. An account can have several, and two accounts are the same if they share one.
const (
	// ID is what the service itself calls the account.
	ID Kind = "id"
	// APIKey is a key that belongs to one account.
	APIKey Kind = "api_key"
	// Email is the address that the account logs in with.
	Email Kind = "email"
	// Subject is whom a token says that it was issued for.
	Subject Kind = "subject"
	// Token is a token itself. An account can have many, so that different tokens say nothing.
	Token Kind = "token"
	// Server is for services whose servers have a single account.
	Server Kind = "server"
)

// Account is what is known of an account. It holds hashes only, from which no credential can be read. The zero value is
// an account of which nothing is known.
type Account struct {
	// Origin is the service and the server that the account belongs to.
	Origin string `json:"origin"`
	// Names has one value for each kind by which the account is known.
	Names map[Kind]string `json:"names,omitempty"`

	// accepted makes the account pass for any other one.
	accepted bool
	// legacy are the forms in which a development version recorded an account: one hash, without its kind.
	legacy []string
	// endpoint keeps equal values of two servers apart.
	endpoint string
}

// New returns an account at an endpoint of a service. It has no name yet. A nil or empty endpoint is one that is not known
// until apply: the account is then the zero value, whatever name it is given.
func New(service string, endpoint *url.URL) Account {
	if endpoint == nil || endpoint.Host == "" {
		return Account{}
	}
	origin := strings.ToLower(endpoint.Scheme + "://" + endpoint.Host)
	for scheme, port := range map[string]string{"http://": ":80", "https://": ":443"} {
		if strings.HasPrefix(origin, scheme) {
			origin = strings.TrimSuffix(origin, port)
		}
	}
	origin += strings.TrimSuffix(endpoint.Path, "/")
	return Account{Origin: hash(service, origin), endpoint: endpoint.String()}
}

// With returns the account with another name. An empty value is no name.
func (a Account) With(kind Kind, value string) Account {
	if value == "" || a.Origin == "" {
		return a
	}
	a.Names = maps.Clone(a.Names)
	if a.Names == nil {
		a.Names = map[Kind]string{}
	}
	if kind == APIKey || kind == Email {
		a.legacy = append(slices.Clip(a.legacy), legacyHash(a.endpoint, value))
	}
	if kind == Email {
		value = strings.ToLower(value)
	}
	a.Names[kind] = hash(a.Origin, string(kind), value)
	return a
}

// Accepting returns an account that is the same as any other one, because the user says so.
func (a Account) Accepting() Account {
	a.accepted = true
	return a
}

// Relation is what is known of two accounts.
type Relation int

const (
	// Unknown means that the accounts may be one or two.
	Unknown Relation = iota
	// Same means that both are one account.
	Same
	// Different means that they are two accounts, as far as their names tell.
	Different
	// Unrecorded means that there is nothing to compare with.
	Unrecorded
)

// IsOwn says whether an answer of the account about the recorded one's object counts: it is the same account, or there is no
// other one on record.
func (r Relation) IsOwn() bool { return r == Same || r == Unrecorded }

// Compare returns how the account relates to a recorded one.
func (a Account) Compare(recorded Account) Relation {
	switch {
	case a.accepted:
		return Same
	case recorded.Origin == "" && recorded.legacy == nil:
		return Unrecorded
	case a.Origin == "":
		return Unknown
	case recorded.Origin == "":
		return a.compareLegacy(recorded.legacy[0])
	case a.Origin != recorded.Origin:
		return Different
	}
	relation := Unknown
	for kind, name := range a.Names {
		switch other, known := recorded.Names[kind]; {
		case known && other == name:
			return Same
		case known && kind != Token:
			relation = Different
		}
	}
	return relation
}

func (a Account) compareLegacy(recorded string) Relation {
	switch {
	case recorded == legacyHash(a.endpoint, ""): // an access token, of which no name was recorded
		return Unrecorded
	case slices.Contains(a.legacy, recorded):
		return Same
	case len(a.legacy) == 0:
		return Unknown
	}
	return Different
}

// Merge adds the names of a recorded account, if both are known to be the same: a name that only one credential knows is
// then not lost when another one is used.
func (a Account) Merge(recorded Account) Account {
	accepted := a.accepted
	a.accepted = false
	if a.Compare(recorded) == Same && a.Origin == recorded.Origin {
		names := maps.Clone(recorded.Names)
		maps.Copy(names, a.Names)
		a.Names = names
	}
	a.accepted = accepted
	return a
}

// Record returns the account in the form that is kept with an object.
func (a Account) Record() ([]byte, error) { return json.Marshal(a) }

// Parse reads what Record wrote, or what a development version wrote. Anything else is the zero value.
func Parse(record []byte) Account {
	var legacy string
	if json.Unmarshal(record, &legacy) == nil && legacy != "" {
		return Account{legacy: []string{legacy}}
	}
	var account Account
	if json.Unmarshal(record, &account) != nil {
		return Account{}
	}
	return account
}

// legacyHash is how a development version named an account: by its API key or, without one, its e-mail address.
func legacyHash(endpoint, value string) string {
	sum := sha256.Sum256([]byte(endpoint + " " + value))
	return hex.EncodeToString(sum[:8])
}

func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
