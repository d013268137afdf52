package xrcloud_test

import (
	"bytes"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// parseForm returns the fields of a multipart body: values, and files as "name: content".
func parseForm(t *testing.T, request faultserver.Request) map[string]string {
	t.Helper()
	media, parameters, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" {
		t.Fatalf("the content type is %q", request.Header.Get("Content-Type"))
	}
	read, err := multipart.NewReader(bytes.NewReader(request.Body), parameters["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for name, values := range read.Value {
		fields[name] = strings.Join(values, "\x00twice\x00")
	}
	for name, headers := range read.File {
		for _, header := range headers {
			file, err := header.Open()
			if err != nil {
				t.Fatal(err)
			}
			var content bytes.Buffer
			if _, err := content.ReadFrom(file); err != nil {
				t.Fatal(err)
			}
			fields[name] += header.Filename + ": " + content.String()
		}
	}
	return fields
}

func TestProjectForm(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	file := func(name, content string) *xrcloud.File { return &xrcloud.File{Name: name, Content: []byte(content)} }
	hostile := "O'Brien \"q\" \\ \r\n--boundary 🎪 \u202eright to left"
	for _, c := range []struct {
		name   string
		update bool
		input  xrcloud.ProjectInput
		want   map[string]string
	}{
		{
			"new, all", false,
			xrcloud.ProjectInput{Name: "Fair", Label: text("fair"), WebhookURL: new("https://example.com/hook"), Favicon: file("f.ico", "F"), Logo: file("l.png", "L")},
			map[string]string{"name": "Fair", "label": "fair", "webhookUrl": "https://example.com/hook", "favicon": "f.ico: F", "logo": "l.png: L"},
		},
		{
			"new, no label", false,
			xrcloud.ProjectInput{Name: "Fair", Favicon: file("f.ico", ""), Logo: file("l.png", "L")},
			map[string]string{"name": "Fair", "favicon": "f.ico: ", "logo": "l.png: L"},
		},
		{
			"new, empty label", false,
			xrcloud.ProjectInput{Name: "Fair", Label: text(""), Favicon: file("f.ico", "F"), Logo: file("l.png", "L")},
			map[string]string{"name": "Fair", "favicon": "f.ico: F", "logo": "l.png: L"},
		},
		{"change, label kept and webhook cleared", true, xrcloud.ProjectInput{Name: "Fair"}, map[string]string{"name": "Fair"}},
		{
			"change, label removed and webhook kept", true,
			xrcloud.ProjectInput{Name: "Fair", Label: text(""), WebhookURL: new("https://example.com/hook")},
			map[string]string{"name": "Fair", "label": "", "webhookUrl": "https://example.com/hook"},
		},
		{"change, one file", true, xrcloud.ProjectInput{Name: "Fair", Logo: file("l.png", "new")}, map[string]string{"name": "Fair", "logo": "l.png: new"}},
		{"hostile texts", true, xrcloud.ProjectInput{Name: hostile, Label: text(hostile)}, map[string]string{"name": hostile, "label": hostile}},
		{
			"hostile file names", true,
			xrcloud.ProjectInput{Name: "Fair", Favicon: file(`a"b;c=🎪.png`, "\x00\xff\r\n--"), Logo: file("전시 장.jpg", "L")},
			map[string]string{"name": "Fair", "favicon": "a\"b;c=🎪.png: \x00\xff\r\n--", "logo": "전시 장.jpg: L"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{})
			client := s.clientWithAllCredentials(t)
			var got xrcloud.Project
			var err error
			if c.update {
				got, err = client.UpdateProject(t.Context(), createProject(t, client, "Before", text("before")).ID, c.input)
			} else {
				got, _, err = client.CreateProject(t.Context(), c.input)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != c.input.Name || (got.WebhookURL == nil) != (c.input.WebhookURL == nil) {
				t.Errorf("the project is %+v", got)
			}
			sent := s.Requests("", "^/api/projects")
			if diff := cmp.Diff(c.want, parseForm(t, sent[len(sent)-1])); diff != "" {
				t.Errorf("the form (-want +got):\n%s", diff)
			}
		})
	}
}

// A file name with a line break does not add a header to the form.
func TestProjectFileNameWithLineBreak(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	project := createProject(t, client, "Fair", nil)
	s.Reset()
	_, err := client.UpdateProject(t.Context(), project.ID, xrcloud.ProjectInput{
		Name: "Fair", Favicon: &xrcloud.File{Name: "a\r\nContent-Type: text/html\r\n\r\n.png", Content: []byte("F")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if body := string(s.apiRequests()[0].Body); !strings.Contains(body, "text/html") || strings.Contains(body, "\nContent-Type: text/html") {
		t.Errorf("the file name became a header:\n%s", body)
	}
}

func TestInvalidProjects(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	label := "fair"
	createProject(t, client, "Fair", &label)
	for _, c := range []struct {
		name  string
		input xrcloud.ProjectInput
		field string
	}{
		{"label in use", xrcloud.ProjectInput{Name: "Other", Label: &label, Favicon: image, Logo: image}, "label"},
		{"no name", xrcloud.ProjectInput{Favicon: image, Logo: image}, "name"},
		{"bad webhook", xrcloud.ProjectInput{Name: "Other", WebhookURL: new("http://localhost/"), Favicon: image, Logo: image}, "webhookUrl"},
		{"no files", xrcloud.ProjectInput{Name: "Other"}, ""},
		{"no image", xrcloud.ProjectInput{Name: "Other", Favicon: &xrcloud.File{Name: "a.svg"}, Logo: image}, ""},
	} {
		_, _, err := client.CreateProject(t.Context(), c.input)
		if failed := requireError(t, err); failed.Reason != transport.Invalid || failed.Ambiguous || failed.Fields[0].Field != c.field {
			t.Errorf("%s: want invalid %q, got %v with %v", c.name, c.field, err, failed.Fields)
		}
	}
}

func TestProjectLifecycle(t *testing.T) {
	t.Parallel()
	s := startService(t, emulator.Options{})
	client := s.clientWithAllCredentials(t)
	created := createProject(t, client, "Fair", nil)
	read, err := client.Project(t.Context(), created.ID)
	if err != nil || read != created {
		t.Fatalf("want %+v, got %+v, %v", created, read, err)
	}
	changed, err := client.UpdateProject(t.Context(), created.ID, xrcloud.ProjectInput{Name: "Congress", WebhookURL: new("https://example.com/hook")})
	if err != nil || changed.Name != "Congress" || *changed.WebhookURL != "https://example.com/hook" || changed.UpdatedAt <= created.UpdatedAt {
		t.Errorf("got %+v, %v", changed, err)
	}
	if err := client.DeleteProject(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Project(t.Context(), created.ID); !transport.IsNotFound(err) {
		t.Errorf("want NotFound, got %v", err)
	}
}

// The error of a label in use has the project with the label, if that can be found.
func TestLabelInUseNamesItsProject(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]bool{"found": false, "not found": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServiceWithTwoAccounts(t)
			client := s.clientWithAllCredentials(t)
			label := "event"
			input := xrcloud.ProjectInput{Name: "Event", Label: &label, Favicon: image, Logo: image}
			first, _, err := client.CreateProject(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			want := transport.ConflictingObject{Kind: "project", ID: first.ID, Name: "Event"}
			if fails {
				s.Inject(faultserver.Fault{Method: http.MethodGet, Path: "^/api/projects$", Status: http.StatusForbidden})
				want = transport.ConflictingObject{Kind: "project"}
			}
			input.Name = "Another"
			_, _, err = client.CreateProject(t.Context(), input)
			failed := requireError(t, err)
			if failed.Reason != transport.Invalid || len(failed.Fields) != 1 || failed.Fields[0].Field != "label" || failed.Fields[0].Message != failed.Message {
				t.Fatalf("got %v with %+v", failed, failed.Fields)
			}
			if got := failed.Fields[0].Conflict; got == nil || *got != want {
				t.Errorf("got the project %+v, want %+v", got, want)
			}
		})
	}
}
