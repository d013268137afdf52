package transport

import "github.com/google/uuid"

// IsUUID reports whether text is a UUID in the form that the services return: in lower case, with dashes. Such an ID is safe in
// the path of a request.
func IsUUID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}
