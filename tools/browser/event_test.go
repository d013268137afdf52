package browser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// missingPage is the end of the URL of a page that does not exist.
const missingPage = "/not/a/page"

// TestEvent follows a person who looks at the event of the demo: from the overview to a room, in and out, to the room's log, to the scene
// editor, and back to Terraform.
func TestEvent(t *testing.T) {
	t.Parallel()
	for i, d := range devices {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, d)
			event := requireDemo(t)

			b.navigate(event.overview)
			b.checkPage("overview")
			rooms := b.count("ul.rooms > li")
			if rooms <= i || b.count("ul.scenes img") == 0 {
				t.Fatalf("the overview has %d rooms:\n%s", rooms, b.text())
			}
			if b.count("details[open]") > 0 {
				t.Error("the overview shows secrets")
			}

			// Each device visits another room.
			card := fmt.Sprintf("ul.rooms > li:nth-of-type(%d)", i+1)
			guest := b.link(card + " .title a")
			roomLog := b.open()
			roomLog.navigate(b.link(card + " .actions a"))
			roomLog.waitForText("Nobody has been here yet")
			roomLog.checkPage("log-empty")

			b.navigate(guest)
			b.waitForText("You are a guest")
			visitor := "Ada on a " + d.name
			b.do(chromedp.SetValue(chromedp.CSS("#visitor"), visitor))
			b.checkPage("room")
			b.click(`//button[@id="enter"]`, "You are in, as")
			b.waitForText(visitor)
			b.checkPage("room-entered")

			// The log is in another tab, and follows the visit without a reload.
			roomLog.waitForText("1 of")
			roomLog.waitForText(visitor)
			entered := roomLog.count("section:last-of-type tbody tr")
			b.click(`//button[@id="leave"]`, "You have left the room")
			roomLog.waitForText("0 of")
			if left := roomLog.count("section:last-of-type tbody tr"); left != entered+1 {
				t.Errorf("the log has %d events after the visit, and had %d before its end", left, entered)
			}
			if bars := roomLog.count(".chart rect.bar"); bars != 1 {
				t.Errorf("the chart has %d visits, want 1", bars)
			}
			roomLog.checkPage("log")

			// The host link is behind a click.
			b.navigate(event.overview)
			b.do(chromedp.Click(chromedp.CSS(card + " details summary")))
			b.navigate(b.link(card + " details a"))
			b.waitForText("You are host")

			scene := "Hall of a " + d.name
			b.navigate(event.overview)
			b.click(`//a[contains(., "Create a scene")]`, "Template")
			b.do(chromedp.SetValue(chromedp.CSS("#scene-name"), scene))
			b.checkPage("editor")
			b.click(`//button[contains(., "Publish")]`, "Scene published")
			b.checkPage("published")
			found := event.applyTerraform(t, fmt.Sprintf(`
terraform {
  required_providers {
    xrcloud = { source = "xrcloud/xrcloud" }
  }
}

data "xrcloud_projects" "all" {}

data "xrcloud_scene" "published" {
  project_id = data.xrcloud_projects.all.projects[0].id
  name       = %q
}

output "scene" {
  value = data.xrcloud_scene.published.id
}
`, scene), "scene")
			if !strings.Contains(b.text(), found) {
				t.Errorf("Terraform finds the scene %s, and the page has\n%s", found, b.text())
			}

			b.navigate(event.overview + "-/requests")
			b.waitForText("/api/scenes")
			b.checkPage("requests")

			b.navigate(strings.TrimSuffix(event.overview, "/") + missingPage)
			b.checkPage("not-found")
			b.click(`//main//a[1]`, "Overview")
		})
	}
}
