package transport

// Need is the part of the configuration that a kind of request needs. Each client declares its own needs.
type Need string

// ConfigError says why the configuration of a client does not allow a request.
type ConfigError struct {
	// Detail says which settings are missing, and how to set them.
	Detail string
	// Unknown is true if the settings are configured, but their values are unknown until apply.
	Unknown bool
}

func (e *ConfigError) Error() string { return e.Detail }

// CheckConfig returns nil if the configuration has all that a request needs, and otherwise a *ConfigError. hasCredential is true
// if the client has the credential of the request: no request is sent without it, even if Config.Check is not set.
func (c *Client) CheckConfig(need Need, hasCredential bool) error {
	if c.config.Check != nil {
		if err := c.config.Check(need); err != nil {
			return err
		}
	}
	if !hasCredential {
		return &ConfigError{Detail: "There is no credential for this request."}
	}
	return nil
}
