package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"time"
)

// Terraform starts the provider, so that the benchmark cannot ask the system for the use of that process alone. Terraform therefore starts the
// benchmark's own program in place of the provider. It runs the provider, waits for its end, and appends its use to a file.
const (
	// providerVariable has the path of the provider. If it is set, this program is the wrapper.
	providerVariable = "XRCLOUD_BENCH_PROVIDER"
	// usageVariable has the path of the file for the use.
	usageVariable = "XRCLOUD_BENCH_USAGE"
)

// usage is what processes have used.
type usage struct {
	// CPU is the CPU time, in user and system mode.
	CPU time.Duration `json:"cpu"`
	// Peak is the largest resident memory of one of the processes, in bytes. Linux counts it from that of the process that started it, which is
	// about 20 MiB here.
	Peak int64 `json:"peak"`
}

// add adds another process, which ran before or after.
func (u *usage) add(other usage) {
	u.CPU += other.CPU
	u.Peak = max(u.Peak, other.Peak)
}

// wrappedUsage is the use of a provider and its wrapper.
type wrappedUsage struct {
	Provider usage `json:"provider"`
	Wrapper  usage `json:"wrapper"`
}

// runWrapper runs the provider, and returns its exit code.
func runWrapper(program, usageFile string) int {
	runtime.LockOSThread()                                                        // see endWithParent
	signal.Ignore(os.Interrupt)                                                   // Terraform ends its providers
	command := exec.CommandContext(context.Background(), program, os.Args[1:]...) //nolint:gosec // the benchmark names the program
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = endWithParent()
	err := command.Run()
	if command.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := appendUsage(usageFile, usageOf(command.ProcessState)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return command.ProcessState.ExitCode()
}

func appendUsage(name string, provider usage) error {
	wrapper, err := ownUsage()
	if err != nil {
		return err
	}
	line, err := json.Marshal(wrappedUsage{Provider: provider, Wrapper: wrapper})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the benchmark names the file
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n')) // one write, because Terraform can run several providers at the same time
	return errors.Join(err, file.Close())
}

// readUsage adds up the lines of a file. Without a file, no provider has run.
func readUsage(name string) (total wrappedUsage, processes int, err error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return total, 0, nil
	}
	if err != nil {
		return total, 0, err
	}
	for line := range bytes.Lines(text) {
		var one wrappedUsage
		if err := json.Unmarshal(line, &one); err != nil {
			return total, processes, fmt.Errorf("read %s: %w", name, err)
		}
		total.Provider.add(one.Provider)
		total.Wrapper.add(one.Wrapper)
		processes++
	}
	return total, processes, nil
}
