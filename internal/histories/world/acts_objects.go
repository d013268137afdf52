package world

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"strings"
	"time"

	whiteboardemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// image is the content of the files of a project that a person creates.
const image = "image of a person"

func (w *World) rename(act Act, target Object) bool {
	name := cmp.Or(act.Text, "Renamed")
	switch target.Type {
	case project:
		return w.updateProject(target, form{"name": name})
	case vcsRoom:
		return w.direct(act.Name, target, func() error { return w.vcs.Rename(target.ID, name) })
	case scene:
		return w.publishAgain(act.Name, target, name)
	default:
		return w.update(target, map[string]any{"name": name})
	}
}

// publishAgain publishes a scene again, with a new name.
func (w *World) publishAgain(act string, target Object, name string) bool {
	return w.direct(act, target, func() error {
		path, err := w.xrcloud.NewEditorLink(target.ID)
		if err != nil {
			return err
		}
		_, link, _ := strings.Cut(path, "optId=")
		_, err = w.xrcloud.PublishFromEditor(link, name, "")
		return err
	})
}

// touch writes an object without a change, so that it moves to the end of lists without an order.
func (w *World) touch(act Act, target Object) bool {
	fields, ok := w.Get(target.Type, target.ID)
	if !ok {
		return false
	}
	name, _ := fields["name"].(string)
	switch target.Type {
	case scene:
		return w.publishAgain(act.Name, target, name)
	case venuelessRoom:
		return w.update(target, map[string]any{"name": name})
	default: // the service ignores a change that is none
		return w.rename(Act{Name: act.Name, Text: name + " (draft)"}, target) && w.rename(Act{Name: act.Name, Text: name}, target)
	}
}

// update changes fields of a room of XRCLOUD or Venueless.
func (w *World) update(target Object, fields map[string]any) bool {
	path := "/api/rooms/" + target.ID
	if target.Type == venuelessRoom {
		path = venuelessPath(target.Account, target.ID)
	}
	_, ok := w.send(w.serviceOf(target.Type), target.Account, http.MethodPatch, path, fields)
	return ok
}

// updateProject changes fields of a project. It keeps the webhook, which the service clears if a request does not have it.
func (w *World) updateProject(target Object, fields form) bool {
	current, ok := w.Get(project, target.ID)
	if !ok {
		return false
	}
	if webhook, _ := current["webhookUrl"].(string); webhook != "" {
		if _, changes := fields["webhookUrl"]; !changes {
			fields["webhookUrl"] = webhook
		}
	}
	if fields["webhookUrl"] == "" {
		delete(fields, "webhookUrl")
	}
	_, ok = w.send(w.serviceOf(project), target.Account, http.MethodPatch, "/api/projects/"+target.ID, fields)
	return ok
}

// Delete deletes an object permanently, as a person of its account does. It reports whether the object existed.
func (w *World) Delete(typ, id string) bool {
	target, ok := w.Find(typ, id)
	return ok && target.Exists() && w.delete(target)
}

// delete deletes an object permanently.
func (w *World) delete(target Object) bool {
	paths := map[string]string{
		project: "/api/projects/" + target.ID, scene: "/api/scenes/" + target.ID, room: "/api/rooms/" + target.ID,
		venuelessRoom: venuelessPath(target.Account, target.ID), vcsRoom: "/api/realtime/room?id=" + target.ID,
	}
	path, hasRoute := paths[target.Type]
	if !hasRoute {
		return w.direct("delete", target, func() error {
			region, uuid, _ := strings.Cut(target.ID, "/")
			if !w.whiteboard.DeleteRoom(region, uuid) {
				return errNotFound
			}
			return nil
		})
	}
	_, ok := w.send(w.serviceOf(target.Type), target.Account, http.MethodDelete, path, nil)
	return ok
}

var errNotFound = errors.New("not found")

func (w *World) deleteParent(_ Act, target Object) bool {
	typ := project
	if target.Type == room {
		typ = scene
	}
	parent, ok := w.Find(typ, target.Parent)
	return ok && parent.Exists() && w.delete(parent)
}

// recreate deletes an object, and creates one with the same values and another ID.
func (w *World) recreate(_ Act, target Object) bool {
	fields, ok := w.Get(target.Type, target.ID)
	return ok && w.delete(target) && w.copy(target, fields, target.Account, true)
}

