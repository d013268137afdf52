package main

import (
	"runtime/debug"
	"strings"
)

// version is set by the release build.
var version string

// emulatorVersion returns the version of the release, or else that of the module, which "go install" records.
func emulatorVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "dev"
}
