package world

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The types of objects are the names of the resources in Terraform.
const (
	project        = "xrcloud_project"
	scene          = "xrcloud_scene"
	room           = "xrcloud_room"
	venuelessRoom  = "xrcloud_venueless_room"
	vcsRoom        = "xrcloud_vcs_room"
	whiteboardRoom = "xrcloud_whiteboard_room"
)

// Types returns the types of all objects.
func Types() []string { return []string{project, scene, room, venuelessRoom, vcsRoom, whiteboardRoom} }

// The services.
const (
	xrcloud    = "xrcloud"
	venueless  = "venueless"
	vcs        = "vcs"
	whiteboard = "whiteboard"
)

// effect is what a request does if it succeeds.
type effect int

const (
	reads effect = iota
	// lists reads any number of objects.
	lists
	// creates, updates and deletes write an object. Only they can change the objects of a service.
	creates
	updates
	deletes
)

func (e effect) writes() bool { return e >= creates }

// operation is a route that the provider uses.
type operation struct {
	service, name string
	method, path  string
	effect        effect
	// typ is the type of the object that the request reads or writes. It is empty for a request without an object.
	typ string
	// types are the types of the resources whose operations in Terraform can send the request. None is a request that only data sources
	// and ephemeral resources send.
	types []string
}

// Unknown is the operation of a request that matches no route.
const Unknown = "unknown"

var operations = []operation{
	{xrcloud, "log in", "POST", "/auth/login", reads, "", []string{project, scene, room}},
	{xrcloud, "renew token", "POST", "/auth/refresh", reads, "", []string{project, scene, room}},
	{xrcloud, "read account", "GET", "/auth/profile", reads, "", []string{project, scene, room}},
	{xrcloud, "create project", "POST", "/api/projects", creates, project, []string{project}},
	{xrcloud, "list projects", "GET", "/api/projects", lists, project, []string{project}},
	{xrcloud, "read project", "GET", "/api/projects/{id}", reads, project, []string{project, scene, room}},
	{xrcloud, "update project", "PATCH", "/api/projects/{id}", updates, project, []string{project}},
	{xrcloud, "delete project", "DELETE", "/api/projects/{id}", deletes, project, []string{project}},
	{xrcloud, "get user", "GET", "/api/projects/{id}/getIdFromUserId/{user}", reads, project, []string{project, room}},
	{xrcloud, "list scenes", "GET", "/api/scenes", lists, scene, []string{project, scene, room}},
	{xrcloud, "get scene editor", "GET", "/api/scenes/get-creation-url", reads, "", nil},
	{xrcloud, "read scene", "GET", "/api/scenes/{id}", reads, scene, []string{scene, room}},
	{xrcloud, "delete scene", "DELETE", "/api/scenes/{id}", deletes, scene, []string{scene}},
	{xrcloud, "create room", "POST", "/api/rooms", creates, room, []string{room}},
	{xrcloud, "list rooms", "GET", "/api/rooms", lists, room, []string{project, scene, room}},
	{xrcloud, "read room", "GET", "/api/rooms/{id}", reads, room, []string{room}},
	{xrcloud, "update room", "PATCH", "/api/rooms/{id}", updates, room, []string{room}},
	{xrcloud, "delete room", "DELETE", "/api/rooms/{id}", deletes, room, []string{room}},
	{xrcloud, "read project of room", "GET", "/api/rooms/{id}/infra", reads, room, []string{room}},
	{xrcloud, "read room logs", "GET", "/api/rooms/{id}/logs", reads, room, nil},

	{venueless, "read Venueless world", "GET", "/api/v1/worlds/{world}/", reads, "", nil},
	{venueless, "create Venueless room", "POST", "/api/v1/worlds/{world}/rooms/", creates, venuelessRoom, []string{venuelessRoom}},
	{venueless, "list Venueless rooms", "GET", "/api/v1/worlds/{world}/rooms/", lists, venuelessRoom, []string{venuelessRoom}},
	{venueless, "read Venueless room", "GET", "/api/v1/worlds/{world}/rooms/{id}/", reads, venuelessRoom, []string{venuelessRoom}},
	{venueless, "update Venueless room", "PATCH", "/api/v1/worlds/{world}/rooms/{id}/", updates, venuelessRoom, []string{venuelessRoom}},
	{venueless, "delete Venueless room", "DELETE", "/api/v1/worlds/{world}/rooms/{id}/", deletes, venuelessRoom, []string{venuelessRoom}},

	{vcs, "create VCS room", "POST", "/api/realtime/room", creates, vcsRoom, []string{vcsRoom}},
	{vcs, "list VCS rooms", "GET", "/api/realtime/room", lists, vcsRoom, []string{vcsRoom}},
	{vcs, "read VCS room", "GET", "/api/realtime/room/{id}", reads, vcsRoom, []string{vcsRoom}},
	{vcs, "delete VCS room", "DELETE", "/api/realtime/room", deletes, vcsRoom, []string{vcsRoom}},

	{whiteboard, "create whiteboard room", "POST", "/v5/rooms", creates, whiteboardRoom, []string{whiteboardRoom}},
	{whiteboard, "list whiteboard rooms", "GET", "/v5/rooms", lists, whiteboardRoom, []string{whiteboardRoom}},
	{whiteboard, "read whiteboard room", "GET", "/v5/rooms/{id}", reads, whiteboardRoom, []string{whiteboardRoom}},
	{whiteboard, "update whiteboard room", "PATCH", "/v5/rooms/{id}", updates, whiteboardRoom, []string{whiteboardRoom}},
	{whiteboard, "create whiteboard room token", "POST", "/v5/tokens/rooms/{id}", reads, whiteboardRoom, nil},
}

