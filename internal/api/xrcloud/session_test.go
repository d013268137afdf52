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

// crowd is how many calls are made at the same time.
const crowd = 50

// clock is a service's clock that a test sets.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// expire makes more time pass than the tokens of these tests hold.
func (c *clock) expire() { c.ahead.Add(int64(2 * time.Hour)) }

// barrier is passed by n callers at once.
func barrier(n int) func() {
	var all sync.WaitGroup
	all.Add(n)
	return func() {
		all.Done()
		all.Wait()
	}
}

// together makes the calls of a crowd at the same time and gives their errors.
func together(call func() error) []error {
	failures := make([]error, crowd)
	started := barrier(crowd)
	var all sync.WaitGroup
	for i := range crowd {
		all.Go(func() {
			started()
			failures[i] = call()
		})
	}
	all.Wait()
	return failures
}

func (s *service) count(t *testing.T, logins, refreshes int) {
	t.Helper()
	if got := len(s.Requests(http.MethodPost, "^/auth/login$")); got != logins {
		t.Errorf("want %d logins, got %d", logins, got)
	}
	if got := len(s.Requests(http.MethodPost, "^/auth/refresh$")); got != refreshes {
		t.Errorf("want %d renewals, got %d", refreshes, got)
	}
}

func TestOneLoginAndOneRenewalForAllWhoWait(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := start(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	w := s.world(t)
	client := s.login(t)
	read := func() error {
		_, err := client.Project(t.Context(), w.project.ID)
		return err
	}
	s.Reset()
	if err := errors.Join(together(read)...); err != nil {
		t.Fatal(err)
	}
	s.count(t, 1, 0)

	// All calls are on their way with the old token before any hears that it has expired.
	clock.expire()
	s.Inject(faultserver.Fault{Path: "^/api/projects/", Times: crowd, Before: barrier(crowd)})
	if err := errors.Join(together(read)...); err != nil {
		t.Fatal(err)
	}
	s.count(t, 1, 1)

	// The renewed pair is used the next time.
	clock.expire()
	if err := read(); err != nil {
		t.Fatal(err)
	}
	s.count(t, 1, 2)
}

// A refused request did nothing, so that even what must not be done twice is sent again with the new token.
func TestExpiredTokenInTheMiddleOfACreation(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := start(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	w := s.world(t)
	client := s.login(t)
	newRoom(t, client, w, "First")
	clock.expire()
	newRoom(t, client, w, "Second")
	rooms, err := xrcloud.Collect(client.RoomsOfProject(t.Context(), w.project.ID, "Second"))
	if err != nil || len(rooms) != 1 {
		t.Errorf("want one room, got %d, %v", len(rooms), err)
	}
}

func TestLoginAnewWhereRenewingFails(t *testing.T) {
	t.Parallel()
	page := http.Header{"Content-Type": {asHTML}}
	for _, c := range []struct {
		name string
		rule faultserver.Fault
	}{
		{"refused", faultserver.Fault{Status: 401, Header: http.Header{"Content-Type": {asJSON}}, Body: `{"statusCode":401,"message":"Refresh failed."}`}},
		{"missing route", faultserver.Fault{Status: 404, Header: http.Header{"Content-Type": {asJSON}}, Body: `{"message":"Cannot POST /auth/refresh"}`}},
		{"page", faultserver.Fault{Status: 200, Header: page, Body: "<html></html>"}},
		// The old refresh token is dead by then: asking once more with it would be in vain.
		{"answer lost", faultserver.Fault{Commit: true, Reset: true}},
		{"answer cut", faultserver.Fault{Cut: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			clock := &clock{}
			s := start(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
			w := s.world(t)
			client := connect(t, s.URL(), xrcloud.Config{
				Email: s.account.Email, Password: s.account.Password, Transport: transport.Config{MaxRetries: 3},
			})
			if _, err := client.Project(t.Context(), w.project.ID); err != nil {
				t.Fatal(err)
			}
			s.Reset()
			c.rule.Path = "^/auth/refresh$"
			s.Inject(c.rule)
			clock.expire()
			if _, err := client.Project(t.Context(), w.project.ID); err != nil {
				t.Fatal(err)
			}
			s.count(t, 1, 1)
		})
	}
}

func TestDeadRefreshTokenIsNotSentAgain(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := start(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	w := s.world(t)
	client := s.login(t)
	if _, err := client.Project(t.Context(), w.project.ID); err != nil {
		t.Fatal(err)
	}
	s.Reset()
	s.Inject(
		faultserver.Fault{Path: "^/auth/refresh$", Times: 1, Commit: true, Reset: true},
		faultserver.Fault{Path: "^/auth/login$", Times: 1, Status: 502, Header: http.Header{"Content-Type": {asHTML}}, Body: "<html></html>"},
	)
	clock.expire()
	if _, err := client.Project(t.Context(), w.project.ID); transport.ReasonOf(err) != transport.ServerError {
		t.Errorf("want trouble, got %v", err)
	}
	if _, err := client.Project(t.Context(), w.project.ID); err != nil {
		t.Error(err)
	}
	s.count(t, 2, 1)
}

// While the service is down, who waits for a login learns with it that it failed: logins one after the other, each with
// all its repetitions, would make a plan of many rooms wait for hours.
func TestFailedLoginIsOneForAllWhoWait(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := connect(t, s.URL(), xrcloud.Config{Email: s.account.Email, Password: s.account.Password})
	read := func() error {
		_, err := client.Project(t.Context(), w.project.ID)
		return err
	}
	s.Reset()
	// The first login fails when all others have had the time to wait for it.
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Delay: time.Second, Status: 503, Header: http.Header{"Content-Type": {asHTML}}})
	for _, err := range together(read) {
		if transport.ReasonOf(err) != transport.ServerError {
			t.Errorf("want trouble, got %v", err)
		}
	}
	s.count(t, 1, 0)

	// Who comes later tries again.
	s.ClearFaults()
	if err := read(); err != nil {
		t.Error(err)
	}
	s.count(t, 2, 0)
}

func TestWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	s.Reset()
	const password = "not-the-password"
	client := connect(t, s.URL(), xrcloud.Config{Email: s.account.Email, Password: password, Transport: transport.Config{MaxRetries: 3}})
	read := func() error {
		_, err := client.Project(t.Context(), w.project.ID)
		return err
	}
	for _, err := range append(together(read), read()) {
		failed := failure(t, err)
		if failed.Reason != transport.Unauthorized || failed.Path != "/auth/login" || !strings.Contains(failed.Message, "logging in as "+s.account.Email) {
			t.Fatalf("want a refused login that names the e-mail address, got %v", err)
		}
		if strings.Contains(err.Error(), password) {
			t.Fatalf("the error shows the password: %v", err)
		}
	}
	s.count(t, 1, 0)
	if len(s.called()) > 0 {
		t.Error("a call was made without a token")
	}
}

// A login that failed for another reason than the password may succeed the next time.
func TestLoginIsTriedAgainAfterTrouble(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.login(t)
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Times: 1, Status: 502, Header: http.Header{"Content-Type": {asHTML}}, Body: "<html></html>"})
	if _, err := client.Project(t.Context(), w.project.ID); transport.ReasonOf(err) != transport.ServerError {
		t.Errorf("want trouble, got %v", err)
	}
	if _, err := client.Project(t.Context(), w.project.ID); err != nil {
		t.Error(err)
	}
}

