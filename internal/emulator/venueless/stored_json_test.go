package venueless_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// TestNumberFormats checks the numbers in the response to the write, formatted by Python, and in a later response, formatted
// by the database.
func TestNumberFormats(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string][2]string{
		"1e3": {"1000.0", "1000.0"}, "1.50": {"1.5", "1.5"}, "7": {"7", "7"}, "1e23": {"1e+23", "1" + strings.Repeat("0", 23)},
		"-1.25e20": {"-1.25e+20", "-125000000000000000000"}, "1e-7": {"1e-07", "1e-07"}, "0.0": {"0.0", "0.0"},
		"9007199254740993": {"9007199254740993", "9007199254740993"},
	} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			c, _ := start(t, venueless.Options{})
			for i, content := range []string{
				c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall","schedule_data":[`+sent+`]}`),
				c.requireStatus(http.StatusOK, "GET", roomsPath+roomID+"/", ""),
			} {
				var got struct {
					Data []json.RawMessage `json:"schedule_data"`
				}
				if err := json.Unmarshal([]byte(content), &got); err != nil {
					t.Fatal(err)
				}
				if string(got.Data[0]) != want[i] {
					t.Errorf("response %d has %s, want %s", i+1, got.Data[0], want[i])
				}
			}
		})
	}
}

func TestStoredObjectOrder(t *testing.T) {
	t.Parallel()
	c, _ := start(t, venueless.Options{})
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall","trait_grants":{"participant":[],"viewer":[],"admin":["b","a"]}}`)
	if got := c.requireStatus(http.StatusOK, "GET", roomsPath+roomID+"/", ""); !strings.Contains(got, `"trait_grants":{"admin":["b","a"],"viewer":[],"participant":[]}`) {
		t.Errorf("room is %s", got)
	}
}
