package histories_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/acctest"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/provider"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfserver"
)

var (
	count    = flag.Int("histories.count", 100, "the number of histories; 0 is no limit")
	duration = flag.Duration("histories.time", 0, "how long histories are played; 0 is no limit")
	seed     = flag.Int("histories.seed", 1, "the seed of the first history; each further history has the next one")
	steps    = flag.Int("histories.steps", 20, "the number of steps of a history")
	matrix   = flag.Bool("histories.matrix", false, "whether the histories of all cells of the matrix are played first")
	shrink   = flag.Bool("histories.shrink", true, "whether a history that fails is shortened")
)

func TestMain(m *testing.M) {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER"} {
		_ = os.Setenv(name, "OFF") // as the provider does
	}
	if filepath.Base(os.Args[0]) == "terraform-provider-xrcloud" {
		serve()
		return
	}
	// Histories are short, and their garbage is large.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(1 << 30)
	world.UseNetwork()
	walk.Use(histories.NewServer)
	m.Run()
}

// serve serves the provider to Terraform, which starts this program under its name.
func serve() {
	tfserver.TuneMemory()
	of := tfserver.New(&provider.Provider{Version: "test", RetryWait: time.Millisecond})
	if err := tf6server.Serve("registry.terraform.io/xrcloud/xrcloud", of); err != nil {
		panic(err)
	}
}

// TestHistories plays histories on all CPUs, and prints what they have met. A failure is printed as the shortest history that fails.
func TestHistories(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults, and other services")
	report := &histories.Report{}
	cells := 0 // that are played first
	if *matrix {
		cells = len(histories.Possible())
	}
	var next atomic.Int64
	var failed atomic.Bool
	start := time.Now()
	t.Cleanup(func() {
		elapsed := time.Since(start)
		t.Logf("seeds %d to %d, %.0f histories and %.0f steps a second\n%s", *seed, *seed+report.Histories-cells-1,
			float64(report.Histories)/elapsed.Seconds(), float64(report.Steps)/elapsed.Seconds(), report)
	})
	for worker := range runtime.GOMAXPROCS(0) {
		t.Run(fmt.Sprint("worker ", worker), func(t *testing.T) {
			t.Parallel()
			for ; !failed.Load() && (*duration == 0 || time.Since(start) < *duration); failed.CompareAndSwap(false, t.Failed()) {
				number := int(next.Add(1)) - 1 - cells
				if number < 0 {
					playCell(t, histories.SpreadCell(number+cells), report)
					continue
				}
				if *count > 0 && number >= *count {
					break
				}
				playSeed(t, *seed+number, report)
			}
		})
	}
}

// playSeed plays the history of a seed.
func playSeed(t *testing.T, seed int, report *histories.Report) {
	t.Helper()
	h := histories.Generate(seed, *steps)
	err := histories.Play(t, h, report)
	if err == nil {
		return
	}
	if !*shrink {
		t.Errorf("seed %d: %v", seed, err)
		return
	}
	ignored := &histories.Report{}
	shortest := histories.Shrink(h, 400, func(h histories.History) bool { return histories.Play(t, h, ignored) != nil })
	if again := histories.Play(t, shortest, ignored); again != nil {
		err = again
	}
	t.Errorf("seed %d: %v\n\n%s", seed, err, shortest.Go())
}

// TestMatrix plays the shortest history that leads to each cell of the matrix of requests, faults and resources, so that no possible cell is
// empty.
func TestMatrix(t *testing.T) {
	t.Parallel()
	acctest.RequireEmulator(t, "faults, and other services")
	type row struct{ request, kind string }
	rows := map[row][]histories.Cell{}
	for _, cell := range histories.Possible() {
		rows[row{cell.Request, cell.Type}] = append(rows[row{cell.Request, cell.Type}], cell)
	}
	for name, cells := range rows {
		t.Run(name.request+"/"+name.kind, func(t *testing.T) {
			t.Parallel()
			for _, cell := range cells {
				playCell(t, cell, &histories.Report{})
			}
		})
	}
}

// Every possible cell is met by the histories of equally many seeds.
func TestSpreadCell(t *testing.T) {
	t.Parallel()
	cells := map[histories.Cell]bool{}
	for number := range len(histories.Possible()) {
		cells[histories.SpreadCell(number)] = true
	}
	if len(cells) != len(histories.Possible()) {
		t.Errorf("%d of %d cells", len(cells), len(histories.Possible()))
	}
}

// playCell plays the history of a cell.
func playCell(t *testing.T, cell histories.Cell, report *histories.Report) {
	t.Helper()
	h, found := histories.Scene(cell)
	if !found {
		t.Fatalf("no scene in directed.go leads to the request %q of %s", cell.Request, cell.Type)
	}
	if err := histories.Play(t, h, report); err != nil {
		t.Errorf("%s: %v\n\n%s", cell.Fault, err, h.Go())
	} else if !report.Has(cell) {
		t.Errorf("%s: the request is not sent:\n%s", cell.Fault, h.Go())
	}
}
