// Package account compares the account of a client with the account that an object is recorded with. A service responds with
// "not found" for an object that was deleted and for an object of another account, and some services do not separate accounts
// at all. A response about an object is therefore reliable only if both accounts are known to be the same.
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

// Kind is a kind of name of an account.
type Kind string

// The kinds of names. An account can have several. Two accounts are the same if they have a name in common.
const (
	// ID is the service's ID of the account.
	ID Kind = "id"
	// APIKey is a key that belongs to one account.
	APIKey Kind = "api_key"
	// Email is the address of the account's login.
	Email Kind = "email"
	// Subject is the subject of a token.
	Subject Kind = "subject"
	// Token is a token itself. An account can have many tokens, so two different tokens do not mean two accounts.
	Token Kind = "token"
	// Server is the name of the account of a server that has only one.
	Server Kind = "server"
)

// Account has the known names of an account. It contains hashes only, which reveal no credential. The zero value is an unknown
// account.
type Account struct {
	// Origin is the hash of the service and the server of the account.
	Origin string `json:"origin"`
	// Names has the hash of each known name.
	Names map[Kind]string `json:"names,omitempty"`

	// accepted makes the account equal to every other account.
	accepted bool
	// legacy are the hashes by which a development version recorded an account.
	legacy []string
	// endpoint is part of the hashes in legacy.
	endpoint string
}

// New returns an account without a name at an endpoint of a service. If the endpoint is nil or empty, because it is unknown
// until apply, the account is the zero value, and With does not add names to it.
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

// With returns the account with another name. It does not add an empty name.
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

// Accepting returns an account that is equal to every other account, because the user confirmed the change.
func (a Account) Accepting() Account {
	a.accepted = true
	return a
}

// Relation is the relation of two accounts.
type Relation int

const (
	// Unknown means that the accounts have no kind of name in common.
	Unknown Relation = iota
	// Same means that the accounts have a name in common.
	Same
	// Different means that all names of a common kind differ, or that the accounts are on two servers.
	Different
	// Unrecorded means that no account is recorded.
	Unrecorded
)

// IsOwn reports whether a response to the account about an object of the recorded account is reliable.
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
	case recorded == legacyHash(a.endpoint, ""): // recorded with an access token, without a name
		return Unrecorded
	case slices.Contains(a.legacy, recorded):
		return Same
	case len(a.legacy) == 0:
		return Unknown
	}
	return Different
}

// Merge returns the account with the names of a recorded account added, if both are the same. Names that only one credential
// shows are then kept when another credential is used.
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

// Record returns the account in the form that is stored with an object.
func (a Account) Record() ([]byte, error) { return json.Marshal(a) }

// Parse parses a record, or the record of a development version. For any other input it returns the zero value.
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

// legacyHash returns the record of a development version: the hash of the API key or, without one, of the e-mail address.
func legacyHash(endpoint, value string) string {
	sum := sha256.Sum256([]byte(endpoint + " " + value))
	return hex.EncodeToString(sum[:8])
}

func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
