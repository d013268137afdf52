package whiteboard

import (
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

var (
	errRoomNotFound  = apiError(http.StatusNotFound, "room not found")
	errRoomForbidden = apiError(http.StatusForbidden, "token access room forbidden")
)

func apiError(status int, message string) *httpapi.Error {
	return &httpapi.Error{Status: status, JSON: map[string]string{"message": message}}
}
