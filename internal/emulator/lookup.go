package emulator

import (
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// lookUp returns the record with the ID from a request. It fails with status 404 if there is none that the caller can
// reach, and with status 500 if the ID is not a UUID: the database refuses it.
func lookUp[T storage.Row](in *storage.Table[T], kind, id string, reachable func(T) bool) (T, error) {
	var zero T
	if !uuidForm.MatchString(id) {
		return zero, errInternal
	}
	row, ok := in.Get(strings.ToLower(id))
	if !ok || !reachable(row) {
		return zero, notFound("%s with ID %s not found", kind, id)
	}
	return row, nil
}

// lookUpField returns the record whose ID a query parameter or a field of the body has.
func lookUpField[T any](fields map[string]any, name, kind string, lookUp func(id string) (T, error)) (T, error) {
	var zero T
	switch id := fields[name].(type) {
	case nil:
	case string:
		if id != "" {
			return lookUp(id)
		}
	default:
		return zero, errInternal
	}
	return zero, notFound("%s not provided in the request", kind)
}
