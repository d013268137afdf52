package venueless

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// errBroken is a value on which the server falls over, after it has or has not written.
var errBroken = errors.New("server error")

// read reads a body of named fields, from JSON or a form. A number keeps the letters it was sent in.
func (c *call) read() (map[string]any, *answer) {
	if c.ContentLength == 0 {
		return map[string]any{}, nil
	}
	sent := c.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(sent)
	switch {
	case err == nil && isForm(media):
		return c.readForm()
	case err != nil || media != "application/json":
		refusal := refuse(http.StatusUnsupportedMediaType, fmt.Sprintf("Unsupported media type %q in request.", sent))
		return nil, &refusal
	}
	decoder := json.NewDecoder(c.Body)
	decoder.UseNumber()
	var body any
	if err := decoder.Decode(&body); err != nil || !errors.Is(decoder.Decode(new(any)), io.EOF) {
		refusal := refuse(http.StatusBadRequest, "JSON parse error - Expecting value: line 1 column 1 (char 0)")
		return nil, &refusal
	}
	fields, ok := body.(map[string]any)
	if !ok {
		refusal := invalid(map[string]any{"non_field_errors": []string{fmt.Sprintf("Invalid data. Expected a dictionary, but got %s.", python(body))}})
		return nil, &refusal
	}
	return fields, nil
}

func invalid(errors map[string]any) answer {
	return answer{status: http.StatusBadRequest, json: errors}
}

// field reads one field's value into its place, and returns what is wrong with it: texts, or texts by position.
type field func(value any) (problem any, err error)

const (
	required = "This field is required."
	notNull  = "This field may not be null."
)

// text takes texts and numbers, without the white space at both ends.
func text(into *string, most int, blank bool) field {
	return func(value any) (any, error) {
		var got string
		switch v := value.(type) {
		case nil:
			return []string{notNull}, nil
		case string:
			got = v
		case json.Number:
			got = asSent(v).String()
		default:
			return []string{"Not a valid string."}, nil
		}
		got = strip(got)
		switch {
		case strings.ContainsRune(got, 0):
			return []string{"Null characters are not allowed."}, nil
		case got == "" && !blank:
			return []string{"This field may not be blank."}, nil
		case most > 0 && utf8.RuneCountInString(got) > most:
			return []string{fmt.Sprintf("Ensure this field has no more than %d characters.", most)}, nil
		}
		*into = got
		return nil, nil
	}
}

// strip is Python's str.strip, which takes four more characters for white space than Unicode does.
func strip(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f })
}

// nullable takes what inner takes, and null.
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

var wholeNumber = regexp.MustCompile(`^-?\d+(\.0*)?$`)

// integer takes whole numbers of 32 bits, as numbers or as texts.
func integer(into *int64) field {
	return func(value any) (any, error) {
		if value == nil {
			return []string{notNull}, nil
		}
		if number, ok := value.(json.Number); ok {
			value = asSent(number)
		}
		letters := strings.TrimSpace(fmt.Sprint(value))
		if _, boolean := value.(bool); boolean || !wholeNumber.MatchString(letters) {
			return []string{"A valid integer is required."}, nil
		}
		whole, _, _ := strings.Cut(letters, ".")
		got, _ := strconv.ParseInt(whole, 10, 64) // what has more than 64 bits is read as the largest that has not
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

// boolean takes also the texts and numbers that stand for one.
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

// parseID reads a UUID in upper or lower case, with or without dashes.
func parseID(letters string) (uuid.UUID, bool) {
	id, err := uuid.Parse(letters)
	return id, err == nil && (len(letters) == 36 || len(letters) == 32)
}

func id(into *uuid.UUID, taken func(uuid.UUID) bool) field {
	return func(value any) (any, error) {
		letters, _ := value.(string)
		got, ok := parseID(letters)
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

// anything takes any JSON that the database can keep. Here, unlike in the other fields, a number beyond a double is found
// before the database is.
func anything(into *any) field {
	return func(value any) (any, error) {
		if _, broken := value.(brokenJSON); broken || infinite(value) {
			return []string{"Value must be valid JSON."}, nil
		}
		*into = value
		return nil, storable(value)
	}
}

// object takes any object, and looks at nothing in it.
func object(into *map[string]any) field { //nolint:gocritic // the map is set, not filled
	return func(value any) (any, error) {
		got, ok := value.(map[string]any)
		switch {
		case value == nil:
			return []string{notNull}, nil
		case !ok:
			return []string{fmt.Sprintf("Expected a dictionary of items but got type %q.", python(value))}, nil
		}
		*into = got
		return nil, storable(got)
	}
}

// objects takes a list of objects, and looks at nothing in them.
func objects(into *[]any) field {
	return func(value any) (any, error) {
		got, ok := value.([]any)
		switch {
		case value == nil:
			return []string{notNull}, nil
		case !ok:
			return []string{fmt.Sprintf("Expected a list of items but got type %q.", python(value))}, nil
		}
		problems := map[string]any{}
		for i, item := range got {
			if _, ok := item.(map[string]any); !ok {
				problems[strconv.Itoa(i)] = []string{fmt.Sprintf("Expected a dictionary of items but got type %q.", python(item))}
			}
		}
		if len(problems) > 0 {
			return problems, nil
		}
		*into = got
		return nil, storable(got)
	}
}

// python is the name of a value's type in messages.
func python(value any) string {
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
