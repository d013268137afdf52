package main

import (
	"fmt"
	"io"
)

// printer prints the demo's story: a heading for each step, and what came of it below.
type printer struct{ out io.Writer }

func (p printer) section(title string) {
	fmt.Fprintf(p.out, "\n== %s\n", title)
}

func (p printer) line(format string, args ...any) {
	fmt.Fprintf(p.out, "   "+format+"\n", args...)
}
