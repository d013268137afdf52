package xrcloud_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// The error of a refused credential says where the credential comes from, and when it expired if it tells that.
func TestRefusedCredentialIsNamedBySource(t *testing.T) {
	t.Parallel()
	const room = "f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b"
	sources := map[string]string{
		"api_key": "the environment variable XRCLOUD_API_KEY", "access_token": "the argument access_token", "email": "the argument email", "password": "the argument password",
	}
	expired := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	token := func(expires time.Time) string {
		signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(expires)}).SignedString([]byte("a-secret"))
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	for name, c := range map[string]struct {
		config  xrcloud.Config
		want    string
		expired time.Time
	}{
		"key":           {xrcloud.Config{APIKey: "wrong-key"}, sources["api_key"], time.Time{}},
		"unknown token": {xrcloud.Config{AccessToken: "wrong-token"}, sources["access_token"], time.Time{}},
		"valid token":   {xrcloud.Config{AccessToken: token(time.Now().Add(time.Hour))}, sources["access_token"], time.Time{}},
		"expired token": {xrcloud.Config{AccessToken: token(expired)}, sources["access_token"], expired},
		"login":         {xrcloud.Config{Email: "nobody@example.com", Password: "wrong-password"}, sources["email"], time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithTwoAccounts(t)
			s.Inject(faultserver.Fault{Status: http.StatusUnauthorized, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"statusCode":401,"message":"Unauthorized"}`})
			c.config.Sources = sources
			_, err := connect(t, s.URL(), c.config).Room(t.Context(), room)
			failed := failure(t, err)
			if failed.Reason != transport.Unauthorized || failed.CredentialSource != c.want || !failed.CredentialExpired.Equal(c.expired) {
				t.Errorf("got the credential %q, expired at %s; want %q, %s", failed.CredentialSource, failed.CredentialExpired, c.want, c.expired)
			}
		})
	}
}

// The error of a label in use has the project with the label, if that can be found.
func TestLabelInUseNamesItsProject(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]bool{"found": false, "not found": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithTwoAccounts(t)
			client := s.everything(t)
			label := "event"
			input := xrcloud.ProjectInput{Name: "Event", Label: &label, Favicon: image, Logo: image}
			first, _, err := client.CreateProject(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			want := transport.ConflictingObject{Kind: "project", ID: first.ID, Name: "Event"}
			if fails {
				s.Inject(faultserver.Fault{Method: http.MethodGet, Path: "^/api/projects$", Status: http.StatusForbidden})
				want = transport.ConflictingObject{Kind: "project"}
			}
			input.Name = "Another"
			_, _, err = client.CreateProject(t.Context(), input)
			failed := failure(t, err)
			if failed.Reason != transport.Invalid || len(failed.Fields) != 1 || failed.Fields[0].Field != "label" || failed.Fields[0].Message != failed.Message {
				t.Fatalf("got %v with %+v", failed, failed.Fields)
			}
			if got := failed.Fields[0].Conflict; got == nil || *got != want {
				t.Errorf("got the project %+v, want %+v", got, want)
			}
		})
	}
}
