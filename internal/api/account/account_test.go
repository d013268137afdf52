package account_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/account"
)

func accountAt(t *testing.T, endpoint string) account.Account {
	t.Helper()
	parsed, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return account.New("XRCLOUD", parsed)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	here := accountAt(t, "https://xr.example.com")
	full := here.With(account.ID, "1").With(account.APIKey, "key").With(account.Email, "a@example.com")
	for name, c := range map[string]struct {
		current, recorded account.Account
		want              account.Relation
	}{
		"the same key":                    {here.With(account.APIKey, "key"), full, account.Same},
		"the same e-mail address":         {here.With(account.Email, "a@example.com"), full, account.Same},
		"a new key of the same account":   {here.With(account.APIKey, "new").With(account.ID, "1"), full, account.Same},
		"another key":                     {here.With(account.APIKey, "other"), full, account.Different},
		"another e-mail address":          {here.With(account.Email, "b@example.com"), full, account.Different},
		"a name of another kind":          {here.With(account.Subject, "1"), full, account.Unknown},
		"the same value of another kind":  {here.With(account.Email, "key"), here.With(account.APIKey, "key"), account.Unknown},
		"another token":                   {here.With(account.Token, "t2"), here.With(account.Token, "t1"), account.Unknown},
		"the same token":                  {here.With(account.Token, "t1"), here.With(account.Token, "t1"), account.Same},
		"no name at all":                  {here, here, account.Unknown},
		"another server":                  {accountAt(t, "https://other.example.com").With(account.APIKey, "key"), full, account.Different},
		"another path of the same server": {accountAt(t, "https://xr.example.com/b").With(account.APIKey, "key"), full, account.Different},
		"another spelling of the server":  {accountAt(t, "https://XR.example.com:443/").With(account.APIKey, "key"), full, account.Same},
		"another port":                    {accountAt(t, "https://xr.example.com:80").With(account.APIKey, "key"), full, account.Different},
		"an unknown endpoint":             {account.New("XRCLOUD", &url.URL{}).With(account.APIKey, "key"), full, account.Unknown},
		"nothing recorded":                {full, account.Account{}, account.Unrecorded},
		"an accepted account":             {here.With(account.APIKey, "other").Accepting(), full, account.Same},
		"the server's only account":       {here.With(account.Server, "w"), here.With(account.Server, "w"), account.Same},
	} {
		if got := c.current.Compare(c.recorded); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

func TestIsOwn(t *testing.T) {
	t.Parallel()
	for relation, want := range map[account.Relation]bool{account.Same: true, account.Unrecorded: true, account.Unknown: false, account.Different: false} {
		if relation.IsOwn() != want {
			t.Errorf("%d: got %t", relation, !want)
		}
	}
}

func TestRecordRoundTripShowsNoSecret(t *testing.T) {
	t.Parallel()
	current := accountAt(t, "https://xr.example.com").With(account.APIKey, "secret-key").With(account.Email, "a@example.com")
	record, err := current.Record()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"secret-key", "a@example.com", "xr.example.com"} {
		if strings.Contains(string(record), secret) {
			t.Errorf("the record shows %s: %s", secret, record)
		}
	}
	if got := current.Compare(account.Parse(record)); got != account.Same {
		t.Errorf("got %d after a round trip", got)
	}
}

// A development version recorded a hash of the endpoint and the API key or, without one, the e-mail address.
func TestCompareWithLegacyRecords(t *testing.T) {
	t.Parallel()
	here := accountAt(t, "https://xr.example.com")
	const (
		byKey   = `"80f627b3132a60e3"` // sha256("https://xr.example.com key")
		byEmail = `"4b4b471733c9c82a"` // sha256("https://xr.example.com a@example.com")
		byToken = `"a43abb67ea63ae85"` // sha256("https://xr.example.com ")
	)
	for name, c := range map[string]struct {
		current account.Account
		record  string
		want    account.Relation
	}{
		"the same key":                {here.With(account.APIKey, "key"), byKey, account.Same},
		"the same e-mail address":     {here.With(account.Email, "a@example.com"), byEmail, account.Same},
		"both names, either":          {here.With(account.APIKey, "key").With(account.Email, "a@example.com"), byEmail, account.Same},
		"another key":                 {here.With(account.APIKey, "other"), byKey, account.Different},
		"a token alone":               {here.With(account.Subject, "1"), byKey, account.Unknown},
		"recorded by an access token": {here.With(account.APIKey, "other"), byToken, account.Unrecorded},
		"another server":              {accountAt(t, "https://other.example.com").With(account.APIKey, "key"), byKey, account.Different},
		"no record":                   {here.With(account.APIKey, "key"), "", account.Unrecorded},
		"an empty record":             {here.With(account.APIKey, "key"), `""`, account.Unrecorded},
		"a broken record":             {here.With(account.APIKey, "key"), `{"origin":1}`, account.Unrecorded},
	} {
		if got := c.current.Compare(account.Parse([]byte(c.record))); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

func TestMergeKeepsNamesOfTheSameAccountOnly(t *testing.T) {
	t.Parallel()
	here := accountAt(t, "https://xr.example.com")
	full := here.With(account.ID, "1").With(account.APIKey, "key")
	login := here.With(account.Email, "a@example.com")
	if got := here.With(account.APIKey, "key").Merge(full); login.With(account.ID, "1").Compare(got) != account.Same {
		t.Error("the id on record was lost")
	}
	other := here.With(account.APIKey, "other").Accepting().Merge(full)
	if got := here.With(account.ID, "1").Compare(other); got != account.Unknown {
		t.Errorf("the id of another account was kept: %d", got)
	}
}
