package tfkit

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// readMoved returns the object of a state of another provider.
func readMoved(req resource.MoveStateRequest) (object MovedObject, err error) {
	if !isGeneric(req.SourceProviderAddress, req.SourceTypeName) {
		return object, fmt.Errorf("the state of %q of the provider %q cannot be moved. Only restapi_object of mastercard/restapi and restful_resource of magodo/restful can",
			req.SourceTypeName, req.SourceProviderAddress)
	}
	var state struct {
		ID       string `json:"id"`
		Path     string `json:"path"`
		ReadPath string `json:"read_path"`
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &state) != nil || state.ID == "" {
		return object, fmt.Errorf("the state of %s has no ID in the form that its provider writes", req.SourceTypeName)
	}
	location := state.ID // of restful_resource
	if req.SourceTypeName == "restapi_object" {
		location = restapiLocation(state.Path, state.ReadPath, state.ID)
	}
	return identifyMoved(location), nil
}

// isGeneric reports whether a resource type belongs to one of the two providers, in any registry. OpenTofu 1.10, and the first patch versions
// of 1.11 and 1.12, send the first word of the resource type in place of the address.
func isGeneric(address, resourceType string) bool {
	switch address = strings.ToLower(address); resourceType {
	case "restapi_object":
		return address == "restapi" || strings.HasSuffix(address, "/mastercard/restapi")
	case "restful_resource":
		return address == "restful" || strings.HasSuffix(address, "/magodo/restful")
	}
	return false
}

// restapiLocation returns the path by which the provider restapi reads an object.
func restapiLocation(objects, read, id string) string {
	if strings.Contains(read, "{id}") {
		objects = read
	}
	objects, _, _ = strings.Cut(objects, "?")
	if !strings.Contains(objects, "{id}") {
		objects += "/{id}"
	}
	return strings.ReplaceAll(objects, "{id}", id)
}

// identifyMoved determines the kind and the ID of an object from its path.
func identifyMoved(location string) MovedObject {
	if parsed, err := url.Parse(location); err == nil {
		location = parsed.Path // without a query, which may contain a secret
	}
	object := MovedObject{path: location}
	parts := strings.FieldsFunc(location, func(r rune) bool { return r == '/' })
	if len(parts) < 2 {
		return object
	}
	before, collection := parts[:len(parts)-2], parts[len(parts)-2]
	id, isUUID := ParseUUID(parts[len(parts)-1])
	if !isUUID {
		return object
	}
	object.ID = id
	object.relative = len(before) == 0
	isAPI := object.relative || before[len(before)-1] == "api"
	switch {
	case collection == "rooms" && len(before) >= 2 && before[len(before)-2] == "worlds":
		object.resource, object.World = venuelessRoomResource, before[len(before)-1]
	case collection == "rooms" && isAPI:
		object.resource = roomResource
	case collection == "projects" && isAPI:
		object.resource = projectResource
	}
	return object
}
