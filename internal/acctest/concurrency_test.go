package acctest_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// runConcurrently calls a function for each number below count, atOnce calls at a time, as Terraform's -parallelism does.
func runConcurrently(count, atOnce int, do func(int)) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i := range count {
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // no call returns an error
}

// TestConcurrentRooms creates, changes and deletes hundreds of rooms concurrently. It checks the limit of concurrent requests, and that no
// goroutine is left.
func TestConcurrentRooms(t *testing.T) { //nolint:paralleltest // it counts goroutines
	before := runtime.NumGoroutine()
	t.Run("rooms", func(t *testing.T) {
		const count, atOnce, limit = 300, 50, 7
		s := newFaultHarness(t, false)
		s.arguments["max_concurrent_requests"] = limit
		s.client = acctest.NewProtocolClient(t, s.arguments)
		rooms := make([]acctest.Object, count)
		name := func(i int) string { return fmt.Sprintf("Room %d", i/2) } // each name twice
		runConcurrently(count, atOnce, func(i int) {
			rooms[i] = s.client.MustApply(s.client.Absent("xrcloud_room"), roomArguments(name(i))(s))
		})
		if got := len(s.roomIDs(t)); got != count+1 {
			t.Errorf("the service has %d rooms", got)
		}
		runConcurrently(count, atOnce, func(i int) {
			rooms[i] = s.client.MustApply(rooms[i], roomArguments("New "+name(i))(s))
			if got := rooms[i].Attribute(t, "public_guest_url"); !strings.Contains(got, "/new-room-") {
				t.Errorf("the guest URL is %s", got)
			}
		})
		runConcurrently(count, atOnce, func(i int) { s.client.MustApply(rooms[i], nil) })
		if got := s.roomIDs(t); len(got) != 1 || got[0] != s.room {
			t.Errorf("the service has the rooms %v", got)
		}
		if peak := s.Server.MaxInFlight(); peak > limit {
			t.Errorf("%d requests were in flight, the limit is %d", peak, limit)
		}
		if open := s.Server.Connections(); open > limit+2 { // plus the connections of the client outside Terraform
			t.Errorf("%d connections are open", open)
		}
	})
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines instead of %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// TestRestart restarts the service during fifty creations. Waits are a thousand times shorter than for users: the restart takes 15
// milliseconds, and the first retry waits for one.
func TestRestart(t *testing.T) {
	t.Parallel()
	const count = 50
	s := newFaultHarness(t, false)
	s.arguments["max_retries"] = nil // the default
	s.client = acctest.NewProtocolClient(t, s.arguments)
	var down sync.WaitGroup
	down.Add(1)
	s.Server.Inject(faultserver.Fault{Method: "POST", Path: "^/api/rooms$", Skip: 20, Times: 1, Commit: true, Before: func() {
		s.Server.Stop()
		time.AfterFunc(15*time.Millisecond, func() {
			defer down.Done()
			if err := s.Server.Resume(); err != nil {
				t.Error(err)
			}
		})
	}})
	runConcurrently(count, 10, func(i int) {
		created, problems := s.refreshPlanApply(s.client.Absent("xrcloud_room"), roomArguments(fmt.Sprintf("Room %d", i))(s))
		if errors := acctest.OnlyErrors(problems); len(errors) > 0 || created.Value.IsNull() {
			t.Error(errors)
		}
	})
	down.Wait()
	if got := len(s.roomIDs(t)); got != count+1 {
		t.Errorf("the service has %d rooms", got)
	}
}
