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

// runConcurrently runs something many times, so many at once, as Terraform's -parallelism does.
func runConcurrently(many, atOnce int, do func(int)) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i := range many {
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // nothing in it gives an error
}

// TestConcurrentRooms makes, changes and deletes hundreds of rooms side by side. It is run with the race detector on. It has
// no parallel tests beside it, since it counts goroutines.
func TestConcurrentRooms(t *testing.T) { //nolint:paralleltest // it counts goroutines
	before := runtime.NumGoroutine()
	t.Run("rooms", func(t *testing.T) {
		const many, atOnce, limit = 300, 50, 7
		s := newFaultHarness(t, false)
		s.arguments["max_concurrent_requests"] = limit
		s.client = acctest.NewProtocolClient(t, s.arguments)
		rooms := make([]acctest.Object, many)
		name := func(i int) string { return fmt.Sprintf("Room %d", i/2) } // each name twice
		runConcurrently(many, atOnce, func(i int) {
			rooms[i] = s.client.MustApply(s.client.Absent("xrcloud_room"), roomArguments(name(i))(s))
		})
		if on := len(s.roomIDs(t)); on != many+1 {
			t.Errorf("the service has %d rooms", on)
		}
		runConcurrently(many, atOnce, func(i int) {
			rooms[i] = s.client.MustApply(rooms[i], roomArguments("New "+name(i))(s))
			if got := rooms[i].Attribute(t, "public_guest_url"); !strings.Contains(got, "/new-room-") {
				t.Errorf("the guest URL is %s", got)
			}
		})
		runConcurrently(many, atOnce, func(i int) { s.client.MustApply(rooms[i], nil) })
		if on := s.roomIDs(t); len(on) != 1 || on[0] != s.room {
			t.Errorf("the service has %v", on)
		}
		if peak := s.Server.MaxInFlight(); peak > limit {
			t.Errorf("%d requests were under way at once, the limit is %d", peak, limit)
		}
		if open := s.Server.Connections(); open > limit+2 { // and those of the test itself
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

// TestRestart restarts the service in the middle of fifty creations. Time runs a thousand times faster here than for
// users: a restart of 15 milliseconds, and a first wait of one.
func TestRestart(t *testing.T) {
	t.Parallel()
	const many = 50
	s := newFaultHarness(t, false)
	s.arguments["max_retries"] = nil // what users have
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
	runConcurrently(many, 10, func(i int) {
		made, problems := s.refreshPlanApply(s.client.Absent("xrcloud_room"), roomArguments(fmt.Sprintf("Room %d", i))(s))
		if errors := onlyErrors(problems); len(errors) > 0 || made.Value.IsNull() {
			t.Error(errors)
		}
	})
	down.Wait()
	if on := len(s.roomIDs(t)); on != many+1 {
		t.Errorf("the service has %d rooms", on)
	}
}
