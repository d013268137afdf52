package server

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/suggest"
)

// route is a method and the segments of a path, in which "*" is any segment.
type route struct {
	method   string
	segments []string
}

func (r route) path() string { return "/" + strings.Join(r.segments, "/") }

// segmentsOf returns the segments of a path, with "*" for each wildcard such as "{roomId}".
func segmentsOf(path string) []string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, segment := range segments {
		if strings.HasPrefix(segment, "{") {
			segments[i] = "*"
		}
	}
	return segments
}

// matches reports whether a path of the route can have these segments. A "*" at their end is one or more segments.
func (r route) matches(segments []string) bool {
	own := r.segments
	if segments[len(segments)-1] == "*" && len(own) > len(segments) {
		own = own[:len(segments)]
	}
	return slices.EqualFunc(own, segments, func(a, b string) bool { return a == b || a == "*" || b == "*" })
}

// checkRoute fails if no request to one of the routes has the method and the path of a fault.
func checkRoute(method, path string, routes []route) error {
	switch {
	case strings.Contains(path, "://"):
		return fmt.Errorf("%s is a URL; expected its path, such as /api/rooms", path)
	case !strings.HasPrefix(path, "/"):
		return fmt.Errorf("the path %s does not begin with a slash; did you mean /%s?", path, path)
	case strings.ContainsAny(path, "?#"):
		return fmt.Errorf("the path %s has a query, which a fault cannot match; did you mean %s?", path, path[:strings.IndexAny(path, "?#")])
	}
	segments := segmentsOf(path)
	var methods, paths []string
	for _, r := range routes {
		paths = append(paths, r.path())
		if r.matches(segments) {
			methods = append(methods, r.method)
		}
	}
	slices.Sort(methods)
	methods = slices.Compact(methods)
	switch {
	case len(methods) == 0:
		return fmt.Errorf("no service has the path %s; did you mean %s?", path, suggest.Closest(path, paths))
	case method == "*" || slices.Contains(methods, method):
		return nil
	case slices.Contains(methods, strings.ToUpper(method)):
		return fmt.Errorf("methods are written in upper case; did you mean %s?", strings.ToUpper(method))
	default:
		return fmt.Errorf("%s has no method %s; it has %s, and * is all of them", path, method, strings.Join(methods, ", "))
	}
}
