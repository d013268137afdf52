package emulator

import (
	"net/url"
	"strings"
)

// access says which credentials a route takes.
type access int

const (
	anyone access = iota
	bearerOnly
	keyOrBearer
)

// route is one call that the service knows.
type route struct {
	method string
	// path is split at its slashes; a segment in braces is a parameter.
	path   []string
	access access
	handle func(*call) (answer, error)
}

func on(method, path string, access access, handle func(*call) (answer, error)) route {
	return route{method: method, path: strings.Split(path, "/"), access: access, handle: handle}
}

// routes are all the calls. The first that matches counts.
func routes(published bool) []route {
	all := []route{
		on("POST", "/auth/login", anyone, login),
		on("POST", "/auth/refresh", anyone, refresh),
		on("GET", "/auth/profile", bearerOnly, profile),
		on("POST", "/api/projects", bearerOnly, createProject),
		on("GET", "/api/projects/{projectId}", keyOrBearer, getProject),
		on("GET", "/api/projects/{projectId}/getIdFromUserId/{accountId}", keyOrBearer, getUser),
		on("GET", "/api/scenes", keyOrBearer, listScenes),
		on("GET", "/api/scenes/get-creation-url", keyOrBearer, getCreationURL),
		on("GET", "/api/scenes/{sceneId}", keyOrBearer, getScene),
		on("DELETE", "/api/scenes/{sceneId}", keyOrBearer, deleteScene),
		on("POST", "/api/rooms", keyOrBearer, createRoom),
		on("GET", "/api/rooms", keyOrBearer, listRooms),
		on("GET", "/api/rooms/{roomId}", keyOrBearer, getRoom),
		on("PATCH", "/api/rooms/{roomId}", keyOrBearer, updateRoom),
		on("DELETE", "/api/rooms/{roomId}", keyOrBearer, deleteRoom),
		on("POST", "/events/spoke", anyone, reportScene),
		on("POST", "/logs", anyone, reportLog),
		on("GET", "/spoke/projects/{engineProject}", anyone, sayThereIsNoEditor),
		on("GET", "/storage/{kind}/{prefix}/{file}", anyone, getFile),
	}
	if published {
		return append(all,
			on("GET", "/api/projects", keyOrBearer, listPublishedProjects),
			on("GET", "/api/rooms/{roomId}/logs", keyOrBearer, listVisits),
		)
	}
	return append(all,
		on("GET", "/api/projects", bearerOnly, listProjects),
		on("PATCH", "/api/projects/{projectId}", bearerOnly, updateProject),
		on("DELETE", "/api/projects/{projectId}", bearerOnly, deleteProject),
		on("GET", "/api/rooms/{roomId}/infra", bearerOnly, getInfra),
		on("GET", "/api/rooms/{roomId}/logs", keyOrBearer, listLogs),
	)
}

// parameters matches the route against a request; the values of its parameters come back unescaped.
func (r route) parameters(method string, segments []string) (map[string]string, bool) {
	if r.method != method || len(r.path) != len(segments) {
		return nil, false
	}
	values := map[string]string{}
	for i, want := range r.path {
		name, parameter := strings.CutPrefix(want, "{")
		if !parameter {
			if want != segments[i] {
				return nil, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return nil, false
		}
		values[strings.TrimSuffix(name, "}")] = value
	}
	return values, true
}
