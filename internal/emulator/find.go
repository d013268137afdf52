package emulator

import (
	"strings"

	"github.com/google/uuid"
)

func newID() string { return uuid.NewString() }

// find looks a record up by the id in a request. A record that the caller cannot reach is not found; an id that is no UUID
// breaks the database.
func find[T record](in table[T], noun, id string, reachable func(T) bool) (T, error) {
	var none T
	if !uuidForm.MatchString(id) {
		return none, errBroken
	}
	row, ok := in.rows[strings.ToLower(id)]
	if !ok || !reachable(row) {
		return none, notFound("%s with ID %s not found", noun, id)
	}
	return row, nil
}

// findNamed looks a record up by the id in one of the request's parameters or fields.
func findNamed[T any](given map[string]any, name, noun string, find func(id string) (T, error)) (T, error) {
	var none T
	switch id := given[name].(type) {
	case nil:
	case string:
		if id != "" {
			return find(id)
		}
	default:
		return none, errBroken
	}
	return none, notFound("%s not provided in the request", noun)
}
