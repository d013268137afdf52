package tfserver

import (
	"os"
	"runtime/debug"
	"strings"
)

// logVariables set the levels of the loggers of the plugin SDK and of the provider.
var logVariables = []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO", "TF_LOG_PROVIDER"}

// SilenceLogs turns the loggers off, unless the user has set a variable whose name begins with TF_LOG. Without such a variable, Terraform
// discards the log of a provider. The SDK writes it nevertheless, at level TRACE, and Terraform parses each line: together, that is
// more than a third of the CPU time of a plan.
func SilenceLogs() error {
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return nil
		}
	}
	for _, name := range logVariables {
		if err := os.Setenv(name, "OFF"); err != nil {
			return err
		}
	}
	return nil
}

const (
	// gcPercent is the growth of the heap, in percent, after which the garbage is collected. The provider runs for seconds, so that it
	// saves CPU time to collect less often than by default.
	gcPercent = 400
	// memoryLimit is the memory of the Go runtime, in bytes, near which the garbage is collected more often. It is a soft limit.
	memoryLimit = 64 << 20
)

// TuneMemory sets how often the garbage is collected, unless the user has set GOGC or GOMEMLIMIT.
func TuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
