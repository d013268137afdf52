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

// storable says whether the database can keep a JSON value: no text with a NUL in it, and no number beyond a double,
// which Python would write as Infinity.
func storable(value any) error {
	hasNUL := contains(value, func(leaf any) bool {
		text, _ := leaf.(string)
		return strings.ContainsRune(text, 0)
	})
	if hasNUL || infinite(value) {
		return errBroken
	}
	return nil
}

// infinite says whether a JSON value has a number beyond a double in it.
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

// contains says whether a text, number, boolean, null or name within a JSON value matches.
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

// respelled is a JSON value with each number spelled by spell.
func respelled(value any, spell func(json.Number) json.Number) any {
	switch v := value.(type) {
	case json.Number:
		return spell(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = respelled(item, spell)
		}
		return list
	case map[string]any:
		object := make(stored, len(v))
		for name, item := range v {
			object[name] = respelled(item, spell)
		}
		return object
	}
	return value
}

// stored is an object as the database gives it back: shorter names come first, then the order of their bytes counts.
type stored map[string]any

func (s stored) MarshalJSON() ([]byte, error) {
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

// asSent spells a number as the answer to the request that brought it: as Python writes a float.
func asSent(number json.Number) json.Number {
	if !isFloat(number) {
		return number
	}
	value, _ := number.Float64() // one too large was refused
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

// asStored spells a number as all later answers: the database has written out what Python wrote as a power of ten.
func asStored(number json.Number) json.Number {
	number = asSent(number)
	mantissa, _, large := strings.Cut(number.String(), "e+")
	if !large {
		return number
	}
	before, after, _ := strings.Cut(mantissa, ".")
	return json.Number(before + after + strings.Repeat("0", exponentOf(number.String())-len(after)))
}

// exponentOf is the power of ten of a number written with one.
func exponentOf(scientific string) int {
	_, letters, _ := strings.Cut(scientific, "e")
	exponent, _ := strconv.Atoi(letters) // FormatFloat wrote it
	return exponent
}
