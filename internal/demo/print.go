package main

import (
	"fmt"
	"io"
)

// printer prints the demo's story: a heading for each step, and what came of it below.
type printer struct{ out io.Writer }

func (p printer) section(title string) {
	p.printf("\n== %s\n", title)
}

func (p printer) linef(format string, args ...any) {
	p.printf("   "+format+"\n", args...)
}

func (p printer) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.out, format, args...) // that nobody is listening is no reason to leave an event half made
}
