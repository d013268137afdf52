package server

import "fmt"

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

// Variable is an environment variable.
type Variable struct{ Name, Value string }

// Environment returns the environment variables that configure the provider for all services. Variables with another
// credential for the same service are empty, so that those of the shell do not conflict.
func (r Ready) Environment() []Variable {
	return []Variable{
		{"XRCLOUD_ENDPOINT", r.Endpoint},
		{"XRCLOUD_API_KEY", r.APIKey},
		{"XRCLOUD_EMAIL", r.Email},
		{"XRCLOUD_PASSWORD", r.Password},
		{"XRCLOUD_ACCESS_TOKEN", ""},
		{"XRCLOUD_VENUELESS_BASE_URL", r.Venueless.BaseURL},
		{"XRCLOUD_VENUELESS_WORLD_ID", r.Venueless.WorldID},
		{"XRCLOUD_VENUELESS_JWT_SECRET", r.Venueless.JWT.Secret},
		{"XRCLOUD_VENUELESS_JWT_ISSUER", r.Venueless.JWT.Issuer},
		{"XRCLOUD_VENUELESS_JWT_AUDIENCE", r.Venueless.JWT.Audience},
		{"XRCLOUD_VENUELESS_TOKEN", ""},
		{"XRCLOUD_VCS_ENDPOINT", r.VCS.Endpoint},
		{"XRCLOUD_VCS_API_KEY", r.VCS.APIKey},
		{"XRCLOUD_WHITEBOARD_ENDPOINT", r.Whiteboard.Endpoint},
		{"XRCLOUD_WHITEBOARD_ACCESS_KEY", r.Whiteboard.AccessKey},
		{"XRCLOUD_WHITEBOARD_SECRET_KEY", r.Whiteboard.SecretKey},
		{"XRCLOUD_WHITEBOARD_SDK_TOKEN", ""},
	}
}
