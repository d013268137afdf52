package project_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
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

// changeAfterPlan is a plan check that makes a change between the plan and the apply.
type changeAfterPlan func()

func (change changeAfterPlan) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	change()
}

func TestProjectImageFile(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	favicon := writeImage(t, "favicon.png", "one")
	config := s.Config(projectBlock(fmt.Sprintf("  name = \"Fair\"\n  favicon = %q", favicon)))
	requireSent := func(want int) func() {
		return func() {
			t.Helper()
			s.RequireRequests(t, want, "PATCH", "^/api/projects/")
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("one")))}},
			{ // a new file with the same content
				PreConfig:        func() { writeFile(t, favicon, "one") },
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				PostApplyFunc:    requireSent(0),
			},
			{ // other content
				PreConfig: func() { writeFile(t, favicon, "two") },
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionUpdate), expectPlanned("favicon_sha256", knownvalue.StringExact(hash("two"))),
					plancheck.ExpectUnknownValue(projectAddress, tfjsonpath.New("updated_at")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("two")))},
				PostApplyFunc:     requireSent(1),
			},
			{ // a file that changes after the plan is not sent: Terraform reports an inconsistent plan
				PreConfig: func() { writeFile(t, favicon, "three") },
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectPlanned("favicon_sha256", knownvalue.StringExact(hash("three"))), changeAfterPlan(func() { writeFile(t, favicon, "four") }),
				}},
				ExpectError: regexp.MustCompile(`(?s)inconsistent final plan.*favicon_sha256`),
			},
			{
				PreConfig:         requireSent(1),
				Config:            config,
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("four")))},
				PostApplyFunc:     requireSent(2),
			},
		},
	})
}

// Errors about images are attached to the argument.
func TestProjectImages(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	client := s.ProtocolClient(t)
	none := client.Absent("xrcloud_project")
	folder := t.TempDir()
	missing := filepath.Join(folder, "missing.png")
	text := base64.StdEncoding.EncodeToString([]byte("plain text"))
	for _, c := range []struct {
		name   string
		values acctest.Values
		want   string
	}{
		{
			"missing",
			acctest.Values{"favicon": missing},
			"warning at favicon: Cannot read image: " + unreadableImageError("favicon", missing) + " The apply fails if it has to send this file.",
		},
		{
			"invalid base64",
			acctest.Values{"logo_base64": "%"},
			"error at logo_base64: Cannot read image: The text is not base64: illegal base64 data at input byte 0. filebase64() returns the right form.",
		},
		{
			"no image",
			acctest.Values{"favicon_base64": text},
			"error at favicon_base64: Cannot read image: The content is text/plain; charset=utf-8. It must be an image: ICO, PNG, JPEG, GIF, BMP or WebP.",
		},
		{
			"two errors",
			acctest.Values{"favicon_base64": text, "logo": missing},
			"error at favicon_base64: Cannot read image: The content is text/plain; charset=utf-8. It must be an image: ICO, PNG, JPEG, GIF, BMP or WebP.\n" +
				"warning at logo: Cannot read image: " + unreadableImageError("logo", missing) + " The apply fails if it has to send this file.",
		},
		{"unknown", acctest.Values{"favicon": acctest.Unknown, "logo_base64": acctest.Unknown}, ""},
	} {
		c.values["name"] = "Fair"
		_, problems := client.Plan(none, c.values)
		if got := strings.Join(problems, "\n"); got != c.want {
			t.Errorf("%s: the plan: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}

	favicon := writeImage(t, "favicon.png", "one")
	values := acctest.Values{"name": "Fair", "favicon": favicon}
	for _, c := range []struct {
		name   string
		change func()
		want   string
	}{
		{
			"changed", func() { writeFile(t, favicon, "two") },
			"error at favicon: Cannot read image: The content of the image has changed since the plan. Run the plan again.",
		},
		{
			"removed", func() { removeFile(t, favicon) },
			"error at favicon: Cannot read image: " + unreadableImageError("favicon", favicon),
		},
	} {
		plan, problems := client.Plan(none, values)
		if len(problems) > 0 || plan.Attribute(t, "favicon_sha256") == "unknown" {
			t.Fatalf("%s: the plan is %v: %q", c.name, plan.Value, problems)
		}
		c.change()
		after, problems := client.Apply(none, plan, values)
		if got := strings.Join(problems, "\n"); got != c.want || !after.Value.IsNull() {
			t.Errorf("%s: the apply leaves %v with\n%s\nwant\n%s", c.name, after.Value, got, c.want)
		}
	}
	if requests := s.Server.Requests("POST", "^/api/projects"); len(requests) > 0 {
		t.Errorf("%d create requests were sent", len(requests))
	}
}

func unreadableImageError(argument, path string) string {
	return "open " + path + ": no such file or directory. Set " + argument + " to the path of an image file. " +
		"The path of a file beside the configuration begins with ${path.module}/."
}

// An error of the service about an image is attached to the configured one of its two arguments.
func TestRefusedImage(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.Options{})
	client := s.ProtocolClient(t)
	favicon := writeImage(t, "favicon.png", png)
	content := base64.StdEncoding.EncodeToString([]byte(png))
	none := client.Absent("xrcloud_project")
	existing := client.MustApply(none, acctest.Values{"name": "Fair"})
	refusal := acctest.JSONResponse(http.StatusBadRequest, `{"statusCode":400,"message":["favicon must be smaller","logo must be smaller"],"error":"Bad Request"}`)
	refusal.Path = "^/api/projects"
	s.Server.Inject(refusal)
	for _, c := range []struct {
		values acctest.Values
		want   []string
	}{
		{acctest.Values{"favicon": favicon, "logo_base64": content}, []string{"error at favicon: ", "error at logo_base64: "}},
		{acctest.Values{"favicon_base64": content, "logo": favicon}, []string{"error at favicon_base64: ", "error at logo: "}},
		{acctest.Values{}, []string{"error at favicon: ", "error at logo: "}},
	} {
		c.values["name"] = "Fair 2"
		for name, prior := range map[string]acctest.Object{"create": none, "update": existing} {
			plan, _ := client.Plan(prior, c.values)
			_, problems := client.Apply(prior, plan, c.values)
			if len(problems) != 2 || !strings.HasPrefix(problems[0], c.want[0]) || !strings.HasPrefix(problems[1], c.want[1]) {
				t.Errorf("%s with %v: got %q, want errors that begin with %q", name, c.values, problems, c.want)
			}
		}
	}
}

// Only a change of the content of an image sends it. The same image at another path, or as base64, is not sent.
func TestProjectImageAtOtherPath(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	laptop, pipeline := writeImage(t, "favicon.png", png), writeImage(t, "favicon.png", png)
	config := func(arguments string) string { return s.Config(projectBlock("  name = \"Fair\"\n  " + arguments)) }
	requireSent := func(want int) func() {
		return func() {
			t.Helper()
			s.RequireRequests(t, want, "PATCH", "^/api/projects/")
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(fmt.Sprintf("favicon = %q", laptop))},
			{
				Config:            config(fmt.Sprintf("favicon = %q", pipeline)),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon", knownvalue.StringExact(laptop))},
				PostApplyFunc:     requireSent(0),
			},
			{ // the state keeps the path, even with another change
				Config: s.Config(projectBlock(fmt.Sprintf("  name = \"Fair\"\n  favicon = %q\n  force_destroy = true", pipeline))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionUpdate), expectPlanned("favicon", knownvalue.StringExact(laptop)), expectPlanned("updated_at", knownvalue.NotNull()),
				}},
				PostApplyFunc: requireSent(0),
			},
			{
				Config: config(fmt.Sprintf("favicon_base64 = %q", base64.StdEncoding.EncodeToString([]byte(png)))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectAction(plancheck.ResourceActionUpdate), expectPlanned("favicon_sha256", knownvalue.StringExact(hash(png))),
				}},
				PostApplyFunc: requireSent(0),
			},
			{
				PreConfig:         func() { writeFile(t, pipeline, "another") },
				Config:            config(fmt.Sprintf("favicon = %q", pipeline)),
				ConfigStateChecks: []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon", knownvalue.StringExact(pipeline)), acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("another")))},
				PostApplyFunc:     requireSent(1),
			},
		},
	})
}

