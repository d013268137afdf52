package vcs

import (
	"fmt"
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// errorBody is the body of an error response.
type errorBody struct {
	Status      int      `json:"httpCode"`
	Code        string   `json:"code"`
	ID          *string  `json:"id"`
	Description []string `json:"description"`
}

// apiError returns an error response. Its ID is null if id is empty.
func apiError(status int, code, id, description string) *httpapi.Error {
	body := errorBody{Status: status, Code: code, Description: []string{description}}
	if id != "" {
		body.ID = &id
	}
	return &httpapi.Error{Status: status, JSON: body}
}

// invalidToken is the response to an invalid API key and to an invalid paging token: status 400. It echoes the secret.
func invalidToken(token string) *httpapi.Error {
	return apiError(http.StatusBadRequest, "REALTIME-00009", "INVALID_TOKEN", fmt.Sprintf("The token ::=\n         [%s] is invalid.", token))
}

func roomNotFound(id string) *httpapi.Error {
	return apiError(http.StatusBadRequest, "REALTIME-00004", "CONFERENCE_ROOM_DOES_NOT_EXIST",
		fmt.Sprintf("A conference room with id ::= [%s]\n         does not exist.", id))
}