// Operations returns the names of the operations of all services: one for each route that the provider uses.
func Operations() []string {
	var names []string
	for _, o := range operations {
		names = append(names, o.name)
	}
	return names
}

// OperationTypes returns the types of the resources whose operations in Terraform can send the request. There are none for a request that
// only data sources and ephemeral resources send.
func OperationTypes(name string) []string {
	found, _ := operationNamed(name)
	return slices.Clone(found.types)
}

func operationNamed(name string) (found operation, ok bool) {
	i := slices.IndexFunc(operations, func(o operation) bool { return o.name == name })
	if i < 0 {
		return found, false
	}
	return operations[i], true
}

// operationOf returns the operation of a request to a service, and the ID of its object as Terraform has it.
func operationOf(service string, r *http.Request) (found operation, id string) {
	path := r.URL.EscapedPath()
	for _, o := range operations {
		if o.service != service || o.method != r.Method {
			continue
		}
		if id, matches := matchPath(o.path, path); matches {
			switch service {
			case whiteboard:
				if id != "" {
					id = whiteboardID(r.Header.Get("region"), id)
				}
			case vcs:
				if o.effect == deletes {
					id = r.URL.Query().Get("id")
				}
			}
			return o, id
		}
	}
	return operation{service: service, name: Unknown, effect: unknownEffect(r.Method)}, ""
}

// unknownEffect is the effect of a request to a route that the provider does not use.
func unknownEffect(method string) effect {
	if method == http.MethodGet || method == http.MethodHead {
		return reads
	}
	return creates
}

// matchPath reports whether a path matches a pattern, and returns the value of its wildcard {id}.
func matchPath(pattern, path string) (id string, matches bool) {
	for {
		segment, patternRest, more := strings.Cut(pattern, "/")
		value, pathRest, pathMore := strings.Cut(path, "/")
		switch {
		case more != pathMore:
			return "", false
		case segment == "{id}":
			id, _ = url.PathUnescape(value) // the server has parsed it before
		case !strings.HasPrefix(segment, "{") && segment != value:
			return "", false
		}
		if !more {
			return id, true
		}
		pattern, path = patternRest, pathRest
	}
}

// whiteboardID returns the ID of a whiteboard room in Terraform.
func whiteboardID(region, uuid string) string { return region + "/" + uuid }

// apiID returns the ID of an object in the service.
func apiID(typ, id string) string {
	if typ == whiteboardRoom {
		_, uuid, _ := strings.Cut(id, "/")
		return uuid
	}
	return id
}
