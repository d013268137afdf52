package main

import (
	"fmt"
	"io"
)

// printer prints a heading for each step of the demo, with its results below.
type printer struct{ out io.Writer }

func (p printer) heading(title string) {
	p.printf("\n== %s\n", title)
}

func (p printer) linef(format string, args ...any) {
	p.printf("   "+format+"\n", args...)
}

func (p printer) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(p.out, format, args...) // an output that fails must not interrupt an apply
}
