package whiteboard_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

func TestRoomDeletedOutside(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``)},
			{
				PreConfig: func() { s.DeleteRoom("us-sv", s.onlyRoom(t, "us-sv").UUID) },
				Config:    s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionCreate), Check: s.requireRooms("us-sv", 1, 0),
			},
			// Destroying a deleted room succeeds.
			{
				PreConfig: func() { s.DeleteRoom("us-sv", s.onlyRoom(t, "us-sv").UUID) },
				Config:    s.roomConfig(``), Destroy: true,
			},
		},
	})
}

func TestRoomChangedOutside(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``)},
			{
				PreConfig: func() { s.BanRoom("us-sv", s.onlyRoom(t, "us-sv").UUID, true) },
				Config:    s.roomConfig(``), ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate), Check: s.requireRooms("us-sv", 1, 0),
			},
		},
	})
}