// A token that stays refused after it was renewed ends the call.
func TestRefusedAgainWithANewToken(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.login(t)
	s.Reset()
	s.Inject(faultserver.Fault{Path: "^/api/", Status: 401, Header: http.Header{"Content-Type": {asJSON}}, Body: `{"message":"Unauthorized"}`})
	_, err := client.Project(t.Context(), w.project.ID)
	if failed := failure(t, err); failed.Reason != transport.Unauthorized || failed.Path != "/api/projects/"+w.project.ID {
		t.Errorf("got %v", err)
	}
	if got := len(s.called()); got != 2 {
		t.Errorf("want two calls, got %d", got)
	}
	s.count(t, 1, 1)
}

func TestTokenOfTheConfigurationIsNeverRenewed(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := start(t, emulator.Options{Now: clock.now, TokenLifetime: time.Hour})
	w := s.world(t)
	client := connect(t, s.URL(), xrcloud.Config{AccessToken: s.token(t)})
	if _, err := client.Project(t.Context(), w.project.ID); err != nil {
		t.Fatal(err)
	}
	clock.expire()
	s.Reset()
	_, err := client.Project(t.Context(), w.project.ID)
	if transport.ReasonOf(err) != transport.Unauthorized {
		t.Errorf("want a refusal, got %v", err)
	}
	if got := len(s.Requests("", "")); got != 1 {
		t.Errorf("want one request, got %d", got)
	}
}

func TestWaitingForALoginEndsWithTheContext(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.login(t)
	under := make(chan struct{})
	s.Inject(faultserver.Fault{Path: "^/auth/login$", Times: 1, Before: func() { close(under) }, Hang: true})
	first, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := client.Project(first, w.project.ID)
		ended <- err
	}()
	<-under // the first call now logs in, and does not get an answer

	waiting, giveUp := context.WithCancel(t.Context())
	giveUp()
	_, err := client.Project(waiting, w.project.ID)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "waited for another one to log in") {
		t.Errorf("want an error that says what was waited for, got %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("want that the first call was cancelled, got %v", err)
	}
	if _, err := client.Project(t.Context(), w.project.ID); err != nil {
		t.Errorf("a cancelled login must not stand in the way of others: %v", err)
	}
}

// Whatever the service sends back, no error shows a credential.
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
				client := connectTo(t, config, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", asJSON)
					switch {
					// Where the renewal is what fails, so does the login that follows it.
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
				failed := failure(t, client.DeleteProject(t.Context(), "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"))
				for _, secret := range secrets {
					if text := fmt.Sprintf("%v %+v", failed, *failed); strings.Contains(text, secret) {
						t.Errorf("the error shows %s: %s", secret, text)
					}
				}
			})
		}
	}
}
