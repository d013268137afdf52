package room_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// All arguments of the data sources can be unknown until apply.
func TestRoomDataSources(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	config := p.hallConfig(`
  name = "Main Hall"
  size = 20
  tags = ["day-1", "keynote"]
  return_url = "https://example.com/bye"
`) + p.roomBlock("foyer", `
  name = "Foyer of the Main Hall"
  return_url = "https://example.com/bye"
  tags = ["day-1"]
  depends_on = [xrcloud_room.hall]`) + fmt.Sprintf(`
data "xrcloud_room" "by_id" { id = xrcloud_room.hall.id }
data "xrcloud_room" "by_name_in_project" {
  project_id = %[1]q
  name       = xrcloud_room.hall.name
  depends_on = [xrcloud_room.foyer]
}
data "xrcloud_room" "by_name_on_scene" {
  scene_id   = xrcloud_room.hall.scene_id
  name       = "Main Hall"
  depends_on = [xrcloud_room.foyer]
}
data "xrcloud_rooms" "all" {
  project_id = xrcloud_room.foyer.project_id
  depends_on = [xrcloud_room.foyer]
}
data "xrcloud_rooms" "filtered" {
  project_id    = xrcloud_room.foyer.project_id
  name_contains = "Hall"
  tags          = xrcloud_room.hall.tags
  depends_on    = [xrcloud_room.foyer]
}
`, p.project)
	checks := []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.xrcloud_rooms.all", tfjsonpath.New("rooms"), knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"name": knownvalue.StringExact("Main Hall"), "project_id": knownvalue.StringExact(p.project),
				"tags": knownvalue.SetSizeExact(2), "size": knownvalue.Int64Exact(20),
			}),
			knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact("Foyer of the Main Hall")}),
		})),
		statecheck.ExpectKnownValue("data.xrcloud_rooms.filtered", tfjsonpath.New("rooms"), knownvalue.ListSizeExact(1)),
		statecheck.ExpectSensitiveValue("data.xrcloud_room.by_id", tfjsonpath.New("public_host_url")),
	}
	for _, name := range []string{"by_id", "by_name_in_project", "by_name_on_scene"} {
		for attribute, want := range map[string]knownvalue.Check{
			"name": knownvalue.StringExact("Main Hall"), "project_id": knownvalue.StringExact(p.project),
			"scene_id": knownvalue.StringExact(p.scene), "size": knownvalue.Int64Exact(20), "tags": knownvalue.SetSizeExact(2),
			"return_url": knownvalue.StringExact("https://example.com/bye"), "public_guest_url": knownvalue.NotNull(),
		} {
			checks = append(checks, statecheck.ExpectKnownValue("data.xrcloud_room."+name, tfjsonpath.New(attribute), want))
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue("data.xrcloud_room.by_id", tfjsonpath.New("name")),
				plancheck.ExpectUnknownValue("data.xrcloud_rooms.filtered", tfjsonpath.New("rooms")),
			}},
			ConfigStateChecks: checks,
		}},
	})
}

func TestRoomNotFound(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	first := p.createRoom(t, "Twins")
	second := p.createRoom(t, "Twins")
	p.createRoom(t, "twins")
	client := p.ProtocolClient(t)
	for _, c := range []struct {
		name   string
		config acctest.Values
		want   string
	}{
		{
			"by id",
			acctest.Values{"id": acctest.MissingID},
			"error at id: Cannot find room: XRCLOUD responded with 404 Not Found to GET /api/rooms/" + acctest.MissingID + ": Room with ID " + acctest.MissingID + " not found." + acctest.AdviceOnNotFound,
		},
		{
			"by name",
			acctest.Values{"project_id": p.project, "name": "Twin"},
			`error at name: Cannot find room: There is no room named "Twin".`,
		},
		{
			"by name with wildcards",
			acctest.Values{"scene_id": p.scene, "name": "Tw_ns"},
			`error at name: Cannot find room: There is no room named "Tw_ns".`,
		},
		{
			"several",
			acctest.Values{"project_id": p.project, "name": "Twins"},
			`error at name: Cannot find room: Exactly one room named "Twins" must match, but there are 2. Set id to the ID of one of them:` +
				"\n  - " + first.ID + ", created " + first.CreatedAt + ", for 10 people" +
				"\n  - " + second.ID + ", created " + second.CreatedAt + ", for 10 people",
		},
	} {
		if _, problems := client.ReadDataSource("xrcloud_room", c.config); strings.Join(problems, "\n") != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, strings.Join(problems, "\n"), c.want)
		}
	}
}