// A missing file of an image that was sent does not affect updates of other arguments, or the destroy at the end of the test.
func TestMissingImageFileWarnsInPlan(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	favicon := writeImage(t, "favicon.png", "one")
	otherPath := filepath.Join(t.TempDir(), "favicon.png")
	config := func(name, path string) string {
		return s.Config(projectBlock(fmt.Sprintf("  name = %q\n  favicon = %q", name, path)))
	}
	kept := []statecheck.StateCheck{acctest.ExpectState(projectAddress, "favicon_sha256", knownvalue.StringExact(hash("one"))), acctest.ExpectState(projectAddress, "favicon", knownvalue.StringExact(favicon))}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             checkDestroyed(t, s),
		Steps: []resource.TestStep{
			{Config: config("Fair", favicon)},
			{
				PreConfig:         func() { removeFile(t, favicon) },
				Config:            config("Fair 2", favicon),
				ConfigStateChecks: kept,
			},
			{ // the path of another checkout, where the file is missing, too
				Config:            config("Fair 3", otherPath),
				ConfigStateChecks: kept,
			},
			{
				Config:      config("Fair 3", filepath.Join(t.TempDir(), "another.png")),
				ExpectError: regexp.MustCompile(`Error: Cannot read image`),
			},
		},
	})
	if s.Emulator == nil {
		return // a real service does not show its requests
	}
	for _, request := range s.Server.Requests("PATCH", "^/api/projects/") {
		if sent := multipartValues(t, request); len(sent) != 1 || sent["name"] == "" {
			t.Errorf("the update request is %q", sent)
		}
	}
}

// A missing file is a warning in the plan, since a destroy plans, too. The apply is an error before any request.
func TestMissingImageFileFailsApply(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t)
	client := s.ProtocolClient(t)
	missing := filepath.Join(t.TempDir(), "missing.png")
	values := acctest.Values{"name": "Fair", "logo": missing}
	none := client.Absent("xrcloud_project")
	plan, _ := client.Plan(none, values)
	after, problems := client.Apply(none, plan, values)
	if want := "error at logo: Cannot read image: " + unreadableImageError("logo", missing); strings.Join(problems, "\n") != want || !after.Value.IsNull() {
		t.Errorf("the apply leaves %v: %q, want %q", after.Value, problems, want)
	}
	s.RequireRequests(t, 0, "POST", "^/api/projects")

	writeFile(t, missing, "found")
	created, problems := client.Apply(none, plan, values)
	if len(problems) > 0 || created.Attribute(t, "logo_sha256") != hash("found") {
		t.Errorf("with the file, the apply leaves %v: %q", created.Value, problems)
	}
}

func removeFile(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
