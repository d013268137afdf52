package emulator_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// TestConcurrentRequests creates, reads, updates and deletes rooms in several goroutines, for the race detector.
func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"memory", "file"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{})
			if name == "file" {
				e, _ := open(t, filepath.Join(t.TempDir(), "data"), emulator.Options{})
				c = (&client{Service: e, t: t}).as(e.Credentials())
			}
			project, scene, _ := c.createObjects()
			const clients, rounds = 8, 10
			kept := make([][]string, clients)
			var group sync.WaitGroup
			for client := range clients {
				group.Go(func() {
					for round := range rounds {
						created := c.send("POST", "/api/rooms", key, roomBody(project, scene, fmt.Sprint(client, round)))
						id, _ := lookUp(created.body, "id").(string)
						for _, r := range []response{
							created,
							c.send("GET", "/api/rooms/"+id+"?userId=alice", key, nil),
							c.send("GET", "/api/rooms?projectId="+project, key, nil),
							c.send("PATCH", "/api/rooms/"+id, key, object{"size": 5}),
						} {
							if r.status >= 300 {
								t.Errorf("%s: status %d", r.request, r.status)
							}
						}
						if err := c.Log(id, emulator.LogEntry{Code: "room-join", LogTime: time.Unix(0, 0)}); err != nil {
							t.Error(err)
						}
						c.Credentials()
						if round%2 == 0 {
							kept[client] = append(kept[client], id)
						} else if got := c.send("DELETE", "/api/rooms/"+id, key, nil); got.status != http.StatusOK {
							t.Errorf("delete: status %d", got.status)
						}
					}
				})
			}
			group.Wait()
			total := 1 // the room of createObjects
			for _, ids := range kept {
				total += len(ids)
			}
			if got := c.send("GET", "/api/rooms?projectId="+project, key, nil).at("total"); got != float64(total) {
				t.Errorf("there are %v rooms, want %d", got, total)
			}
		})
	}
}
