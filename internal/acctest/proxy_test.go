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

// selfHosted is the endpoint of the self-hosted service that the examples speak of.
const selfHosted = "https://xr.example.edu/cloud"

// proxy stands in front of a service: it speaks TLS with a certificate of its own, and has the service below /cloud.
type proxy struct {
	*httptest.Server
	used atomic.Bool
}

func newProxy(t *testing.T, f *examplesFixture) *proxy {
	t.Helper()
	service, err := url.Parse(f.Server.URL())
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

// certificate is what the provider must be told to trust, as PEM text.
func (p *proxy) certificate() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw}))
}

// replacer turns what examples say of the self-hosted service into what is true of this one.
func (p *proxy) replacer(f *examplesFixture) *strings.Replacer {
	return strings.NewReplacer(
		selfHosted, p.URL+"/cloud", "ops@example.edu", f.Emulator.Credentials().Email,
		projectInExamples, f.project, sceneInExamples, f.scene, roomInExamples, f.room,
	)
}
