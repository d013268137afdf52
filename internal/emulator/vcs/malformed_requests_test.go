package vcs_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	service := newService(t, vcs.Options{APIKey: key})
	asJSON := http.Header{"X-Vcs-Token": {key}, "Content-Type": {"application/json"}}
	for name, test := range map[string]struct {
		method, target, body string
		header               http.Header
		status               int
		code                 string
	}{
		"no key":          {http.MethodGet, roomsPath, "", http.Header{}, 401, "BASE-00001"},
		"wrong key":       {http.MethodGet, roomsPath, "", http.Header{"X-Vcs-Token": {"other"}}, 400, "REALTIME-00009"},
		"no content type": {http.MethodPost, roomsPath, "{}", http.Header{"X-Vcs-Token": {key}}, 415, "BASE-00017"},
		"no body":         {http.MethodPost, roomsPath, "", asJSON, 400, "BASE-00014"},
		"invalid JSON":    {http.MethodPost, roomsPath, "{", asJSON, 400, "BASE-00014"},
		"long name":       {http.MethodPost, roomsPath, `{"name":"` + strings.Repeat("é", 513) + `"}`, asJSON, 400, "BASE-00013"},
		"page size 0":     {http.MethodGet, roomsPath + "?numberOfRecords=0", "", asJSON, 400, "BASE-00015"},
		"page size 101":   {http.MethodGet, roomsPath + "?numberOfRecords=101", "", asJSON, 400, "BASE-00015"},
		"paging token":    {http.MethodGet, roomsPath + "?token=abc", "", asJSON, 400, "REALTIME-00009"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := sendWith(t, service, test.method, test.target, test.body, test.header)
			body := decodeJSON(t, response)
			if response.Code != test.status || body["code"] != test.code || body["httpCode"] != float64(test.status) {
				t.Errorf("%d %v", response.Code, body)
			}
		})
	}
	if response := sendWith(t, service, http.MethodGet, roomsPath, "", http.Header{"X-Vcs-Token": {"other"}}); !strings.Contains(response.Body.String(), "[other]") {
		t.Errorf("the response does not echo the key: %s", response.Body)
	}
	createRoom(t, service, `{"name":"`+strings.Repeat("é", 512)+`"}`)
}
