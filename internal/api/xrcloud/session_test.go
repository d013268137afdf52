package xrcloud_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// concurrency is the number of concurrent calls.
const concurrency = 50

// beyondTokenLifetime is longer than all tokens of these tests are valid.
const beyondTokenLifetime = 2 * time.Hour

// newBarrier returns a function that waits until n callers have called it.
func newBarrier(n int) func() {
	var all sync.WaitGroup
	all.Add(n)
	return func() {
		all.Done()
		all.Wait()
	}
}

// callConcurrently makes concurrent calls and returns their errors.
func callConcurrently(call func() error) []error {
	failures := make([]error, concurrency)
	started := newBarrier(concurrency)
	var all sync.WaitGroup
	for i := range concurrency {
		all.Go(func() {
			started()
			failures[i] = call()
		})
	}
	all.Wait()
	return failures
}

func (s *service) requireLogins(t *testing.T, logins, refreshes int) {
	t.Helper()
	if got := len(s.Requests(http.MethodPost, "^/auth/login$")); got != logins {
		t.Errorf("want %d logins, got %d", logins, got)
	}
	if got := len(s.Requests(http.MethodPost, "^/auth/refresh$")); got != refreshes {
		t.Errorf("want %d refreshes, got %d", refreshes, got)
	}
}

func TestConcurrentRequestsShareLoginAndRefresh(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := startService(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	read := func() error { // its response is not shared
		_, err := client.RoomForVisitor(t.Context(), f.room.ID, xrcloud.Visitor{})
		return err
	}
	s.Reset()
	if err := errors.Join(callConcurrently(read)...); err != nil {
		t.Fatal(err)
	}
	s.requireLogins(t, 1, 0)

	// All requests are sent with the expired token before a response arrives.
	clock.advance(beyondTokenLifetime)
	s.Inject(faultserver.Fault{Path: "^/api/rooms/", Times: concurrency, Before: newBarrier(concurrency)})
	if err := errors.Join(callConcurrently(read)...); err != nil {
		t.Fatal(err)
	}
	s.requireLogins(t, 1, 1)

	// The new refresh token is used the next time.
	clock.advance(beyondTokenLifetime)
	if err := read(); err != nil {
		t.Fatal(err)
	}
	s.requireLogins(t, 1, 2)
}

// A 401 means that the request was not executed, so even a POST is sent again with the new token.
func TestExpiredTokenDuringCreation(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := startService(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	createRoom(t, client, f, "First")
	clock.advance(beyondTokenLifetime)
	createRoom(t, client, f, "Second")
	rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), f.project.ID, "Second"))
	if err != nil || len(rooms) != 1 {
		t.Errorf("want one room, got %d, %v", len(rooms), err)
	}
}

func TestLoginAfterFailedRefresh(t *testing.T) {
	t.Parallel()
	page := http.Header{"Content-Type": {contentTypeHTML}}
	for _, c := range []struct {
		name string
		rule faultserver.Fault
	}{
		{"refused", faultserver.Fault{Status: 401, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"statusCode":401,"message":"Refresh failed."}`}},
		{"unknown route", faultserver.Fault{Status: 404, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"message":"Cannot POST /auth/refresh"}`}},
		{"HTML", faultserver.Fault{Status: 200, Header: page, Body: "<html></html>"}},
		// The service accepts a refresh token once, so the request is not sent again.
		{"response lost", faultserver.Fault{Commit: true, Reset: true}},
		{"response cut", faultserver.Fault{Cut: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			clock := &clock{}
			s := startService(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
			f := s.createFixture(t)
			client := newClient(t, s.URL(), xrcloud.Config{
				Email: s.account.Email, Password: s.account.Password, Transport: transport.Config{MaxRetries: 3},
			})
			if _, err := client.Project(t.Context(), f.project.ID); err != nil {
				t.Fatal(err)
			}
			s.Reset()
			c.rule.Path = "^/auth/refresh$"
			s.Inject(c.rule)
			clock.advance(beyondTokenLifetime)
			if _, err := client.Project(t.Context(), f.project.ID); err != nil {
				t.Fatal(err)
			}
			s.requireLogins(t, 1, 1)
		})
	}
}

