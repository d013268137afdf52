package emulator

import (
	"crypto/rand"

	"github.com/google/uuid"
)

func newID() string { return uuid.NewString() }

const sidAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// newSID returns a new ID of the engine: seven letters or digits.
func newSID() string {
	sid := make([]byte, 7)
	_, _ = rand.Read(sid) // never fails, according to its documentation
	for i, b := range sid {
		sid[i] = sidAlphabet[int(b)%len(sidAlphabet)]
	}
	return string(sid)
}
