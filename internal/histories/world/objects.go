package world

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// serviceOfType returns the name of the service of a type.
func serviceOfType(typ string) string {
	switch typ {
	case venuelessRoom:
		return venueless
	case vcsRoom:
		return vcs
	case whiteboardRoom:
		return whiteboard
	default:
		return xrcloud
	}
}

func (w *World) xrcloudObjects() []Object {
	var objects []Object
	for _, p := range w.xrcloud.Overview() {
		account := 0
		if p.AccountEmail != accounts[0].Email {
			account = 1
		}
		if !p.Deleted {
			objects = append(objects, Object{Type: project, ID: p.ID, Account: account})
		}
		for _, s := range p.Scenes {
			objects = append(objects, Object{Type: scene, ID: s.ID, Parent: p.ID, Project: p.ID, Account: account})
		}
		for _, r := range p.Rooms {
			objects = append(objects, Object{Type: room, ID: r.ID, Parent: r.SceneID, Project: p.ID, Account: account})
		}
	}
	return objects
}

func (w *World) venuelessObjects() []Object {
	var objects []Object
	for _, r := range w.venueless.Overview() {
		o := Object{Type: venuelessRoom, ID: r.ID}
		if r.WorldID != worldIDs[0] {
			o.Account = 1
		}
		objects = append(objects, o)
	}
	return objects
}

func (w *World) vcsObjects() []Object {
	var objects []Object
	for _, r := range w.vcs.Overview() {
		objects = append(objects, Object{Type: vcsRoom, ID: r.ID, Account: r.Tenant})
	}
	return objects
}

func (w *World) whiteboardObjects() []Object {
	var objects []Object
	for _, r := range w.whiteboard.Overview() {
		o := Object{Type: whiteboardRoom, ID: whiteboardID(r.Region, r.UUID)}
		if r.AppUUID != apps[0].UUID {
			o.Account = 1
		}
		objects = append(objects, o)
	}
	return objects
}

// Get returns what the service says of an object now, as decoded JSON with numbers as json.Number. A project has its label, too, which the
// service does not return. The request is not recorded and meets no fault. ok is false if the object does not exist.
func (w *World) Get(typ, id string) (fields map[string]any, ok bool) {
	switch typ {
	case vcsRoom:
		return w.getVCSRoom(id)
	case whiteboardRoom:
		return w.getWhiteboardRoom(id)
	}
	found, ok := w.Find(typ, id)
	if !ok || !found.Exists() {
		return nil, false
	}
	path := map[string]string{project: "/api/projects/", scene: "/api/scenes/", room: "/api/rooms/"}[typ] + id
	if typ == venuelessRoom {
		path = venuelessPath(found.Account, id)
	}
	s := w.serviceOf(typ)
	r := newRequest(s, http.MethodGet, path, nil)
	s.authorize(r, found.Account)
	response := record(s.handler, r)
	if fields, ok = decodeObject(response.Body.Bytes()); !ok || response.Code != http.StatusOK {
		return nil, false
	}
	if typ == project {
		for _, p := range w.xrcloud.Overview() {
			if p.ID == id {
				fields["label"] = p.Label
			}
		}
		fields["faviconSHA256"] = w.fileHash(fields["faviconUrl"])
	}
	return fields, true
}

// fileHash returns the hash of a file of XRCLOUD, or nil if it does not exist.
func (w *World) fileHash(address any) any {
	text, _ := address.(string)
	file, err := url.Parse(text)
	if err != nil {
		return nil
	}
	s := w.serviceNamed(xrcloud)
	response := record(s.handler, newRequest(s, http.MethodGet, file.Path, nil))
	if response.Code != http.StatusOK {
		return nil
	}
	sum := sha256.Sum256(response.Body.Bytes())
	return hex.EncodeToString(sum[:])
}

// getVCSRoom reads a room from the list, because the service can renew the token of a room that is read alone.
func (w *World) getVCSRoom(id string) (map[string]any, bool) {
	for _, r := range w.vcs.Overview() {
		if r.ID == id {
			fields := map[string]any{"id": r.ID, "name": r.Name, "description": r.Description, "conferenceType": r.ConferenceType}
			if r.UpgradeCount > 0 {
				fields["autoUpgradeParticipantCount"] = r.UpgradeCount
			}
			return fields, true
		}
	}
	return nil, false
}

func (w *World) getWhiteboardRoom(id string) (map[string]any, bool) {
	region, uuid, _ := strings.Cut(id, "/")
	for _, r := range w.whiteboard.Rooms(region) {
		if r.UUID == uuid {
			content, err := json.Marshal(r)
			if err != nil {
				return nil, false
			}
			return decodeObject(content)
		}
	}
	return nil, false
}

func decodeObject(content []byte) (fields map[string]any, ok bool) {
	value, err := httpapi.DecodeJSON(content)
	if err != nil {
		return nil, false
	}
	fields, ok = value.(map[string]any)
	return fields, ok
}

func venuelessPath(account int, id string) string {
	path := "/api/v1/worlds/" + worldIDs[account] + "/rooms/"
	if id != "" {
		path += id + "/"
	}
	return path
}

// integer returns a number of decoded JSON as an int. Anything else is 0.
func integer(value any) int {
	switch value := value.(type) {
	case json.Number:
		number, _ := value.Int64()
		return int(number)
	case int:
		return value
	default:
		return 0
	}
}