func TestUsedRefreshTokenIsNotSentAgain(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := startService(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	if _, err := client.Project(t.Context(), f.project.ID); err != nil {
		t.Fatal(err)
	}
	s.Reset()
	s.Inject(
		faultserver.Fault{Path: "^/auth/refresh$", Times: 1, Commit: true, Reset: true},
		faultserver.Fault{Path: "^/auth/login$", Times: 1, Status: 502, Header: http.Header{"Content-Type": {contentTypeHTML}}, Body: "<html></html>"},
	)
	clock.advance(beyondTokenLifetime)
	if _, err := client.Project(t.Context(), f.project.ID); transport.ReasonOf(err) != transport.ServerError {
		t.Errorf("want a server error, got %v", err)
	}
	if _, err := client.Project(t.Context(), f.project.ID); err != nil {
		t.Error(err)
	}
	s.requireLogins(t, 2, 1)
}

// Requests that wait for a login fail with it. One login after the other, each with all retries, would take hours for a plan
// with many rooms.
func TestConcurrentRequestsShareFailedLogin(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := newClient(t, s.URL(), xrcloud.Config{Email: s.account.Email, Password: s.account.Password})
	read := func() error {
		_, err := client.Project(t.Context(), f.project.ID)
		return err
	}
	s.Reset()
	// The login fails after all other requests wait for it.
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Delay: time.Second, Status: 503, Header: http.Header{"Content-Type": {contentTypeHTML}}})
	for _, err := range callConcurrently(read) {
		if transport.ReasonOf(err) != transport.ServerError {
			t.Errorf("want a server error, got %v", err)
		}
	}
	s.requireLogins(t, 1, 0)

	// A later request logs in again.
	s.ClearFaults()
	if err := read(); err != nil {
		t.Error(err)
	}
	s.requireLogins(t, 2, 0)
}

func TestRejectedLoginIsNotRetried(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	s.Reset()
	const password = "not-the-password"
	client := newClient(t, s.URL(), xrcloud.Config{Email: s.account.Email, Password: password, Transport: transport.Config{MaxRetries: 3}})
	read := func() error {
		_, err := client.Project(t.Context(), f.project.ID)
		return err
	}
	for _, err := range append(callConcurrently(read), read()) {
		failed := requireError(t, err)
		if failed.Reason != transport.Unauthorized || failed.Path != "/auth/login" || !strings.Contains(failed.Message, "logging in as "+s.account.Email) {
			t.Fatalf("want an error of the login that names the e-mail address, got %v", err)
		}
		if strings.Contains(err.Error(), password) {
			t.Fatalf("the error shows the password: %v", err)
		}
	}
	s.requireLogins(t, 1, 0)
	if len(s.apiRequests()) > 0 {
		t.Error("a request was sent without a token")
	}
}

// A login that failed for another reason than the password is retried by the next request.
func TestLoginIsRetriedAfterServerError(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Times: 1, Status: 502, Header: http.Header{"Content-Type": {contentTypeHTML}}, Body: "<html></html>"})
	if _, err := client.Project(t.Context(), f.project.ID); transport.ReasonOf(err) != transport.ServerError {
		t.Errorf("want a server error, got %v", err)
	}
	if _, err := client.Project(t.Context(), f.project.ID); err != nil {
		t.Error(err)
	}
}

// A request fails if the service also rejects the new token.
func TestRejectedNewToken(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	s.Reset()
	s.Inject(faultserver.Fault{Path: "^/api/", Status: 401, Header: http.Header{"Content-Type": {contentTypeJSON}}, Body: `{"message":"Unauthorized"}`})
	_, err := client.Project(t.Context(), f.project.ID)
	if failed := requireError(t, err); failed.Reason != transport.Unauthorized || failed.Path != "/api/projects/"+f.project.ID {
		t.Errorf("got %v", err)
	}
	if got := len(s.apiRequests()); got != 2 {
		t.Errorf("want two requests, got %d", got)
	}
	s.requireLogins(t, 1, 1)
}

