//go:build !linux

package main

import (
	"os"
	"syscall"
)

// supported is false: how much memory a process has used is reported differently by each system, and not at all by some.
const supported = false

func usageOf(*os.ProcessState) usage { return usage{} }

func ownUsage() (usage, error) { return usage{}, nil }

func separateGroup() *syscall.SysProcAttr { return nil }

func killGroup(int) error { return nil }

func endWithParent() *syscall.SysProcAttr { return nil }
