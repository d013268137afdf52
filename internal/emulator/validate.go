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

// The service declares the fields of each request and checks them one by one; its answers list every check that fails.
// This file declares and checks in the same way, because clients read those lines: the first word is the field's name.

// field is one declared field of a request.
type field struct {
	name string
	// convert is what the service makes of a value before it checks it.
	convert func(any) any
	// optional fields are not checked when they are missing or null.
	optional bool
	// transient fields never come to the database.
	transient bool
	// checks are in the order in which the service reports them.
	checks []check
}

// check is one condition on a field; $property in its text stands for the field's name.
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

// input holds the declared fields that a request gave, converted and checked.
type input map[string]any

// has tells whether the field was given, be it as null.
func (in input) has(name string) bool {
	_, ok := in[name]
	return ok
}

// text is the field's value, empty when it was not given.
func (in input) text(name string) string {
	value, _ := in[name].(string)
	return value
}

// optionalText is the field's value, nil when it was not given.
func (in input) optionalText(name string) *string {
	if value, ok := in[name].(string); ok {
		return &value
	}
	return nil
}

// number is the field's value, or otherwise when it was not given.
func (in input) number(name string, otherwise float64) float64 {
	if value, ok := in[name].(float64); ok {
		return value
	}
	return otherwise
}

// texts is the field's list of strings, empty when it was not given.
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

// validate checks what a request gave against the declared fields. Fields that are not declared are errors. A text with
// a NUL passes all checks, and then breaks the database.
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
		return nil, &failure{Status: http.StatusBadRequest, Message: messages, Reason: http.StatusText(http.StatusBadRequest)}
	}
	for _, f := range fields {
		if !f.transient && hasNUL(in[f.name]) {
			return nil, errBroken
		}
	}
	return in, nil
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
	return check{"$property must not be less than " + plain(least), func(value any) bool {
		number, ok := value.(float64)
		return ok && number >= least
	}}
}

func atMost(most float64) check {
	return check{"$property must not be greater than " + plain(most), func(value any) bool {
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

// uuidForm is the form of the ids that the database takes.
var uuidForm = regexp.MustCompile(`^(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// asIs leaves a value as it came.
func asIs(value any) any { return value }

// asText makes a string of a value in the way of JavaScript's String.
func asText(value any) any {
	switch value := value.(type) {
	case bool:
		return strconv.FormatBool(value)
	case json.Number:
		number, err := value.Float64()
		if err != nil {
			return "Infinity"
		}
		return plain(number)
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

// asNumber makes a number of a value in the way of JavaScript's Number; what is none becomes NaN.
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

// plain writes a number without an exponent.
func plain(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }
