package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestFixedCredentials(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, "-data", data)
	_, err := first.end(os.Interrupt)
	first.requireNoError(err)

	// Values without a flag are those of the data file.
	keyOnly := start(t, "-data", data, "-api-key", "fixed-key")
	if keyOnly.APIKey != "fixed-key" || keyOnly.Email != first.Email || keyOnly.Password != first.Password {
		t.Errorf("credentials are %+v, want those of %+v with the fixed key", keyOnly.Ready, first.Ready)
	}
	_, err = keyOnly.end(os.Interrupt)
	first.requireNoError(err)

	all := start(t, "-data", data, "-email", "lab@example.com", "-password", "p", "-api-key", "lab-key")
	if all.Email != "lab@example.com" || all.Password != "p" || all.APIKey != "lab-key" {
		t.Errorf("credentials are %+v", all.Ready)
	}
	all.login()
}

func TestAccountFlag(t *testing.T) {
	t.Parallel()
	for _, separate := range []bool{false, true} {
		p := start(t, "-account", "a@example.com:pass:word:a-key", "-account", "b@example.com:b:b-key", fmt.Sprintf("-separate-accounts=%t", separate))
		if p.Email != "ops@example.com" || p.APIKey == "a-key" || p.APIKey == "" {
			t.Errorf("the ready line has the credentials %+v, want those of an account without a flag", p.Ready)
		}
		project := p.createProject(p.login(), "Fair")
		p.Email, p.Password = "a@example.com", "pass:word"
		p.login()
		want := http.StatusOK
		if separate {
			want = http.StatusNotFound
		}
		for _, credential := range []string{"a-key", "b-key"} {
			if status, err := p.sendJSON("GET", "/api/projects/"+project.ID, credential, nil, &object{}); err != nil || status != want {
				t.Errorf("separate %t: %s gets status %d, error %v; want %d", separate, credential, status, err, want)
			}
		}
	}
}
