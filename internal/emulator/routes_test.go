package emulator_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

func TestUnknownRoutes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	_, _, room := c.createObjects()
	for _, test := range []struct{ method, path string }{
		{"GET", "/"},
		{"GET", "/api/nope?x=1"},
		{"PUT", "/api/rooms"},
		{"POST", "/api/rooms/" + room},
		{"GET", "//api/rooms/" + room},
		{"GET", "/api//rooms"},
		{"GET", "/api/../api/rooms"},
		{"GET", "/prefix/api/rooms"},
		{"GET", "/api/rooms/" + room + "/nope"},
		{"GET", "/api/rooms//logs"},
		{"GET", "/storage/favicon/abc/nope.ico"},
		{"GET", "/api/%72ooms"},
		{"HEAD", "/api/rooms/" + room},
		{"OPTIONS", "/api/rooms"},
	} {
		c.send(test.method, test.path, key, nil).checkError(http.StatusNotFound, "Cannot "+test.method+" "+test.path)
	}
	c.send("GET", "/api/rooms/"+room+"/", key, nil).requireStatus(http.StatusOK)
}
