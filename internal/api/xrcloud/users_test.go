package xrcloud_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// An account ID is any text, and must be one segment of the path.
func TestEnsureUser(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	seen := map[string]string{}
	for _, account := range []string{
		"alice", "alice@example.com", "a/b", "ünï", "a b", "a?b#c", "50%", "%2e%2e", "../rooms", "...", ".a", "a..", `a\b`, "a+b", "a;b=c", "ユーザー", "😀",
	} {
		s.Reset()
		user, err := client.EnsureUser(t.Context(), f.project.ID, account)
		if err != nil {
			t.Errorf("%q: %v", account, err)
			continue
		}
		if user.InfraUserID != account || user.ProjectID != f.project.ID {
			t.Errorf("%q: the service received %q", account, user.InfraUserID)
		}
		if other := seen[string(user.ReticulumID)]; other != "" || len(user.ReticulumID) != 19 {
			t.Errorf("%q: the reticulum id %s belongs to %q", account, user.ReticulumID, other)
		}
		seen[string(user.ReticulumID)] = account
		if again, err := client.EnsureUser(t.Context(), f.project.ID, account); err != nil || again != user {
			t.Errorf("%q: want the same user again, got %+v, %v", account, again, err)
		}
		if path := s.apiRequests()[0].Path; strings.Count(path, "/") != 5 {
			t.Errorf("%q: the path is %s", account, path)
		}
	}
}

// Proxies and servers remove these segments from a path: a request for the user ".." would be a request for the project.
func TestEnsureUserWithUnsafeID(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := s.clientWithAllCredentials(t)
	s.Reset()
	for _, account := range []string{"", ".", ".."} {
		_, err := client.EnsureUser(t.Context(), f.project.ID, account)
		if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "accountId" {
			t.Errorf("%q: want invalid accountId, got %v", account, err)
		}
	}
	if len(s.Requests("", "")) > 0 {
		t.Error("a request was sent")
	}
}

// A project is not a user, although it has an ID as well.
func TestEnsureUserRejectsOtherObjects(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	f := s.createFixture(t)
	client := newClientWithHandler(t, func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/api/projects/" + f.project.ID
		r.Header.Set("X-XRCLOUD-API-KEY", s.account.APIKey)
		r.Header.Del("Authorization")
		s.ServeHTTP(w, r)
	})
	if user, err := client.EnsureUser(t.Context(), f.project.ID, "alice"); transport.ReasonOf(err) != transport.UnexpectedResponse {
		t.Errorf("want UnexpectedResponse, got %+v, %v", user, err)
	}
}
