package venueless

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// field validates the value of a field and stores it. problem is what is wrong with the value: a list of texts, or such
// lists by index. err is an internal error.
type field func(value any) (problem any, err error)

// validate validates and stores the fields that the request has. It ignores unknown fields. It returns the problems by
// field.
func validate(body map[string]any, fields map[string]field) (problems map[string]any, err error) {
	problems = map[string]any{}
	for name, read := range fields {
		value, sent := body[name]
		if !sent {
			continue
		}
		problem, err := read(value)
		if err != nil {
			return nil, err
		}
		if problem != nil {
			problems[name] = problem
		}
	}
	return problems, nil
}

const (
	required = "This field is required."
	notNull  = "This field may not be null."
)

// text accepts texts and numbers. It removes white space at both ends. With maxLength 0 the length is not limited.
func text(into *string, maxLength int, blank bool) field {
	return func(value any) (any, error) {
		var got string
		switch v := value.(type) {
		case nil:
			return []string{notNull}, nil
		case string:
			got = v
		case json.Number:
			got = sentNumber(v).String()
		default:
			return []string{"Not a valid string."}, nil
		}
		got = trimSpace(got)
		switch {
		case strings.ContainsRune(got, 0):
			return []string{"Null characters are not allowed."}, nil
		case got == "" && !blank:
			return []string{"This field may not be blank."}, nil
		case maxLength > 0 && utf8.RuneCountInString(got) > maxLength:
			return []string{fmt.Sprintf("Ensure this field has no more than %d characters.", maxLength)}, nil
		}
		*into = got
		return nil, nil
	}
}

// trimSpace is str.strip in Python, which removes four more characters than those that are white space in Unicode.
func trimSpace(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
}

// nullable accepts what inner accepts, and null.
func nullable(into **string, inner func(*string) field) field {
	return func(value any) (any, error) {
		if value == nil {
			*into = nil
			return nil, nil
		}
		var got string
		problem, err := inner(&got)(value)
		if problem == nil {
			*into = &got
		}
		return problem, err
	}
}

var integerForm = regexp.MustCompile(`^-?\d+(\.0*)?$`)

// integer accepts integers of 32 bits, as numbers or as texts.
func integer(into *int64) field {
	return func(value any) (any, error) {
		if value == nil {
			return []string{notNull}, nil
		}
		if number, ok := value.(json.Number); ok {
			value = sentNumber(number)
		}
		digits := strings.TrimSpace(fmt.Sprint(value))
		if _, boolean := value.(bool); boolean || !integerForm.MatchString(digits) {
			return []string{"A valid integer is required."}, nil
		}
		digits, _, _ = strings.Cut(digits, ".")
		got, _ := strconv.ParseInt(digits, 10, 64) // returns the nearest value of 64 bits if there are more
		switch {
		case got > math.MaxInt32:
			return []string{fmt.Sprintf("Ensure this value is less than or equal to %d.", math.MaxInt32)}, nil
		case got < math.MinInt32:
			return []string{fmt.Sprintf("Ensure this value is greater than or equal to %d.", math.MinInt32)}, nil
		}
		*into = got
		return nil, nil
	}
}

// boolean accepts booleans, and the texts and numbers that mean one.
func boolean(into *bool) field {
	words := map[string]bool{
		"true": true, "t": true, "yes": true, "y": true, "on": true, "1": true,
		"false": false, "f": false, "no": false, "n": false, "off": false, "0": false,
	}
	return func(value any) (any, error) {
		if value == nil {
			return []string{notNull}, nil
		}
		got, ok := words[strings.ToLower(fmt.Sprint(value))]
		if !ok {
			return []string{"Must be a valid boolean."}, nil
		}
		*into = got
		return nil, nil
	}
}

// parseID parses a UUID in upper or lower case, with or without dashes.
func parseID(text string) (uuid.UUID, bool) {
	id, err := uuid.Parse(text)
	return id, err == nil && (len(text) == 36 || len(text) == 32)
}

// id accepts a UUID that is not taken.
func id(into *uuid.UUID, taken func(uuid.UUID) bool) field {
	return func(value any) (any, error) {
		text, _ := value.(string)
		got, ok := parseID(text)
		switch {
		case value == nil:
			return []string{notNull}, nil
		case !ok:
			return []string{"Must be a valid UUID."}, nil
		case taken(got):
			return []string{"room with this id already exists."}, nil
		}
		*into = got
		return nil, nil
	}
}

// anything accepts any JSON value that the database can store. Unlike the other fields, it reports a number that is too
// large for a double as a problem of the value.
func anything(into *any) field {
	return func(value any) (any, error) {
		if _, invalid := value.(invalidJSON); invalid || infinite(value) {
			return []string{"Value must be valid JSON."}, nil
		}
		*into = value
		return nil, checkStorable(value)
	}
}

// object accepts any object.
func object(into *map[string]any) field { //nolint:gocritic // the map is set, not filled
	return func(value any) (any, error) {
		got, ok := value.(map[string]any)
		switch {
		case value == nil:
			return []string{notNull}, nil
		case !ok:
			return []string{fmt.Sprintf("Expected a dictionary of items but got type %q.", pythonType(value))}, nil
		}
		*into = got
		return nil, checkStorable(got)
	}
}

// objects accepts a list of any objects.
func objects(into *[]any) field {
	return func(value any) (any, error) {
		got, ok := value.([]any)
		switch {
		case value == nil:
			return []string{notNull}, nil
		case !ok:
			return []string{fmt.Sprintf("Expected a list of items but got type %q.", pythonType(value))}, nil
		}
		problems := map[string]any{}
		for i, item := range got {
			if _, ok := item.(map[string]any); !ok {
				problems[strconv.Itoa(i)] = []string{fmt.Sprintf("Expected a dictionary of items but got type %q.", pythonType(item))}
			}
		}
		if len(problems) > 0 {
			return problems, nil
		}
		*into = got
		return nil, checkStorable(got)
	}
}

// pythonType returns the name of the type of a value in Python.
func pythonType(value any) string {
	switch value.(type) {
	case string:
		return "str"
	case []any:
		return "list"
	case map[string]any:
		return "dict"
	case bool:
		return "bool"
	case json.Number:
		return "int"
	}
	return "NoneType"
}
