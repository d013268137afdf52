package vcs_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
)

func TestRoomDeletedOutside(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(`name = "Hall"`)},
			{
				PreConfig: func() {
					if err := s.apiClient.DeleteRoom(t.Context(), s.onlyRoom(t).ID); err != nil {
						t.Error(err)
					}
				},
				Config:           s.roomConfig(`name = "Hall"`),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionCreate),
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
			{Config: s.roomConfig(`name = "Hall"`)},
			{
				PreConfig: func() {
					if err := s.Rename(s.onlyRoom(t).ID, "Lobby"); err != nil {
						t.Error(err)
					}
				},
				Config:           s.roomConfig(`name = "Hall"`),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// If the service has upgraded a room to SFU, conference_type = "SFU" does not replace it. The way back to MESH does.
func TestRoomUpgradedToConfiguredType(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.roomConfig(``)},
			{
				PreConfig: func() {
					if err := s.Upgrade(s.onlyRoom(t).ID); err != nil {
						t.Error(err)
					}
				},
				Config:            s.roomConfig(`conference_type = "SFU"`),
				ConfigPlanChecks:  acctest.ExpectAction(roomAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: acctest.ExpectAttributes(roomAddress, map[string]knownvalue.Check{"conference_type": knownvalue.StringExact("SFU")}),
			},
			{
				Config:           s.roomConfig(``),
				ConfigPlanChecks: acctest.ExpectAction(roomAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}
