package acctest_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// selfHosted is the endpoint of the self-hosted server in the examples.
const selfHosted = "https://xr.example.edu/cloud"

// proxy is an HTTPS server with a self-signed certificate, which serves a service below the path /cloud.
type proxy struct {
	*httptest.Server
	used atomic.Bool
}

func newProxy(t *testing.T, endpoint string) *proxy {
	t.Helper()
	service, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{}
	mux := http.NewServeMux()
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(service) }}
	mux.Handle("/cloud/", http.StripPrefix("/cloud", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.used.Store(true)
		forward.ServeHTTP(w, r)
	})))
	p.Server = httptest.NewTLSServer(mux)
	t.Cleanup(p.Close)
	return p
}

// certificate returns the certificate of the proxy in PEM form.
func (p *proxy) certificate() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw}))
}

// replacer replaces the endpoint, the e-mail address and the IDs of the examples with the values of the proxy and its service.
func (p *proxy) replacer(f *examplesFixture) *strings.Replacer {
	return strings.NewReplacer(
		selfHosted, p.URL+"/cloud", "ops@example.edu", f.Emulator.Credentials().Email,
		projectInExamples, f.project, sceneInExamples, f.scene, roomInExamples, f.room,
	)
}
