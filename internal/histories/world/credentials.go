package world

import (
	"net/http"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	venuelessemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	whiteboardemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// The credentials of the accounts of all services, the user's first. They are the same in all worlds, so that a failed history can be
// repeated.
var (
	accounts = [...]emulator.Account{
		{Email: "user@example.com", Password: "p4ssword-of-the-user", APIKey: "4pi-key-of-the-user"},               //nolint:gosec // invented
		{Email: "somebody@example.com", Password: "p4ssword-of-somebody-else", APIKey: "4pi-key-of-somebody-else"}, //nolint:gosec // invented
	}
	worldIDs     = [...]string{"fair", "other"}
	worldSecrets = [...]string{"world-s3cret-of-the-user", "world-s3cret-of-somebody-else"}
	vcsKeys      = [...]string{"vcs-k3y-of-the-user", "vcs-k3y-of-somebody-else"}
	apps         = [...]whiteboardemulator.App{
		{UUID: "app-0", AccessKey: "4ccess-key-of-the-user", SecretKey: "s3cret-key-of-the-user"}, //nolint:gosec // invented
		{UUID: "app-1", AccessKey: "4ccess-key-of-somebody-else", SecretKey: "s3cret-key-of-somebody-else"},
	}
)

// The issuer and audience of tokens in Venueless.
const (
	issuer   = "any"
	audience = "venueless"
)

func venuelessWorlds() []venuelessemulator.World {
	worlds := make([]venuelessemulator.World, len(worldIDs))
	for account, id := range worldIDs {
		worlds[account] = venuelessemulator.World{
			ID: id, Title: "World " + id, Domain: id + ".example.com", Issuer: issuer, Audience: audience, Secret: worldSecrets[account],
			Grants: venuelessemulator.APIUserGrants(),
		}
	}
	return worlds
}

// Arguments returns the configuration of a provider with all credentials of an account. The values are texts and, for blocks,
// map[string]any.
func (w *World) Arguments(account int) map[string]any {
	url := func(name string) string { return w.serviceNamed(name).server.URL() }
	return map[string]any{
		"endpoint": url(xrcloud), "api_key": accounts[account].APIKey, "email": accounts[account].Email, "password": accounts[account].Password,
		"venueless": map[string]any{
			"base_url": url(venueless), "world_id": worldIDs[account],
			"jwt": map[string]any{"secret": worldSecrets[account], "issuer": issuer, "audience": audience},
		},
		"vcs":        map[string]any{"endpoint": url(vcs), "api_key": vcsKeys[account]},
		"whiteboard": map[string]any{"endpoint": url(whiteboard), "access_key": apps[account].AccessKey, "secret_key": apps[account].SecretKey},
	}
}

// people have the credentials with which people send requests: the current ones, even while those of the provider are replaced.
type people struct {
	mu sync.Mutex
	// suffixes are the ends of the user's credentials by service. A service without one has the original credentials.
	suffixes map[string]string
	// bearer are the bearer tokens of XRCLOUD, and expiry the times at which they expire.
	bearer [2]string
	expiry [2]time.Time
	// tokens are tokens of Venueless by the secret that signs them. They do not expire.
	tokens map[string]string
}

func newPeople() *people {
	return &people{suffixes: map[string]string{}, tokens: map[string]string{}}
}

// current returns the current form of a credential of an account. The caller must not hold the lock.
func (p *people) current(service string, account int, original string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if account != 0 {
		return original
	}
	return original + p.suffixes[service]
}

// forgetBearer makes the next request log in again.
func (p *people) forgetBearer() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bearer = [2]string{}
}

// authorizeXRCLOUD adds the API key, unless the request has a bearer token.
func (p *people) authorizeXRCLOUD(r *http.Request, account int) {
	if r.Header.Get("Authorization") == "" {
		r.Header.Set("X-Xrcloud-Api-Key", p.current(xrcloud, account, accounts[account].APIKey))
	}
}

func (p *people) authorizeVenueless(r *http.Request, account int) {
	secret := p.current(venueless, account, worldSecrets[account])
	p.mu.Lock()
	defer p.mu.Unlock()
	token, isSigned := p.tokens[secret]
	if !isSigned {
		claims := jwt.MapClaims{"iss": issuer, "aud": audience, "uid": "person", "traits": []string{"apiuser"}}
		token, _ = jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(secret)) // cannot fail with a key of this type
		p.tokens[secret] = token
	}
	r.Header.Set("Authorization", "Bearer "+token)
}

func (p *people) authorizeVCS(r *http.Request, account int) {
	r.Header.Set("X-Vcs-Token", p.current(vcs, account, vcsKeys[account]))
}
