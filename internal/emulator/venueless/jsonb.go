package venueless

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// storable says whether the database can keep a JSON value: no text with a NUL in it, and no number beyond a double,
// which Python would write as Infinity.
func storable(value any) error {
	switch v := value.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return errBroken
		}
	case json.Number:
		if number, _ := v.Float64(); isFloat(v) && math.IsInf(number, 0) {
			return errBroken
		}
	case []any:
		for _, item := range v {
			if err := storable(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, item := range v {
			if err := storable(name); err != nil {
				return err
			}
			if err := storable(item); err != nil {
				return err
			}
		}
	}
	return nil
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
		object := make(map[string]any, len(v))
		for name, item := range v {
			object[name] = respelled(item, spell)
		}
		return object
	}
	return value
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
