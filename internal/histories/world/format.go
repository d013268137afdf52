package world

import (
	"fmt"
	"reflect"
	"strings"
)

// GoString returns the act in Go, for a failed history that is printed as a test.
func (a Act) GoString() string { return goString(a) }

// GoString returns the fault in Go.
func (f Fault) GoString() string { return goString(f) }

// GoString returns the options in Go.
func (o Options) GoString() string { return goString(o) }

// goString returns a struct of this package in Go, without its zero fields.
func goString(value any) string {
	of := reflect.ValueOf(value)
	var fields []string
	for i := range of.NumField() {
		field := of.Field(i)
		if field.IsZero() {
			continue
		}
		text := ""
		if field.Kind() == reflect.Pointer {
			text, field = "&", field.Elem()
		}
		fields = append(fields, fmt.Sprintf("%s: %s%#v", of.Type().Field(i).Name, text, field.Interface()))
	}
	return fmt.Sprintf("%s{%s}", of.Type(), strings.Join(fields, ", "))
}
