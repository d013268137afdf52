package server

import (
	"fmt"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/pages"
)

// Ready has the endpoints and credentials of all services.
type Ready struct {
	Endpoint   string          `json:"endpoint"`
	APIKey     string          `json:"api_key"`
	Email      string          `json:"email"`
	Password   string          `json:"password"`
	Venueless  VenuelessReady  `json:"venueless"`
	VCS        VCSReady        `json:"vcs"`
	Whiteboard WhiteboardReady `json:"whiteboard"`
}

// VenuelessReady has the endpoint and the credentials of a world. Clients use either the token or the secret.
type VenuelessReady struct {
	BaseURL string   `json:"base_url"`
	WorldID string   `json:"world_id"`
	Token   string   `json:"token"`
	JWT     JWTReady `json:"jwt"`
}

// JWTReady is the secret that signs tokens of a world.
type JWTReady struct {
	Secret   string `json:"secret"`
	Issuer   string `json:"issuer"`
	Audience string `json:"audience"`
}

// VCSReady has the endpoint and the key of a tenant.
type VCSReady struct {
	Endpoint string `json:"endpoint"`
	APIKey   string `json:"api_key"`
}

// WhiteboardReady has the endpoint and the key pair of a whiteboard project.
type WhiteboardReady struct {
	Endpoint  string `json:"endpoint"`
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
}

// Ready returns the endpoints and credentials. endpoint is the base URL of the server, without a slash at its end.
func (s *Server) Ready(endpoint string) (Ready, error) {
	token, err := s.venueless.Token()
	if err != nil {
		return Ready{}, fmt.Errorf("sign a token of Venueless: %w", err)
	}
	account, world, app := s.xrcloud.Credentials(), s.venueless.Credentials(), s.whiteboard.Credentials()
	return Ready{
		Endpoint: endpoint, APIKey: account.APIKey, Email: account.Email, Password: account.Password,
		Venueless: VenuelessReady{
			BaseURL: endpoint + venuelessPrefix, WorldID: world.WorldID, Token: token,
			JWT: JWTReady{Secret: world.Secret, Issuer: world.Issuer, Audience: world.Audience},
		},
		VCS:        VCSReady{Endpoint: endpoint + vcsPrefix, APIKey: s.vcs.APIKey()},
		Whiteboard: WhiteboardReady{Endpoint: endpoint + whiteboardPrefix, AccessKey: app.AccessKey, SecretKey: app.SecretKey},
	}, nil
}

// Environment returns the environment variables that configure the provider for all services. Variables with another
// credential for the same service are empty, so that those of the shell do not conflict.
func (r Ready) Environment() []pages.Variable {
	return []pages.Variable{
		{Name: "XRCLOUD_ENDPOINT", Value: r.Endpoint},
		{Name: "XRCLOUD_API_KEY", Value: r.APIKey},
		{Name: "XRCLOUD_EMAIL", Value: r.Email},
		{Name: "XRCLOUD_PASSWORD", Value: r.Password},
		{Name: "XRCLOUD_ACCESS_TOKEN", Value: ""},
		{Name: "XRCLOUD_VENUELESS_BASE_URL", Value: r.Venueless.BaseURL},
		{Name: "XRCLOUD_VENUELESS_WORLD_ID", Value: r.Venueless.WorldID},
		{Name: "XRCLOUD_VENUELESS_JWT_SECRET", Value: r.Venueless.JWT.Secret},
		{Name: "XRCLOUD_VENUELESS_JWT_ISSUER", Value: r.Venueless.JWT.Issuer},
		{Name: "XRCLOUD_VENUELESS_JWT_AUDIENCE", Value: r.Venueless.JWT.Audience},
		{Name: "XRCLOUD_VENUELESS_TOKEN", Value: ""},
		{Name: "XRCLOUD_VCS_ENDPOINT", Value: r.VCS.Endpoint},
		{Name: "XRCLOUD_VCS_API_KEY", Value: r.VCS.APIKey},
		{Name: "XRCLOUD_WHITEBOARD_ENDPOINT", Value: r.Whiteboard.Endpoint},
		{Name: "XRCLOUD_WHITEBOARD_ACCESS_KEY", Value: r.Whiteboard.AccessKey},
		{Name: "XRCLOUD_WHITEBOARD_SECRET_KEY", Value: r.Whiteboard.SecretKey},
		{Name: "XRCLOUD_WHITEBOARD_SDK_TOKEN", Value: ""},
	}
}
