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

// StateMovers returns the state mover of a resource type for the generic REST providers mastercard/restapi and magodo/restful. It moves the
// objects of movable. The new state is the same as after an import by ID: the ID, and the values that fill sets. If fill is nil, it sets none. For a
// resource type that is not in movable, the mover refuses every object, and its error shows how to import the object instead.
//
// Terraform moves before it configures the provider, and reads the object next. The private state cannot be used, since Terraform keeps the
// private state of the other provider.
func StateMovers(target string, fill func(context.Context, MovedObject, *resource.MoveStateResponse)) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		object, err := readMoved(req)
		if err == nil {
			err = object.checkTarget(target)
		}
		if err != nil {
			resp.Diagnostics.AddError("Cannot move resource", Capitalize(err.Error())+".\n\n"+object.remedy(target, req.SourceTypeName))
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

// checkTarget returns an error if the object cannot be moved to a resource type.
func (o MovedObject) checkTarget(target string) error {
	want, known := movable[target]
	switch {
	case !known:
		return fmt.Errorf("objects of generic REST providers cannot be moved to %s", target)
	case o.resource == target:
		return nil
	case o.mayBeIn(target):
		return fmt.Errorf("the path %q does not tell which world the Venueless room is in", o.path)
	case o.resource != "":
		return fmt.Errorf("the object at %q is %s, not %s", o.path, movable[o.resource].kind, want.kind)
	default:
		return fmt.Errorf("the object at %q is not %s: that has a path that ends in %q, with a UUID as ID", o.path, want.kind, want.path)
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
