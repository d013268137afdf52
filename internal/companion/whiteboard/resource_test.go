package whiteboard_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	emulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// expect says what a plan does to the room.
func expect(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(board, action)}}
}

// has says what the state has of the room.
func has(values map[string]knownvalue.Check) []statecheck.StateCheck {
	checks := make([]statecheck.StateCheck, 0, len(values))
	for name, value := range values {
		checks = append(checks, statecheck.ExpectKnownValue(board, tfjsonpath.New(name), value))
	}
	return checks
}

// rooms checks how many rooms a region has, and how many of them are disabled.
func (s service) rooms(region string, all, disabled int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		rooms := s.Rooms(region)
		banned := 0
		for _, room := range rooms {
			if room.IsBan {
				banned++
			}
		}
		if len(rooms) != all || banned != disabled {
			return fmt.Errorf("%s has %d rooms, %d of them disabled; want %d and %d", region, len(rooms), banned, all, disabled)
		}
		return nil
	}
}

func TestRoomLifecycle(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	uuid := knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{32}$`))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(state *terraform.State) error {
			if err := s.rooms("us-sv", 2, 2)(state); err != nil {
				return err
			}
			return s.rooms("sg", 3, 3)(state)
		},
		Steps: []resource.TestStep{
			{
				Config: s.board(``),
				ConfigStateChecks: has(map[string]knownvalue.Check{
					"id": knownvalue.StringRegexp(regexp.MustCompile(`^us-sv/[0-9a-f]{32}$`)), "region": knownvalue.StringExact("us-sv"), "uuid": uuid,
					"is_record": knownvalue.Bool(false), "limit": knownvalue.Int64Exact(0), "disabled": knownvalue.Bool(false),
					"on_destroy": knownvalue.StringExact("disable"), "team_uuid": knownvalue.NotNull(), "app_uuid": knownvalue.StringExact("app-1"),
					"created_at": knownvalue.NotNull(),
				}),
			},
			// What changes in place, and the way back by removal.
			{Config: s.board(`disabled = true`), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate), Check: s.rooms("us-sv", 1, 1)},
			{Config: s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate), Check: s.rooms("us-sv", 1, 0)},
			{Config: s.board(`on_destroy = "abandon"`), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate)},
			{Config: s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate)},
			// What is said in other words is no change.
			{
				Config:           s.board("region = \"us-sv\"\nis_record = false\nlimit = 0\ndisabled = false\non_destroy = \"disable\""),
				ConfigPlanChecks: expect(plancheck.ResourceActionNoop), Check: s.rooms("us-sv", 1, 0),
			},
			{Config: s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
			// What replaces the room, which leaves the old one disabled.
			{
				Config: s.board(`limit = 5`), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("us-sv", 2, 1),
				ConfigStateChecks: has(map[string]knownvalue.Check{"limit": knownvalue.Int64Exact(5)}),
			},
			{
				Config: s.board("limit = 5\nregion = \"sg\""), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
				Check:             resource.ComposeTestCheckFunc(s.rooms("us-sv", 2, 2), s.rooms("sg", 1, 0)),
				ConfigStateChecks: has(map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
			},
			{
				Config: s.board("limit = 5\nregion = \"sg\"\nis_record = true"), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate),
				Check:             s.rooms("sg", 2, 1),
				ConfigStateChecks: has(map[string]knownvalue.Check{"is_record": knownvalue.Bool(true)}),
			},
			// A removed limit is no limit. A removed region, or recording, stays as it is.
			{
				Config: s.board("region = \"sg\""), ConfigPlanChecks: expect(plancheck.ResourceActionDestroyBeforeCreate), Check: s.rooms("sg", 3, 2),
				ConfigStateChecks: has(map[string]knownvalue.Check{"limit": knownvalue.Int64Exact(0)}),
			},
			{
				Config: s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionNoop),
				ConfigStateChecks: has(map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
			},
		},
	})
	if sent := s.server.Requests("DELETE", ""); len(sent) != 0 {
		t.Errorf("sent %d requests that the service does not know", len(sent))
	}
}

func TestRoomMadeDisabled(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: s.board(`disabled = true`), Check: s.rooms("us-sv", 1, 1),
			ConfigStateChecks: has(map[string]knownvalue.Check{"disabled": knownvalue.Bool(true)}),
		}},
	})
}

func TestRoomAbandoned(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             s.rooms("us-sv", 1, 0),
		Steps:                    []resource.TestStep{{Config: s.board(`on_destroy = "abandon"`)}},
	})
	if sent := s.server.Requests("PATCH", ""); len(sent) != 0 {
		t.Errorf("an abandoned room was changed %d times", len(sent))
	}
}

func TestRoomImport(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string]string{
		"nothing":    ``,
		"everything": "region = \"eu\"\nis_record = true\nlimit = 7\ndisabled = true\non_destroy = \"disable\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{})
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{Config: s.board(arguments)},
					{ResourceName: board, ImportState: true, ImportStateVerify: true},
					{ResourceName: board, ImportState: true, ImportStateKind: resource.ImportBlockWithID}, // its plan must be empty
				},
			})
		})
	}
}

func TestRoomImportRefused(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for id, problem := range map[string]string{
		"4a5f0000000011eeb9d10123456789ab":           `does\s+not\s+have\s+the\s+form\s+region/uuid`,
		"US/4a5f0000000011eeb9d10123456789ab":        `cannot\s+be\s+a\s+region`,
		"sg/4a5f0000-0000-11ee-b9d1-0123456789ab":    `not\s+the\s+uuid`,
		"us-sv/" + unused:                            `Cannot import non-existent remote object`,
		"gb-lon/" + unused:                           `region\s+is\s+not\s+supported`,
		"us-sv/4a5f0000000011eeb9d10123456789ab/etc": `not\s+the\s+uuid`,
	} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: s.board(``), ResourceName: board, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(problem),
			}},
		})
	}
}

func TestRoomVanished(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(``)},
			{
				PreConfig: func() { s.DeleteRoom("us-sv", s.only(t, "us-sv").UUID) },
				Config:    s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionCreate), Check: s.rooms("us-sv", 1, 0),
			},
			// Gone before it is destroyed is destroyed.
			{
				PreConfig: func() { s.DeleteRoom("us-sv", s.only(t, "us-sv").UUID) },
				Config:    s.board(``), Destroy: true,
			},
		},
	})
}

func TestRoomChangedOutside(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.board(``)},
			{
				PreConfig: func() { s.BanRoom("us-sv", s.only(t, "us-sv").UUID, true) },
				Config:    s.board(``), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate), Check: s.rooms("us-sv", 1, 0),
			},
		},
	})
}

// Values of variables without defaults are not known when a configuration is validated, those of a resource when it is
// planned.
func TestRoomUnknownValues(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	variables := `
variable "region" {}
variable "record" { type = bool }
variable "limit" { type = number }
variable "disabled" { type = bool }
variable "on_destroy" {}
`
	body := room("region = var.region\nis_record = var.record\nlimit = var.limit\ndisabled = var.disabled\non_destroy = var.on_destroy")
	values := config.Variables{
		"region": config.StringVariable("eu"), "record": config.BoolVariable(true), "limit": config.IntegerVariable(2),
		"disabled": config.BoolVariable(true), "on_destroy": config.StringVariable("disable"),
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.config(variables + body), ConfigVariables: values, Check: s.rooms("eu", 1, 1)},
			{
				Config: s.config(late("eu", 2)), Check: s.rooms("eu", 1, 1),
				ConfigStateChecks: has(map[string]knownvalue.Check{
					"region": knownvalue.StringExact("eu"), "is_record": knownvalue.Bool(true), "limit": knownvalue.Int64Exact(2), "disabled": knownvalue.Bool(true),
				}),
			},
			{Config: s.config(late("sg", 2)), ExpectError: regexp.MustCompile(`inconsistent final plan`)},
			{Config: s.config(late("sg", 2)), Check: s.rooms("sg", 1, 1)},
			{Config: s.config(late("sg", 3)), ExpectError: regexp.MustCompile(`inconsistent final plan`)},
		},
	})
	if rooms := s.Rooms("sg"); len(rooms) != 1 || rooms[0].Limit != 2 {
		t.Errorf("a value that turned out another one touched the room: %v", rooms)
	}
}

// late takes all arguments from a resource that is replaced with each change, so that they are unknown in the plan.
func late(region string, limit int) string {
	return fmt.Sprintf(`
resource "terraform_data" "late" {
  input            = { region = %[1]q, record = true, limit = %[2]d, disabled = true }
  triggers_replace = "%[1]s %[2]d"
}
`, region, limit) + room("region = terraform_data.late.output.region\nis_record = terraform_data.late.output.record\nlimit = terraform_data.late.output.limit\ndisabled = terraform_data.late.output.disabled")
}

// A section, or a value in it, may come from something that is only made in the same apply.
func TestProviderUnknownValues(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	section := fmt.Sprintf("{ endpoint = %q, access_key = %q, secret_key = %q, region = \"sg\" }", s.server.URL(), app.AccessKey, app.SecretKey)
	late := "\nresource \"terraform_data\" \"late\" { input = " + section + " }\n"
	for name, arguments := range map[string]string{
		"the section": `dynamic "whiteboard" {
  for_each = [terraform_data.late.output]
  content {
    endpoint   = whiteboard.value.endpoint
    access_key = whiteboard.value.access_key
    secret_key = whiteboard.value.secret_key
    region     = whiteboard.value.region
  }
}`,
		"its values": fmt.Sprintf(`whiteboard {
  endpoint = %q
  access_key = terraform_data.late.output.access_key
  secret_key = terraform_data.late.output.secret_key
  region = terraform_data.late.output.region
}`, s.server.URL()),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:            acctest.Config(arguments, late+room(``)),
					ConfigStateChecks: has(map[string]knownvalue.Check{"region": knownvalue.StringExact("sg")}),
				}},
			})
		})
	}
}

// Another region of the provider is one for new rooms. Rooms that people have drawn in stay where they are.
func TestProviderRegionChanges(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	keys := fmt.Sprintf("access_key = %q\n secret_key = %q\n", app.AccessKey, app.SecretKey)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: s.configAs(keys+`region = "eu"`, room(``))},
			{Config: s.configAs(keys+`region = "sg"`, room(``)), ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
			{
				Config: s.configAs(keys+`region = "sg"`, room(`disabled = true`)), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
				Check: s.rooms("eu", 1, 1),
			},
			{Config: s.configAs(keys, room(`disabled = true`)), ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
		},
	})
}

func TestRoomRefusedInPlan(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	for _, test := range []struct {
		config  acctest.Values
		problem string
	}{
		{acctest.Values{"region": "US/SV"}, `error at region: Not a region: "US/SV" cannot be a region.`},
		{acctest.Values{"region": "gb-lon"}, `warning at region: Region was renamed: The region gb-lon was renamed in 2023`},
		{acctest.Values{"limit": -1}, `error at limit`},
		{acctest.Values{"on_destroy": "delete"}, `error at on_destroy`},
		{acctest.Values{"region": "moon-1"}, ""}, // a region that the service may have got since
		{acctest.Values{"region": acctest.Unknown, "limit": acctest.Unknown, "on_destroy": acctest.Unknown}, ""},
	} {
		problems := caller.ValidateResource(kind, test.config)
		if (test.problem == "") != (len(problems) == 0) || len(problems) > 0 && !strings.Contains(problems[0], test.problem) || len(problems) > 1 {
			t.Errorf("%v: the problems are %q, want %q", test.config, problems, test.problem)
		}
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("a validation sent %d requests", len(sent))
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	planned, problems := caller.Plan(caller.Absent(kind), acctest.Values{})
	if len(problems) > 0 || planned.Attribute(t, "region") != "us-sv" || planned.Attribute(t, "is_record") != "unknown" {
		t.Errorf("planned %v, %v", planned.Value, problems)
	}
	made := caller.MustApply(caller.Absent(kind), acctest.Values{})
	s.server.Reset()
	caller.MustApply(made, acctest.Values{"on_destroy": "abandon"})
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("what only Terraform knows of was sent: %v", sent)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	caller := s.call(t)
	parts := func(object acctest.Object) []string { return object.IdentityValues(t, "region", "uuid") }

	made := caller.MustApply(caller.Absent(kind), acctest.Values{})
	want := []string{"us-sv", s.only(t, "us-sv").UUID}
	if !slices.Equal(parts(made), want) {
		t.Errorf("after create: %v, want %v", parts(made), want)
	}
	updated := caller.MustApply(made, acctest.Values{"disabled": true})
	if !slices.Equal(parts(updated), want) {
		t.Errorf("after update: %v", parts(updated))
	}
	imported, problems := caller.ImportByIdentity(kind, map[string]string{"region": want[0], "uuid": want[1]})
	if len(problems) > 0 || !slices.Equal(parts(imported), want) {
		t.Fatalf("after import: %v, %v", parts(imported), problems)
	}
	read, problems := caller.Read(imported)
	if len(problems) > 0 || !read.Value.Equal(updated.Value) || !slices.Equal(parts(read), want) {
		t.Errorf("the imported room is %v, %v, %v; want %v", read.Value, parts(read), problems, updated.Value)
	}
	planned, problems := caller.Plan(read, acctest.Values{"disabled": true})
	if len(problems) > 0 || !planned.Value.Equal(read.Value) {
		t.Errorf("the plan after the import: %v, %v", planned.Value, problems)
	}
	s.DeleteRoom("us-sv", want[1])
	if destroyed, problems := caller.Apply(read, caller.Absent(kind), nil); len(problems) > 0 || !destroyed.Value.IsNull() {
		t.Errorf("destroyed after it vanished: %v, %v", destroyed.Value, problems)
	}
	gone, problems := caller.Read(read)
	if len(problems) != 1 || !gone.Value.IsNull() || !slices.Equal(parts(gone), want) {
		t.Errorf("after it vanished: %v, %v, %v", gone.Value, parts(gone), problems)
	}
	for _, wrong := range []map[string]string{{"region": "", "uuid": unused}, {"region": "sg", "uuid": "x"}} {
		if _, problems := caller.ImportByIdentity(kind, wrong); len(problems) != 1 {
			t.Errorf("import of %v: %v", wrong, problems)
		}
	}
}

// Nothing is sent where the section is missing, or lacks what a room needs: that is said in the plan.
func TestSectionIsMissing(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{})
	for _, test := range []struct{ configuration, problem string }{
		{acctest.Config(``, room(``)), `(?s)Cannot plan whiteboard room.*XRCLOUD_WHITEBOARD_ACCESS_KEY`},
		{s.configAs(`region = "sg"`, room(``)), `XRCLOUD_WHITEBOARD_ACCESS_KEY`},
		{s.configAs("access_key = \"a\"\n secret_key = \"b\"", room(``)), `XRCLOUD_WHITEBOARD_REGION`},
	} {
		resource.UnitTest(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps:                    []resource.TestStep{{Config: test.configuration, PlanOnly: true, ExpectError: regexp.MustCompile(test.problem)}},
		})
	}
	if sent := s.server.Requests("", ""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}