func TestConfiguredTokenIsNotRenewed(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := startService(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	f := s.createFixture(t)
	client := newClient(t, s.URL(), xrcloud.Config{AccessToken: s.newToken(t)})
	if _, err := client.Project(t.Context(), f.project.ID); err != nil {
		t.Fatal(err)
	}
	clock.advance(beyondTokenLifetime)
	s.Reset()
	_, err := client.Project(t.Context(), f.project.ID)
	if transport.ReasonOf(err) != transport.Unauthorized {
		t.Errorf("want Unauthorized, got %v", err)
	}
	if got := len(s.Requests("", "")); got != 1 {
		t.Errorf("want one request, got %d", got)
	}
}

func TestWaitForLoginEndsWithTheContext(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithLogin(t)
	started := make(chan struct{})
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Times: 1, Before: func() { close(started) }, Hang: true})
	first, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := client.Project(first, f.project.ID)
		ended <- err
	}()
	<-started // the first request logs in, and gets no response

	waiting, giveUp := context.WithCancel(t.Context())
	giveUp()
	_, err := client.Project(waiting, f.project.ID)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "waited for another one to log in") {
		t.Errorf("want an error that names the login, got %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("want the first request to be cancelled, got %v", err)
	}
	if _, err := client.Project(t.Context(), f.project.ID); err != nil {
		t.Errorf("the cancelled login failed another request: %v", err)
	}
}

// No error shows a credential that the service echoes.
func TestErrorsShowNoSecrets(t *testing.T) {
	t.Parallel()
	config := xrcloud.Config{APIKey: "key/with+odd=chars", Email: "ops@example.com", Password: `pa"ss wörd`}
	own := []string{config.APIKey, config.Password, "key%2Fwith%2Bodd%3Dchars", `pa\"ss wörd`}
	tokens := []string{"fresh-access-token", "fresh-refresh-token"}
	for _, path := range []string{"/auth/login", "/auth/refresh", "/api/"} {
		for _, status := range []int{200, 400, 401, 403, 404, 500} {
			secrets := own
			if path != "/auth/login" {
				secrets = append(slices.Clone(own), tokens...)
			}
			if path == "/api/" && status == http.StatusOK {
				continue // no error
			}
			t.Run(fmt.Sprint(path, status), func(t *testing.T) {
				t.Parallel()
				var refused atomic.Bool
				client := newClientWithConfig(t, config, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", contentTypeJSON)
					switch {
					// If the refresh fails, so does the login after it.
					case strings.HasPrefix(r.URL.Path, path), path == "/auth/refresh" && refused.Load() && r.URL.Path == "/auth/login":
						w.WriteHeader(status)
						_, _ = fmt.Fprintf(w, `{"message":[%q,%q]}`, "name must not be "+strings.Join(secrets, " or "), r.Header.Get("Authorization"))
					case strings.HasPrefix(r.URL.Path, "/auth/"):
						w.WriteHeader(http.StatusCreated)
						_, _ = fmt.Fprint(w, `{"accessToken":"fresh-access-token","refreshToken":"fresh-refresh-token"}`)
					default:
						refused.Store(true)
						w.WriteHeader(http.StatusUnauthorized)
						_, _ = fmt.Fprint(w, `{"message":"Unauthorized"}`)
					}
				})
				failed := requireError(t, client.DeleteProject(t.Context(), "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"))
				for _, secret := range secrets {
					if text := fmt.Sprintf("%v %+v", failed, *failed); strings.Contains(text, secret) {
						t.Errorf("the error shows %s: %s", secret, text)
					}
				}
			})
		}
	}
}

// A creation whose login fails was not sent, so the provider neither searches for the object nor says that it may exist.
func TestCreationAfterLostLoginIsNotAmbiguous(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultserver.Fault{
		"no response": {Reset: true},
		"error":       {Status: http.StatusInternalServerError},
		"HTML":        {Status: http.StatusOK, Header: http.Header{"Content-Type": {contentTypeHTML}}, Body: "<html></html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			f := s.createFixture(t)
			client := s.clientWithLogin(t)
			fault.Path = "^/auth/login$"
			s.Reset()
			s.Inject(fault)
			_, _, err := client.CreateRoom(t.Context(), xrcloud.RoomInput{
				ProjectID: f.project.ID, SceneID: f.scene, Name: "New", Size: 10, ReturnURL: "https://example.com/",
			})
			if failed := requireError(t, err); failed.Ambiguous || strings.Contains(err.Error(), "search") {
				t.Errorf("the error says that the room may exist: %v", err)
			}
			if sent := s.Requests("", "^/api/"); len(sent) != 0 {
				t.Errorf("want no request but logins, got %v", sent)
			}
		})
	}
}
