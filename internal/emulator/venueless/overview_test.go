package venueless_test

import (
	"net/http"
	"reflect"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
)

func TestOverview(t *testing.T) {
	t.Parallel()
	c, service := start(t, venueless.Options{SwapEqualRooms: true, Worlds: []venueless.World{
		{ID: "other", Secret: secret, Grants: venueless.APIUserGrants()},
		{ID: "acc", Title: "Spring fair", Secret: secret, Grants: venueless.APIUserGrants()},
	}})
	const otherRooms = "/api/v1/worlds/other/rooms/"
	ids := []string{
		"11111111-2222-4333-8444-555555555551", "11111111-2222-4333-8444-555555555552", "11111111-2222-4333-8444-555555555553", "11111111-2222-4333-8444-555555555554",
	}
	c.requireStatus(http.StatusCreated, "POST", otherRooms, `{"id":"`+ids[3]+`","name":"Alone"}`)
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+ids[2]+`","name":"Apron","sorting_priority":2}`)
	c.requireStatus(http.StatusCreated, "POST", roomsPath, `{"id":"`+ids[1]+`","name":"Zoo","deleted":true}`)
	c.requireStatus(http.StatusCreated, "POST", roomsPath,
		`{"id":"`+ids[0]+`","name":"Zoo","description":"Animals","module_config":[{"type":"livestream.native"},{"type":"chat.native"}]}`)
	c.requireStatus(http.StatusOK, "PATCH", roomsPath+ids[1]+"/", `{}`) // now the second of two equal rooms
	acc := venueless.RoomOverview{WorldID: "acc", WorldTitle: "Spring fair"}
	want := []venueless.RoomOverview{acc, acc, acc, {WorldID: "other", ID: ids[3], Name: "Alone"}}
	want[0].ID, want[0].Name, want[0].Description, want[0].Modules = ids[0], "Zoo", "Animals", []string{"livestream.native", "chat.native"}
	want[1].ID, want[1].Name, want[1].Deleted = ids[1], "Zoo", true
	want[2].ID, want[2].Name, want[2].SortingPriority = ids[2], "Apron", 2
	for range 2 {
		if got := service.Overview(); !reflect.DeepEqual(got, want) {
			t.Errorf("rooms are %+v, want %+v", got, want)
		}
	}
	c.requireStatus(http.StatusInternalServerError, "PATCH", roomsPath+ids[0]+"/", `{"module_config":[{},{"type":7},{"type":"x"}]}`) // stored nevertheless
	if got := service.Overview()[1].Modules; !reflect.DeepEqual(got, []string{"x"}) {
		t.Errorf("modules are %q, want only that with a text as its type", got)
	}
}
