package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/requestlog"
)

// logTo returns a function that writes a line for each request: time, method, path, status, duration, and the reason of
// an error.
func logTo(w io.Writer) func(requestlog.Entry) {
	return func(entry requestlog.Entry) {
		status, reason := strconv.Itoa(entry.Status), entry.Reason
		if entry.Status == 0 {
			status, reason = "-", "the connection was closed without a complete response"
		}
		line := fmt.Sprintf("%s %s %s %s %s %s",
			entry.Time.Format("2006-01-02T15:04:05.000Z07:00"), entry.Method, entry.Path, status, entry.Duration.Round(10*time.Microsecond), reason)
		_, _ = fmt.Fprintln(w, strings.TrimSpace(printable(line))) // a log that cannot be written must not stop the services
	}
}

// printable replaces characters that could change the terminal: a reason can have texts of the request.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}