// recreateWithID deletes a room of Venueless, and creates one with the same values and the same ID.
func (w *World) recreateWithID(_ Act, target Object) bool {
	fields, ok := w.Get(target.Type, target.ID)
	if !ok || !w.delete(target) {
		return false
	}
	_, ok = w.send(w.serviceOf(target.Type), target.Account, http.MethodPost, venuelessPath(target.Account, ""), fields)
	return ok
}

// addTwin creates an object with the same values.
func (w *World) addTwin(_ Act, target Object) bool {
	fields, ok := w.Get(target.Type, target.ID)
	return ok && w.copy(target, fields, target.Account, false)
}

// copy creates an object with the values of another one. With sameLabel, a project gets the label, too, which must be free.
func (w *World) copy(of Object, fields map[string]any, account int, sameLabel bool) bool {
	text := func(name string) string { value, _ := fields[name].(string); return value }
	s := w.serviceOf(of.Type)
	switch of.Type {
	case project:
		created := form{"name": cmp.Or(text("name"), "Project"), "favicon": image, "logo": image}
		if label := text("label"); label != "" && sameLabel {
			created["label"] = label
		}
		if webhook := text("webhookUrl"); webhook != "" {
			created["webhookUrl"] = webhook
		}
		_, ok := w.send(s, account, http.MethodPost, "/api/projects", created)
		return ok
	case scene:
		_, err := w.PublishScene(of.Project, text("name"))
		return err == nil
	case room:
		_, ok := w.send(s, account, http.MethodPost, "/api/rooms", map[string]any{
			"projectId": of.Project, "sceneId": of.Parent, "name": cmp.Or(text("name"), "Room"), "size": fields["size"],
			"returnUrl": fields["returnUrl"], "tags": fields["tags"],
		})
		return ok
	case venuelessRoom:
		created := maps.Clone(fields)
		delete(created, "id")
		_, ok := w.send(s, account, http.MethodPost, venuelessPath(account, ""), created)
		return ok
	case vcsRoom:
		_, ok := w.send(s, account, http.MethodPost, "/api/realtime/room", map[string]any{
			"name": text("name"), "description": text("description"), "conferenceType": text("conferenceType"),
		})
		return ok
	default:
		region, _, _ := strings.Cut(of.ID, "/")
		isRecord, _ := fields["isRecord"].(bool)
		return w.direct("create whiteboard room", Object{Type: whiteboardRoom}, func() error {
			w.whiteboard.AddRoom(region, whiteboardemulator.Room{AppUUID: apps[account].UUID, IsRecord: isRecord, Limit: integer(fields["limit"])})
			return nil
		})
	}
}

// PublishScene publishes a scene in a project, as a person does in the editor, and returns its ID. It fails if the project does not exist.
func (w *World) PublishScene(projectID, name string) (sceneID string, err error) {
	w.direct("publish scene", Object{Type: scene}, func() error {
		sceneID, err = w.publish(projectID, name)
		return err
	})
	return sceneID, err
}

// createIn creates an object in an account, with the project and the scene that it needs.
func (w *World) createIn(account int, act Act) bool {
	name := cmp.Or(act.Text, "Somebody's")
	of := Object{Type: act.Type, Account: account, ID: "us-sv/"}
	fields := map[string]any{"name": name, "size": 10, "returnUrl": "https://example.com/", "tags": []any{}, "conferenceType": "MESH"}
	if act.Type == venuelessRoom {
		fields = map[string]any{"name": name}
	}
	if act.Type == scene || act.Type == room {
		parent, ok := w.pick(project, account, act.Index)
		if !ok {
			if !w.copy(Object{Type: project}, map[string]any{"name": name}, account, false) {
				return false
			}
			parent, _ = w.pick(project, account, 0)
		}
		of.Project = parent.ID
	}
	if act.Type == room {
		on, ok := w.pick(scene, account, act.Index)
		if !ok {
			id, err := w.PublishScene(of.Project, name)
			if err != nil {
				return false
			}
			on.ID = id
		}
		of.Parent = on.ID
	}
	return w.copy(of, fields, account, false)
}

// mostObjects is the largest number of objects that one act creates: enough for a second page of each list.
const mostObjects = 120

// createMany creates a number of objects with the same name, one after the other.
func (w *World) createMany(act Act) bool {
	for range min(max(act.Number, 1), mostObjects) {
		if !w.createIn(0, act) {
			return false
		}
		<-time.After(2 * time.Millisecond) // the emulator gives each object a later time
	}
	return true
}
