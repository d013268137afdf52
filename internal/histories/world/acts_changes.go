package world

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// changeField returns an act that changes a field of a room of XRCLOUD or Venueless.
func changeField(field string, value func(Act) any) func(*World, Act, Object) bool {
	return func(w *World, act Act, target Object) bool {
		return w.update(target, map[string]any{field: value(act)})
	}
}

// address returns a URL that the services accept.
func address(act Act) string { return fmt.Sprintf("https://example.com/%d", act.Number) }

func number(act Act) any { return act.Number % 1_000_000 }

// textOrNull returns the text of the act, or null.
func textOrNull(act Act) any {
	if act.Text == "" {
		return nil
	}
	return act.Text
}

// The values of fields that are JSON, of which an act chooses one by its number. They have what the web app writes, and what it does not.
var (
	moduleChoices = []any{
		[]any{},
		[]any{map[string]any{"type": "chat.native", "config": map[string]any{"volatile": true}}},
		[]any{map[string]any{"type": "livestream.native", "config": map[string]any{"hls_url": "https://example.com/live.m3u8"}}},
		[]any{map[string]any{"type": "page.markdown", "config": map[string]any{"content": "# Hall"}}, map[string]any{"type": "question", "config": map[string]any{}}},
		[]any{map[string]any{"type": "poll"}},
	}
	grantChoices = []any{
		map[string]any{},
		map[string]any{"viewer": []any{}, "participant": []any{}},
		map[string]any{"moderator": []any{"staff"}},
		map[string]any{"viewer": []any{[]any{"staff", "speaker"}, []any{"adult"}}},
	}
	scheduleChoices = []any{nil, map[string]any{"title": "Hall", "session": 7}, []any{1, 2.5, "three"}, "text", map[string]any{}}
)

func modules(act Act) any  { return choose(moduleChoices, act) }
func grants(act Act) any   { return choose(grantChoices, act) }
func schedule(act Act) any { return choose(scheduleChoices, act) }

func choose(choices []any, act Act) any { return choices[abs(act.Number)%len(choices)] }

func abs(number int) int {
	if number < 0 {
		return -(number + 1)
	}
	return number
}

// changeLabel changes the label of a project, or removes it if the act has no text.
func (w *World) changeLabel(act Act, target Object) bool {
	return w.updateProject(target, form{"label": act.Text})
}

// changeWebhook changes the webhook of a project, or removes it if the act has no number.
func (w *World) changeWebhook(act Act, target Object) bool {
	if act.Number == 0 {
		return w.updateProject(target, form{"webhookUrl": ""})
	}
	return w.updateProject(target, form{"webhookUrl": address(act)})
}

// changeImages replaces the files of a project. Its URLs stay.
func (w *World) changeImages(act Act, target Object) bool {
	return w.updateProject(target, form{"favicon": cmp.Or(act.Text, "other image"), "logo": image})
}

// upgrade changes the type of a VCS room, as the service does when many people enter.
func (w *World) upgrade(act Act, target Object) bool {
	return w.direct(act.Name, target, func() error { return w.vcs.Upgrade(target.ID) })
}

// hide returns an act that hides a room without deleting it, or shows it again.
func hide(hidden bool) func(*World, Act, Object) bool {
	return func(w *World, act Act, target Object) bool {
		if target.Type == venuelessRoom {
			return w.update(target, map[string]any{"deleted": hidden})
		}
		return w.direct(act.Name, target, func() error {
			region, uuid, _ := strings.Cut(target.ID, "/")
			if !w.whiteboard.BanRoom(region, uuid, hidden) {
				return errNotFound
			}
			return nil
		})
	}
}

// use leaves traces of visitors: a user of a project, an event in the log of a room, or messages in Venueless.
func (w *World) use(act Act, target Object) bool {
	switch target.Type {
	case project:
		_, ok := w.send(w.serviceOf(project), target.Account, http.MethodGet, "/api/projects/"+target.ID+"/getIdFromUserId/visitor", nil)
		return ok
	case room:
		return w.xrcloud.Log(target.ID, emulator.LogEntry{
			Code: "room-join", SessionID: fmt.Sprintf("session-%d", act.Number), ReticulumID: "7", LogTime: time.Now(),
		}) == nil
	default:
		w.venueless.AddDirectMessages(worldIDs[target.Account], 1+abs(act.Number)%3)
		w.venueless.AddChatMessages(worldIDs[target.Account], target.ID, 1+abs(act.Number)%3)
		return true
	}
}

// DirectMessages returns the number of messages between people in the world of an account in Venueless. Only people delete them.
func (w *World) DirectMessages(account int) int {
	_, messages := w.venueless.DirectMessages(worldIDs[account])
	return messages
}

// ChatMessages returns the number of messages in the chat of a room of Venueless. They are deleted with the room only.
func (w *World) ChatMessages(account int, roomID string) int {
	return w.venueless.ChatMessages(worldIDs[account], roomID)
}
