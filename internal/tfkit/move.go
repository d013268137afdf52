package tfkit

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// MovedObject is an object that a generic REST provider managed.
type MovedObject struct {
	// ID is the ID of the object, a UUID.
	ID string
	// World is the world of a Venueless room.
	World string

	path     string
	resource string // the resource type that manages such objects, or ""
	relative bool   // the beginning of the path is in the base URL of the provider, so that it may belong to several services
}

const (
	projectResource       = "xrcloud_project"
	roomResource          = "xrcloud_room"
	venuelessRoomResource = "xrcloud_venueless_room"
)

// movable describes the objects that can be moved to a resource type.
var movable = map[string]struct{ kind, path, importID string }{
	projectResource:       {"an XRCLOUD project", "/api/projects/<project_id>", "<project_id>"},
	roomResource:          {"an XRCLOUD room", "/api/rooms/<room_id>", "<room_id>"},
	venuelessRoomResource: {"a Venueless room", "/api/v1/worlds/<world_id>/rooms/<room_id>", "<world_id>/<room_id>"},
}

// MoveFromRESTProvider moves objects of the generic REST providers mastercard/restapi and magodo/restful to a resource type. The new state is
// that of an import by ID: the ID, and the values that fill sets. If fill is nil, it sets none. Terraform moves before it configures the
// provider, and reads the object next. The private state cannot be used, since Terraform keeps that of the other provider.
func MoveFromRESTProvider(target string, fill func(context.Context, MovedObject, *resource.MoveStateResponse)) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		object, problem := readMoved(req)
		if problem == "" {
			problem = object.mismatch(target)
		}
		if problem != "" {
			resp.Diagnostics.AddError("Cannot move resource", problem+"\n\n"+object.remedy(target, req.SourceTypeName))
			return
		}
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("id"), object.ID)...)
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root("name"), movePendingName)...)
		if resp.TargetIdentity != nil {
			resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root("id"), object.ID)...)
		}
		if fill != nil {
			fill(ctx, object, resp)
		}
	}}}
}

// RefuseMove refuses every move to a resource type that cannot adopt objects of generic REST providers. Unlike the error of Terraform for a
// resource without MoveState, its error shows how to import the object instead.
func RefuseMove(target string) []resource.StateMover { return MoveFromRESTProvider(target, nil) }

// mismatch returns the reason why the object cannot be moved to a resource type, or "".
func (o MovedObject) mismatch(target string) string {
	want, known := movable[target]
	switch {
	case !known:
		return fmt.Sprintf("Objects of generic REST providers cannot be moved to %s.", target)
	case o.resource == target:
		return ""
	case o.mayBeIn(target):
		return fmt.Sprintf("The path %q does not tell which world the Venueless room is in.", o.path)
	case o.resource != "":
		return fmt.Sprintf("The object at %q is %s, not %s.", o.path, movable[o.resource].kind, want.kind)
	default:
		return fmt.Sprintf("The object at %q is not %s: that has a path that ends in %q, with a UUID as ID.", o.path, want.kind, want.path)
	}
}

// mayBeIn reports whether the object may be a Venueless room without a world in its path, because the world was in the base URL of the
// provider.
func (o MovedObject) mayBeIn(target string) bool {
	return target == venuelessRoomResource && o.resource == roomResource && o.relative
}

// remedy returns the advice for an object that cannot be moved.
func (o MovedObject) remedy(target, source string) string {
	if o.resource != "" && !o.mayBeIn(target) && movable[target].path != "" {
		return fmt.Sprintf("Set \"to\" of the moved block to a resource of the type %s.", o.resource)
	}
	return fmt.Sprintf(`To manage the object with %[1]s, replace the moved block with these blocks, with the names of your resources, and keep the configuration of the previous provider until they are applied:

  removed {
    from = %[2]s.example
    lifecycle {
      destroy = false
    }
  }

  import {
    to = %[1]s.example
    id = %[3]q
  }`, target, source, cmp.Or(movable[target].importID, "<id>"))
}
