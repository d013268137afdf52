package acctest_test

import (
	"bytes"
	stdjson "encoding/json"
	"mime"
	"mime/multipart"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// requestFields returns the fields of all bodies, whether JSON or forms. If two fields have the same name, the later one is returned.
func requestFields(t *testing.T, requests []faultserver.Request) map[string]any {
	t.Helper()
	fields := map[string]any{}
	for _, request := range requests {
		if len(request.Body) == 0 {
			continue
		}
		media, parameters, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		switch media {
		case "application/json":
			if err := stdjson.Unmarshal(request.Body, &fields); err != nil {
				t.Fatal(err)
			}
		case "multipart/form-data":
			form, err := multipart.NewReader(bytes.NewReader(request.Body), parameters["boundary"]).ReadForm(1 << 20)
			if err != nil {
				t.Fatal(err)
			}
			for name, values := range form.Value {
				fields[name] = values[0]
			}
			for name, files := range form.File {
				fields[name] = contentOf(t, files[0])
			}
		}
	}
	return fields
}

func contentOf(t *testing.T, header *multipart.FileHeader) string {
	t.Helper()
	file, err := header.Open()
	if err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	if _, err := content.ReadFrom(file); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

// asRequestField returns a configured value in the form of requestFields. A string that is a JSON object is sent as that object.
func asRequestField(value any) any {
	switch value := value.(type) {
	case string:
		var object map[string]any
		if stdjson.Unmarshal([]byte(value), &object) == nil {
			return object
		}
	case int:
		return float64(value)
	case []string:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = item
		}
		return items
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = asRequestField(item)
		}
		return items
	case acctest.Values:
		fields := map[string]any{}
		for name, field := range value {
			fields[name] = asRequestField(field)
		}
		return fields
	}
	return value
}
