package venueless_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// TestStateAfterInternalError checks whether a request that ends with status 500 has created the room.
func TestStateAfterInternalError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body   string
		status int // of a read of the room
	}{
		"module without a type": {`"module_config":[{"config":{}}]`, http.StatusOK},
		"NUL in a JSON text":    {`"module_config":[{"type":"page.markdown","config":{"content":"\u0000"}}]`, http.StatusNotFound},
		"number above a double": {`"module_config":[{"type":"page.markdown","config":1E400}]`, http.StatusNotFound},
		"NUL in a JSON name":    {`"trait_grants":{"\u0000":[]}`, http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := start(t, venueless.Options{})
			c.requireStatus(http.StatusInternalServerError, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall",`+test.body+`}`)
			c.requireStatus(test.status, "GET", roomsPath+roomID+"/", "")
		})
	}
}

// TestModuleTypes checks that a module can have any type, and that a missing type is an internal error at each write.
func TestModuleTypes(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	for _, kind := range []string{"5", "null", "[]", `""`, `{"a":1}`} {
		c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"name":"Hall","module_config":[{"type":`+kind+`}]}`)
	}
	c.requireStatus(http.StatusInternalServerError, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall","module_config":[{"type":5},{}]}`)
	c.requireStatus(http.StatusInternalServerError, "DELETE", roomsPath+roomID+"/", "")
	c.requireStatus(http.StatusNotFound, "GET", roomsPath+roomID+"/", "")
}
