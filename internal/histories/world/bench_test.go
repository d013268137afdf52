package world_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// BenchmarkNew measures the start and the end of a world.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		w, err := world.New(world.Options{})
		if err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
}

// BenchmarkRequests measures requests over an open connection, to services that have 20 objects of a type.
func BenchmarkRequests(b *testing.B) {
	for _, name := range []string{"create", "read", "update", "list"} {
		b.Run(name, func(b *testing.B) {
			c := newClient(b, world.Options{})
			defer c.Close()
			if !c.Do(world.Act{Name: "create many", Type: room, Number: 20}) {
				b.Fatal("no rooms")
			}
			objects := c.Objects()
			of := objects[len(objects)-1]
			method, path, body := http.MethodGet, "/api/rooms/"+of.ID, ""
			switch name {
			case "create":
				method, path = http.MethodPost, "/api/rooms"
				body = fmt.Sprintf(`{"projectId":%q,"sceneId":%q,"name":"","size":7,"returnUrl":"https://example.com/"}`, of.Project, of.Parent)
			case "update":
				method, body = http.MethodPatch, `{"size":7}`
			case "list":
				path = "/api/rooms?sceneId=" + of.Parent
			}
			for b.Loop() {
				if got := c.call(method, path, body); got.err != nil || got.status == http.StatusNotFound {
					b.Fatal(got)
				}
			}
		})
	}
}
