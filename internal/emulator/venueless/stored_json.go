package venueless

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// checkStorable fails if the database cannot store a JSON value: one that has a text with a NUL character, or a number
// that is too large for a double, which Python writes as Infinity.
func checkStorable(value any) error {
	hasNUL := contains(value, func(leaf any) bool {
		text, _ := leaf.(string)
		return strings.ContainsRune(text, 0)
	})
	if hasNUL || infinite(value) {
		return errInternal
	}
	return nil
}

// infinite reports whether a JSON value has a number that is too large for a double.
func infinite(value any) bool {
	return contains(value, func(leaf any) bool {
		number, ok := leaf.(json.Number)
		if !ok || !isFloat(number) {
			return false
		}
		float, _ := number.Float64()
		return math.IsInf(float, 0)
	})
}

// contains reports whether a scalar or a name of an object in a JSON value matches.
func contains(value any, matches func(leaf any) bool) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return contains(item, matches) })
	case map[string]any:
		for name, item := range v {
			if matches(name) || contains(item, matches) {
				return true
			}
		}
		return false
	}
	return matches(value)
}

// withNumbers returns a JSON value in which format has formatted each number, and in which objects are stored objects.
func withNumbers(value any, format func(json.Number) json.Number) any {
	switch v := value.(type) {
	case json.Number:
		return format(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = withNumbers(item, format)
		}
		return list
	case map[string]any:
		object := make(storedObject, len(v))
		for name, item := range v {
			object[name] = withNumbers(item, format)
		}
		return object
	}
	return value
}

// storedObject is an object as PostgreSQL returns it from a jsonb column: shorter names come first, names of the same
// length are in the order of their bytes.
type storedObject map[string]any

func (s storedObject) MarshalJSON() ([]byte, error) {
	names := slices.SortedFunc(maps.Keys(s), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	text := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			text = append(text, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(s[name])
		if err != nil {
			return nil, err
		}
		text = append(append(append(text, key...), ':'), value...)
	}
	return append(text, '}'), nil
}

func isFloat(number json.Number) bool { return strings.ContainsAny(number.String(), ".eE") }

// sentNumber formats a number for the response to the request that sent it: like a float in Python.
func sentNumber(number json.Number) json.Number {
	if !isFloat(number) {
		return number
	}
	value, _ := number.Float64() // one that is too large was rejected
	scientific := strconv.FormatFloat(value, 'e', -1, 64)
	if exponent := exponentOf(scientific); exponent < -4 || exponent >= 16 {
		return json.Number(scientific)
	}
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return json.Number(text)
}

// storedNumber formats a number for all later responses: the database stores large numbers without an exponent.
func storedNumber(number json.Number) json.Number {
	number = sentNumber(number)
	mantissa, _, large := strings.Cut(number.String(), "e+")
	if !large {
		return number
	}
	before, after, _ := strings.Cut(mantissa, ".")
	return json.Number(before + after + strings.Repeat("0", exponentOf(number.String())-len(after)))
}

// exponentOf returns the exponent of a number in scientific notation.
func exponentOf(scientific string) int {
	_, letters, _ := strings.Cut(scientific, "e")
	exponent, _ := strconv.Atoi(letters) // FormatFloat wrote it
	return exponent
}
