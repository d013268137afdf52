package venueless_test

import (
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

// TestDeletedRoomWithChatDeletesDirectMessages checks a bug of the real server that loses data: if a room with a chat
// module is deleted, all channels between users are deleted, too.
func TestDeletedRoomWithChatDeletesDirectMessages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		modules, change string
		left            int
	}{
		"chat":                {`[{"type":"chat.native"}]`, `{}`, 0},
		"chat removed before": {`[{"type":"chat.native"}]`, `{"module_config":[]}`, 2},
		"no chat":             {`[{"type":"page.markdown"}]`, `{}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, service := start(t, venueless.Options{})
			service.AddDirectMessages("acc", 3)
			service.AddDirectMessages("acc", 4)
			c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall","module_config":`+test.modules+`}`)
			c.requireStatus(http.StatusOK, "PATCH", roomsPath+roomID+"/", test.change)
			c.requireStatus(http.StatusNoContent, "DELETE", roomsPath+roomID+"/", "")
			if channels, messages := service.DirectMessages("acc"); channels != test.left || messages != test.left/2*7 {
				t.Errorf("%d channels with %d messages are left, want %d", channels, messages, test.left)
			}
		})
	}
}

// TestChatMessagesOutliveTheModule removes the chat module of a room and adds it again. The messages are lost only when
// the room is deleted.
func TestChatMessagesOutliveTheModule(t *testing.T) {
	t.Parallel()
	c, service := start(t, venueless.Options{})
	const chat = `"module_config":[{"type":"chat.native"}]`
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+roomID+`","name":"Hall",`+chat+`}`)
	service.AddChatMessages("acc", roomID, 5)
	c.requireStatus(http.StatusOK, "PATCH", roomsPath+roomID+"/", `{"module_config":[]}`)
	c.requireStatus(http.StatusOK, "PATCH", roomsPath+roomID+"/", `{`+chat+`}`)
	if count := service.ChatMessages("acc", roomID); count != 5 {
		t.Errorf("%d messages are left, want 5", count)
	}
	c.requireStatus(http.StatusNoContent, "DELETE", roomsPath+roomID+"/", "")
	if count := service.ChatMessages("acc", roomID); count != 0 {
		t.Errorf("%d messages of a deleted room are left", count)
	}
}
