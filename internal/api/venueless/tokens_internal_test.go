package venueless

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestTokenRenewal requires that a token is used for half of its validity.
func TestTokenRenewal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := New(Config{JWT: JWT{Secret: "x", TTL: 10 * time.Minute}})
		token := func() string {
			token, err := client.token()
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		first := token()
		<-time.After(5*time.Minute - time.Second)
		if token() != first {
			t.Error("the token was renewed before half of its time")
		}
		<-time.After(time.Second)
		if token() == first {
			t.Error("the token was not renewed after half of its time")
		}
	})
}
