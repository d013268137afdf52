package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

// startServer starts a server with a fault for each request to XRCLOUD, and returns its URL and the number of logged requests.
func startServer(t *testing.T) (services *server.Server, url string, logged *int) {
	t.Helper()
	logged = new(int)
	services, err := server.New(server.Options{
		Faults: []string{"* /api/* status=503", "* /auth/* status=503"},
		Report: func(requestlog.Entry) { *logged++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewUnstartedServer(services)
	web.Config.RegisterOnShutdown(services.EndStreams)
	web.Start()
	t.Cleanup(func() {
		web.Close()
		if err := services.Close(); err != nil {
			t.Error(err)
		}
	})
	return services, web.URL, logged
}

// client has a timeout, for a server that does not respond.
var client = &http.Client{Timeout: time.Minute}

func get(t *testing.T, url, accept string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", accept)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// Browsers get pages, which have neither faults nor a place in the log. Clients get responses of the services.
func TestPages(t *testing.T) {
	t.Parallel()
	services, url, logged := startServer(t)
	ready, err := services.Ready(url)
	if err != nil {
		t.Fatal(err)
	}
	status, page := get(t, url+"/", "text/html,*/*;q=0.8")
	if status != http.StatusOK || !strings.Contains(page, "<h1>Overview</h1>") || !strings.Contains(page, ready.VCS.APIKey) {
		t.Errorf("the overview has status %d and is\n%s", status, page)
	}
	if *logged != 0 {
		t.Errorf("%d requests for pages are in the log", *logged)
	}
	if status, body := get(t, url+"/", "*/*"); status != http.StatusNotFound || !strings.Contains(body, `"statusCode":404`) || *logged != 1 {
		t.Errorf("a client gets status %d and %s, with %d requests in the log", status, body, *logged)
	}
	if status, body := get(t, url+"/api/rooms", "text/html"); status != http.StatusServiceUnavailable {
		t.Errorf("a browser that requests rooms gets status %d and %s, want the fault", status, body)
	}
}

// A server that shuts down does not wait for browsers that follow changes.
func TestShutdownEndsStreams(t *testing.T) {
	t.Parallel()
	services, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewUnstartedServer(services)
	web.Config.RegisterOnShutdown(services.EndStreams)
	web.Start()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/-/events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := web.Config.Shutdown(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Errorf("the stream ends with %v", err)
	}
	if err := services.Close(); err != nil {
		t.Error(err)
	}
}
