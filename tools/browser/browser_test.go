package browser_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is the maximum time for a page to show something on a busy machine.
const patience = 2 * time.Minute

// device is a screen on which the pages must work.
type device struct {
	name          string
	width, height int64
	mobile        bool
}

var devices = []device{
	{name: "phone", width: 390, height: 844, mobile: true},
	{name: "desktop", width: 1280, height: 800},
}

// tab is a tab of a browser with a device's screen.
type tab struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // chromedp keeps the tab in it
	device device
}

// newTab starts a browser with one tab. It skips the test if no browser is installed.
func newTab(t *testing.T, d device) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(findBrowser(t)), chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	return (&tab{t, allocator, d}).open()
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no browser: install chromium, so that it is on PATH")
	return ""
}

// open opens another tab of the same browser, with the same cookies.
func (b *tab) open() *tab {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	opened := &tab{b.t, ctx, b.device}
	opened.requireNoConsoleErrors()
	var options []chromedp.EmulateViewportOption
	if b.device.mobile {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	opened.do(chromedp.EmulateViewport(b.device.width, b.device.height, options...))
	return opened
}

// requireNoConsoleErrors fails the test if a page throws an exception, logs an error, or breaks its own security policy. The browser also
// logs each page that is not found, which the test visits on purpose.
func (b *tab) requireNoConsoleErrors() {
	ctx, cancel := context.WithCancel(b.ctx)
	messages := chromedp.Console(ctx)
	read := make(chan []chromedp.ConsoleMessage)
	go func() {
		var problems []chromedp.ConsoleMessage
		for message, err := range messages {
			if err != nil {
				break
			}
			isMissingPage := strings.HasSuffix(message.URL, missingPage)
			if (message.Type == chromedp.ConsoleError || message.IsException()) && !isMissingPage {
				problems = append(problems, message)
			}
		}
		read <- problems
	}()
	b.t.Cleanup(func() {
		cancel()
		for _, problem := range <-read {
			b.t.Errorf("%s: the console has an error: %s (%s)", b.device.name, problem, problem.URL)
		}
	})
}

// do runs an action of which the result does not matter.
func (b *tab) do(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	get(b, action)
}

// get runs an action and returns its result. An action on an element first looks the element up: if the page is replaced before the action
// uses the element, the browser no longer knows it, and the action has done nothing. It is then run again.
func get[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		result, err := chromedp.Run(ctx, action)
		if err == nil {
			return result
		}
		if ctx.Err() == nil && isReplacedElement(err) {
			continue
		}
		url, _ := chromedp.Run(b.ctx, chromedp.Location())
		content, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		b.t.Fatalf("%s, on %s: %v\n%s", b.device.name, url, err, content)
	}
}

// isReplacedElement reports whether an error says that the browser no longer knows an element.
func isReplacedElement(err error) bool {
	return slices.ContainsFunc([]string{"No node with given id found", "Could not find node with given id", "Node is detached from document"}, func(text string) bool {
		return strings.Contains(err.Error(), text)
	})
}

// navigate opens a URL.
func (b *tab) navigate(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
	b.do(chromedp.WaitVisible(chromedp.CSS("h1")))
}

// click clicks on an element, and waits until the page contains a string.
func (b *tab) click(selector chromedp.Search, then string) {
	b.t.Helper()
	b.do(chromedp.Click(selector, chromedp.NodeVisible))
	b.waitForText(then)
}

// waitForText waits until the page contains a string.
func (b *tab) waitForText(text string) {
	b.t.Helper()
	b.waitFor(fmt.Sprintf(`document.querySelector("main").textContent.replace(/\s+/g, " ").includes(%q)`, text), text)
}

// waitFor waits until a JavaScript expression is true. Events of another tab reach a tab only if it is in front.
func (b *tab) waitFor(expression, what string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, page.BringToFront, cdp.Empty{}); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(0)))
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			b.t.Fatalf("%s: the page does not show %q:\n%s", b.device.name, what, b.text())
		}
		// A navigation has ended the wait on the previous page.
	}
}

// text returns the text of the page.
func (b *tab) text() string {
	b.t.Helper()
	return get(b, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
}

// count returns the number of elements.
func (b *tab) count(selector string) int {
	b.t.Helper()
	return get(b, chromedp.Evaluate[int](fmt.Sprintf("document.querySelectorAll(%q).length", selector)))
}

// link returns the URL of a link.
func (b *tab) link(selector string) string {
	b.t.Helper()
	return get(b, chromedp.Evaluate[string](fmt.Sprintf("document.querySelector(%q).href", selector)))
}

// checkPage checks that the page fits the screen and is accessible, in the light and in the dark, and takes screenshots of it.
func (b *tab) checkPage(name string) {
	b.t.Helper()
	b.waitFor(`document.readyState === "complete"`, "all of its styles and images")
	if width := get(b, chromedp.Evaluate[float64]("document.documentElement.scrollWidth")); width > float64(b.device.width) {
		b.t.Errorf("%s: the page %s is %v pixels wide, on a screen of %d", b.device.name, name, width, b.device.width)
	}
	for _, scheme := range []string{"dark", "light"} {
		b.setColorScheme(scheme)
		b.requireAccessible(name + ", " + scheme)
		b.screenshot(strings.Join([]string{name, b.device.name, scheme}, "-"))
	}
}

// setColorScheme sets the color scheme that the person prefers: light or dark.
func (b *tab) setColorScheme(scheme string) {
	b.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // a transition would have other colors for a moment
	}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.t.Fatal(err)
	}
}

// requireAccessible fails the test for each violation of WCAG 2.1 on level AA, and of good practice, that axe-core finds.
func (b *tab) requireAccessible(name string) {
	b.t.Helper()
	script, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if errors.Is(err, os.ErrNotExist) {
		b.t.Log("not checked with axe-core, which is not installed: run npm ci in tools/browser")
		return
	}
	if err != nil {
		b.t.Fatal(err)
	}
	const run = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(found => JSON.stringify(found.violations))`
	get(b, chromedp.Evaluate[int](string(script)+";0"))
	found := get(b, chromedp.Evaluate[string](run, chromedp.EvalAwaitPromise))
	var violations []struct {
		ID    string `json:"id"`
		Help  string `json:"help"`
		Nodes []struct {
			HTML    string `json:"html"`
			Summary string `json:"failureSummary"`
		} `json:"nodes"`
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, violation := range violations {
		for _, node := range violation.Nodes {
			b.t.Errorf("%s, %s: %s (%s)\n%s\n%s", b.device.name, name, violation.Help, violation.ID, node.HTML, node.Summary)
		}
	}
}

// screenshot saves a picture of the screen.
func (b *tab) screenshot(name string) {
	b.t.Helper()
	directory := filepath.Join(root, "bin", "screenshots")
	if err := os.MkdirAll(directory, 0o750); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, name+".png"), get(b, chromedp.CaptureScreenshot()), 0o600); err != nil {
		b.t.Fatal(err)
	}
}
