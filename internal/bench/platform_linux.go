package main

import (
	"os"
	"syscall"
	"time"
)

const supported = true

// usageOf returns the use of an ended process, including all of its descendants that have ended.
func usageOf(process *os.ProcessState) usage {
	return toUsage(process.SysUsage().(*syscall.Rusage)) //nolint:forcetypeassert // its type is documented for Unix
}

// ownUsage returns the use of this process up to now.
func ownUsage() (usage, error) {
	var resources syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &resources)
	return toUsage(&resources), err
}

func toUsage(resources *syscall.Rusage) usage {
	return usage{
		CPU:  time.Duration(resources.Utime.Nano() + resources.Stime.Nano()),
		Peak: resources.Maxrss * 1024, // Linux counts in KiB
	}
}

// separateGroup puts a process into a group of its own. Ctrl-C does not reach it: the benchmark ends it.
func separateGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// killGroup kills a process with a group of its own, and all processes that it has started.
func killGroup(process int) error { return syscall.Kill(-process, syscall.SIGKILL) }

// endWithParent ends a process when the thread that has started it ends.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
