package venueless

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// The limits of the service. Its JSON parser fails at a depth of 800 or less, depending on what else the service does at that
// moment, and in newer versions at whole numbers of more than 4300 digits.
const (
	maxJSONDepth   = 500
	maxWholeDigits = 4300
)

// isJSONObject validates that a string is a JSON object that the service stores without a change.
func isJSONObject() validator.String {
	return tfkit.StringValidator{Form: "a JSON object", Check: checkJSON}
}

// checkJSON adds an error if the value of an argument is not a JSON object that the service can store. The error does not show
// the value, which can have the password of a meeting.
func checkJSON(text string, argument path.Path, diags *diag.Diagnostics) {
	if err := validateJSON(text); err != nil {
		diags.AddAttributeError(argument, "Invalid JSON object", fmt.Sprintf("Value must be a JSON object, such as the result of jsonencode({ active = true }), but %v.", err))
	}
}

// validateJSON returns an error if the service cannot store a string as a JSON object. The service responds to most of these with
// 500.
func validateJSON(text string) error {
	value, err := decodeJSON(text)
	if err != nil {
		return err
	}
	if _, ok := value.(map[string]any); !ok {
		return errors.New("it is JSON of another type")
	}
	if hasLoneSurrogate(text) {
		return errors.New(`a string in it has half of a surrogate pair, such as "\ud800" alone, which the service cannot store`)
	}
	return validateJSONValue(value, 1)
}

func validateJSONValue(value any, depth int) error {
	if depth > maxJSONDepth {
		return fmt.Errorf("it is nested more than %d deep, which the service cannot read", maxJSONDepth)
	}
	switch v := value.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return errors.New("a string in it has a NUL character, which the service cannot store")
		}
	case json.Number:
		float, _ := v.Float64()
		if isFloat(v) && math.IsInf(float, 0) || !isFloat(v) && len(v) > maxWholeDigits {
			return errors.New("a number in it is larger than the service can store")
		}
	case []any:
		for _, item := range v {
			if err := validateJSONValue(item, depth+1); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, item := range v {
			if err := cmp.Or(validateJSONValue(name, depth), validateJSONValue(item, depth+1)); err != nil {
				return err
			}
		}
	}
	return nil
}

// hasLoneSurrogate reports whether JSON has an escaped surrogate without its other half. Go decodes it as U+FFFD, but the database of
// the service refuses it.
func hasLoneSurrogate(text string) bool {
	for {
		_, rest, found := strings.Cut(text, `\`)
		if !found {
			return false
		}
		first, ok := parseEscape(rest)
		if !ok || !utf16.IsSurrogate(first) {
			text = rest[1:] // in JSON, each backslash is followed by a character
			continue
		}
		second, ok := parseEscape(strings.TrimPrefix(rest[5:], `\`))
		if !ok || rest[5] != '\\' || utf16.DecodeRune(first, second) == '\uFFFD' {
			return true
		}
		text = rest[11:]
	}
}

// parseEscape returns the character of an escape sequence such as "u0041" at the beginning of a string.
func parseEscape(text string) (rune, bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(text[1:5], 16, 16)
	return rune(code), err == nil
}
