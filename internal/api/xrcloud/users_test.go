package xrcloud_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// An account id is the caller's own: it may be anything, and must stay one segment of the path.
func TestUserOf(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	seen := map[string]string{}
	for _, account := range []string{
		"alice", "alice@example.com", "a/b", "ünï", "a b", "a?b#c", "50%", "%2e%2e", "../rooms", "...", ".a", "a..", `a\b`, "a+b", "a;b=c", "ユーザー", "😀",
	} {
		s.Reset()
		user, err := client.EnsureUser(t.Context(), w.project.ID, account)
		if err != nil {
			t.Errorf("%q: %v", account, err)
			continue
		}
		if user.InfraUserID != account || user.ProjectID != w.project.ID {
			t.Errorf("%q: the service saw %q", account, user.InfraUserID)
		}
		if other := seen[string(user.ReticulumID)]; other != "" || len(user.ReticulumID) != 19 {
			t.Errorf("%q: the reticulum id %s is that of %q", account, user.ReticulumID, other)
		}
		seen[string(user.ReticulumID)] = account
		if again, err := client.EnsureUser(t.Context(), w.project.ID, account); err != nil || again != user {
			t.Errorf("%q: want the same user again, got %+v, %v", account, again, err)
		}
		if path := s.called()[0].Path; strings.Count(path, "/") != 5 {
			t.Errorf("%q: the path is %s", account, path)
		}
	}
}

// What proxies and servers take out of a path would change which call it is: asking for the user ".." would be asking
// for the project.
func TestUserOfWhatNoPathCanCarry(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := s.everything(t)
	s.Reset()
	for _, account := range []string{"", ".", ".."} {
		_, err := client.EnsureUser(t.Context(), w.project.ID, account)
		if failed := failure(t, err); failed.Reason != transport.Invalid || failed.Fields[0].Field != "accountId" {
			t.Errorf("%q: want invalid accountId, got %v", account, err)
		}
	}
	if len(s.Requests("", "")) > 0 {
		t.Error("a request was sent")
	}
}

// A project is no user, although it has an id as well.
func TestUserOfIsNoProject(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	w := s.world(t)
	client := asking(t, func(answer http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/api/projects/" + w.project.ID
		r.Header.Set("X-XRCLOUD-API-KEY", s.account.APIKey)
		r.Header.Del("Authorization")
		s.ServeHTTP(answer, r)
	})
	if user, err := client.EnsureUser(t.Context(), w.project.ID, "alice"); transport.ReasonOf(err) != transport.UnexpectedResponse {
		t.Errorf("want NotAPI, got %+v, %v", user, err)
	}
}
