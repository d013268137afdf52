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

// separateGroup keeps Ctrl-C from a process: the benchmark ends it.
func separateGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// endWithParent ends a process when the thread that has started it ends.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
