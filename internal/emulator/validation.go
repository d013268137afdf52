package emulator

import (
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// The service declares the fields of each request, and its error responses list every failed check. This file does the
// same, because clients parse those lines: the first word is the name of the field.

// field is a declared field of a request body or query.
type field struct {
	name string
	// convert converts a value before it is checked.
	convert func(any) any
	// optional fields are not checked if they are missing or null.
	optional bool
	// transient fields are not stored in the database.
	transient bool
	// checks are in the order in which the service reports them.
	checks []check
}

// check is a condition on a field. $property in its text is replaced by the name of the field.
type check struct {
	text  string
	holds func(any) bool
}

func required(name string, convert func(any) any, checks ...check) field {
	return field{name: name, convert: convert, checks: append(checks, isNotEmpty)}
}

func optional(name string, convert func(any) any, checks ...check) field {
	return field{name: name, convert: convert, optional: true, checks: checks}
}

func transient(name string, convert func(any) any, checks ...check) field {
	return field{name: name, convert: convert, optional: true, transient: true, checks: checks}
}

// input has the declared fields of a request, converted and checked.
type input map[string]any

// has reports whether the request has the field, possibly with the value null.
func (in input) has(name string) bool {
	_, ok := in[name]
	return ok
}

// text returns the value of the field, or an empty string if it is not set.
func (in input) text(name string) string {
	value, _ := in[name].(string)
	return value
}

// optionalText returns the value of the field, or nil if it is not set.
func (in input) optionalText(name string) *string {
	if value, ok := in[name].(string); ok {
		return &value
	}
	return nil
}

// number returns the value of the field, or the default if it is not set.
func (in input) number(name string, byDefault float64) float64 {
	if value, ok := in[name].(float64); ok {
		return value
	}
	return byDefault
}

// texts returns the list of strings of the field, or an empty list if it is not set.
func (in input) texts(name string) []string {
	list, _ := in[name].([]any)
	texts := []string{}
	for _, item := range list {
		if text, ok := item.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// validate checks the fields of a request. A field that is not declared is an error. A text with a NUL character passes all
// checks, and then the database refuses it.
func validate(given map[string]any, fields []field) (input, error) {
	var messages []string
	for name := range given {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
			messages = append(messages, "property "+name+" should not exist")
		}
	}
	sort.Strings(messages)
	in := input{}
	for _, f := range fields {
		value, ok := given[f.name]
		value = f.convert(value)
		if ok {
			in[f.name] = value
		}
		if f.optional && value == nil {
			continue
		}
		for _, c := range f.checks {
			if !c.holds(value) {
				messages = append(messages, strings.ReplaceAll(c.text, "$property", f.name))
			}
		}
	}
	if len(messages) > 0 {
		return nil, errorResponse(errorBody{Status: http.StatusBadRequest, Message: messages, Reason: http.StatusText(http.StatusBadRequest)})
	}
	for _, f := range fields {
		if !f.transient && hasNUL(in[f.name]) {
			return nil, errInternal
		}
	}
	return in, nil
}

// validateBody validates the body. The service accepts an array as an object without declared fields: an empty array passes,
// and each item of another one is a field that should not exist.
func (c *call) validateBody(fields []field) (input, error) {
	if list, ok := c.body.([]any); ok {
		items := map[string]any{}
		for i := range list {
			items[strconv.Itoa(i)] = nil
		}
		return validate(items, nil)
	}
	return validate(c.object(), fields)
}

func hasNUL(value any) bool {
	switch value := value.(type) {
	case string:
		return strings.Contains(value, "\x00")
	case []any:
		return slices.ContainsFunc(value, hasNUL)
	default:
		return false
	}
}

var (
	isString = check{"$property must be a string", func(value any) bool {
		_, ok := value.(string)
		return ok
	}}
	isNotEmpty = check{"$property should not be empty", func(value any) bool { return value != nil && value != "" }}
	isNumber   = check{"$property must be a number conforming to the specified constraints", func(value any) bool {
		number, ok := value.(float64)
		return ok && !math.IsNaN(number)
	}}
	isInteger = check{"$property must be an integer number", func(value any) bool {
		number, ok := value.(float64)
		return ok && number == math.Trunc(number)
	}}
	isUUID = check{"$property must be a UUID", func(value any) bool {
		text, ok := value.(string)
		return ok && uuidForm.MatchString(text)
	}}
	isURL = check{"$property must be a URL address", func(value any) bool {
		text, ok := value.(string)
		return ok && validURL(text)
	}}
	isList = check{"$property must be an array", func(value any) bool {
		_, ok := value.([]any)
		return ok
	}}
	isListOfStrings = check{"each value in $property must be a string", func(value any) bool {
		list, ok := value.([]any)
		if !ok {
			return isString.holds(value)
		}
		return !slices.ContainsFunc(list, func(item any) bool { return !isString.holds(item) })
	}}
)

func atLeast(least float64) check {
	return check{"$property must not be less than " + formatNumber(least), func(value any) bool {
		number, ok := value.(float64)
		return ok && number >= least
	}}
}

func atMost(most float64) check {
	return check{"$property must not be greater than " + formatNumber(most), func(value any) bool {
		number, ok := value.(float64)
		return ok && number <= most
	}}
}

func isNot(reserved string) check {
	return check{"$property should not be one of the following values: " + reserved, func(value any) bool { return value != reserved }}
}

func isOneOf(values ...string) check {
	return check{"$property must be one of the following values: " + strings.Join(values, ", "), func(value any) bool {
		text, ok := value.(string)
		return ok && slices.Contains(values, text)
	}}
}

// uuidForm is the form of the IDs that the database accepts.
var uuidForm = regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// asIs does not convert the value.
func asIs(value any) any { return value }

// asText converts a value like JavaScript's String.
func asText(value any) any {
	switch value := value.(type) {
	case bool:
		return strconv.FormatBool(value)
	case json.Number:
		number, err := value.Float64()
		if err != nil {
			return "Infinity"
		}
		return formatNumber(number)
	case map[string]any:
		return "[object Object]"
	case []any:
		texts := make([]any, len(value))
		for i, item := range value {
			texts[i] = asText(item)
		}
		return texts
	default:
		return value
	}
}

// asNumber converts a value like JavaScript's Number. A value that is not a number becomes NaN.
func asNumber(value any) any {
	switch value := value.(type) {
	case nil, []any:
		return value
	case bool:
		if value {
			return 1.0
		}
		return 0.0
	case json.Number:
		return asNumber(value.String())
	case string:
		if value = strings.TrimSpace(value); value == "" {
			return 0.0
		}
		number, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsInf(number, 0) {
			return math.NaN()
		}
		return number
	default:
		return math.NaN()
	}
}

// formatNumber formats a number without an exponent.
func formatNumber(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