func TestRoomsFiltered(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.Start(t))
	for name, tags := range map[string][]string{
		"Hall 100%": {"a", "b"}, "Hall 1000": {"a"}, "hall": {"b", "c", "a"}, "Foyer": nil,
	} {
		p.createRoom(t, name, tags...)
	}
	client, key := p.ProtocolClient(t), p.ProtocolClientWithKey(t)
	for _, c := range []struct {
		name   string
		config acctest.Values
		want   int
	}{
		{"all", nil, 4},
		{"case-sensitive", acctest.Values{"name_contains": "Hall"}, 2},
		{"no wildcards", acctest.Values{"name_contains": "100%"}, 1},
		{"empty text", acctest.Values{"name_contains": ""}, 4},
		{"one tag", acctest.Values{"tags": []string{"a"}}, 3},
		{"two tags", acctest.Values{"tags": []string{"a", "b"}}, 2},
		{"empty set of tags", acctest.Values{"tags": []string{}}, 4},
		{"name and tags", acctest.Values{"tags": []string{"a", "b"}, "name_contains": "Hall"}, 1},
		{"no match", acctest.Values{"tags": []string{"d"}}, 0},
	} {
		for _, by := range []acctest.Values{{"project_id": p.project}, {"scene_id": p.scene}} {
			maps.Copy(by, c.config)
			for _, client := range []*acctest.ProtocolClient{client, key} {
				found, problems := client.ReadDataSource("xrcloud_rooms", by)
				if len(problems) > 0 || len(found.List(t, "rooms")) != c.want {
					t.Errorf("%s: %v finds %d rooms: %q, want %d", c.name, by, len(found.List(t, "rooms")), problems, c.want)
				}
			}
		}
	}
	for _, parent := range []string{"project_id", "scene_id"} { // an empty list would look like success
		_, problems := client.ReadDataSource("xrcloud_rooms", acctest.Values{parent: acctest.MissingID})
		if len(problems) != 1 || !strings.HasPrefix(problems[0], "error at "+parent+": Cannot list rooms: ") {
			t.Errorf("with a missing %s: %q", parent, problems)
		}
	}
}

// The service in its published version cannot sort lists, and does not return the project of a room.
func TestRoomsOfPublishedService(t *testing.T) {
	t.Parallel()
	p := newFixture(t, acctest.StartEmulator(t, emulator.Options{Published: true}))
	p.createRoom(t, "Foyer")
	room := p.createRoom(t, "Main Hall")
	client := p.ProtocolClient(t)
	for _, config := range []acctest.Values{
		{"id": room.ID}, {"scene_id": p.scene, "name": "Main Hall"}, {"project_id": p.project, "name": "Main Hall"},
	} {
		found, problems := client.ReadDataSource("xrcloud_room", config)
		project := "null"
		if config["project_id"] != nil {
			project = p.project
		}
		if len(problems) > 0 || found.Attribute(t, "id") != room.ID || found.Attribute(t, "project_id") != project {
			t.Errorf("%v finds %v: %q", config, found.Value, problems)
		}
	}
	list, problems := client.ReadDataSource("xrcloud_rooms", acctest.Values{"project_id": p.project})
	if rooms := list.List(t, "rooms"); len(problems) > 0 || len(rooms) != 2 || rooms[0].Attribute(t, "name") != "Foyer" {
		t.Errorf("the list is %v: %q", list.Value, problems)
	}
}

func TestRoomDataSourceValidation(t *testing.T) {
	t.Parallel()
	client := acctest.NewProtocolClient(t, acctest.Values{"api_key": "key"})
	for _, c := range []struct {
		kind   string
		config acctest.Values
		want   []string
	}{
		{"xrcloud_room", acctest.Values{"id": acctest.MissingID}, nil},
		{"xrcloud_room", acctest.Values{"id": acctest.Unknown}, nil},
		{"xrcloud_room", acctest.Values{"scene_id": acctest.Unknown, "name": acctest.Unknown}, nil},
		{"xrcloud_room", acctest.Values{"id": "hall"}, []string{acctest.NotUUIDError("id", "hall")}},
		{"xrcloud_room", acctest.Values{}, []string{
			"error: Missing Attribute Configuration: Exactly one of these attributes must be configured: [id,name]",
			"error: Missing Attribute Configuration: At least one of these attributes must be configured: [id,project_id,scene_id]",
		}},
		{"xrcloud_room", acctest.Values{"name": "Hall"}, []string{
			"error: Missing Attribute Configuration: At least one of these attributes must be configured: [id,project_id,scene_id]",
		}},
		{"xrcloud_room", acctest.Values{"id": acctest.MissingID, "name": "Hall"}, []string{
			"error at id: Invalid Attribute Combination: Exactly one of these attributes must be configured: [id,name]",
		}},
		{"xrcloud_room", acctest.Values{"id": acctest.MissingID, "project_id": acctest.MissingID}, []string{
			"error at id: Invalid Attribute Combination: These attributes cannot be configured together: [id,project_id]",
		}},
		{"xrcloud_room", acctest.Values{"name": "Hall", "project_id": acctest.MissingID, "scene_id": acctest.MissingID}, []string{
			"error at project_id: Invalid Attribute Combination: These attributes cannot be configured together: [project_id,scene_id]",
		}},
		{"xrcloud_rooms", acctest.Values{"scene_id": acctest.MissingID}, nil},
		{"xrcloud_rooms", acctest.Values{}, []string{
			"error: Missing Attribute Configuration: Exactly one of these attributes must be configured: [project_id,scene_id]",
		}},
		{"xrcloud_rooms", acctest.Values{"project_id": acctest.MissingID, "scene_id": acctest.MissingID}, []string{
			"error at project_id: Invalid Attribute Combination: Exactly one of these attributes must be configured: [project_id,scene_id]",
		}},
		{"xrcloud_rooms", acctest.Values{"project_id": acctest.Unknown, "tags": acctest.Unknown, "name_contains": acctest.Unknown}, nil},
	} {
		got := client.ValidateDataSource(c.kind, c.config)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s with %v: got\n%s\nwant\n%s", c.kind, c.config, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
