package xrcloud

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// FuzzProjectForm checks that the parts of a form are exactly the values of the input, for any strings and images.
func FuzzProjectForm(f *testing.F) {
	for _, seed := range []string{
		"", "Fair", "\r\n--boundary--\r\n", "Content-Disposition: form-data; name=\"label\"\r\n\r\nx", "메인 홀 👩‍🚀 \u202e", "e\u0301", "\x00\x01\x7f",
		"${x}", `a"b;c=\d`, "\xff\xfe", strings.Repeat("방", 10_000),
	} {
		f.Add(seed, seed, seed, seed+".png", []byte(seed), true)
	}
	f.Add("Fair", "", "https://example.com/hook", "a\r\nContent-Type: text/html\r\n\r\n.png", []byte("\x89PNG"), false)
	f.Fuzz(func(t *testing.T, name, label, webhook, file string, content []byte, update bool) {
		request := &transport.Request{Method: http.MethodPost}
		if update {
			request.Method = http.MethodPatch
		}
		image := &File{Name: file, Content: content}
		input := ProjectInput{Name: name, Label: &label, WebhookURL: &webhook, Favicon: image, Logo: image}
		if webhook == "" {
			input.WebhookURL = nil
		}
		if err := input.encode(request); err != nil {
			t.Fatal(err)
		}
		_, parameters, err := mime.ParseMediaType(request.ContentType)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"name": name, "favicon": string(content), "logo": string(content)}
		if label != "" || update {
			want["label"] = label
		}
		if webhook != "" {
			want["webhookUrl"] = webhook
		}
		form := multipart.NewReader(bytes.NewReader(request.Body), parameters["boundary"])
		for {
			part, err := form.NextPart()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(part)
			if err != nil {
				t.Fatal(err)
			}
			expected, known := want[part.FormName()]
			if !known || string(got) != expected {
				t.Fatalf("the part %q is %q, want %q", part.FormName(), got, expected)
			}
			delete(want, part.FormName())
			isFile := part.FormName() == "favicon" || part.FormName() == "logo"
			if sent := filepath.Base(strings.Map(printable, file)); isFile && file != "" && part.FileName() != sent {
				t.Fatalf("the file name %q became %q, want %q", file, part.FileName(), sent)
			}
		}
		if len(want) > 0 {
			t.Fatalf("these parts are missing: %q", want)
		}
	})
}
