package transport

import (
	"net/http"
	"net/url"
)

// UseProxy makes a client use the proxy that choose returns, in place of the proxy of the environment.
func UseProxy(client *Client, choose func(*http.Request) (*url.URL, error)) {
	useProxy(client.transport, choose)
}
