package venueless

import (
	"encoding/json"
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

// What the service cannot keep. Its JSON parser fails at 800 levels or fewer, depending on what else it does at that
// moment, and, in newer versions, at whole numbers of more than 4300 digits.
const (
	deepestJSON  = 500
	longestWhole = 4300
)

// jsonObject validates that a text is a JSON object that the service keeps as it is.
func jsonObject() validator.String {
	return tfkit.StringValidator{Form: "a JSON object", Check: checkJSON}
}

// checkJSON adds what is wrong with the text of an argument. It does not show the text, which may hold the password of a
// meeting.
func checkJSON(text string, argument path.Path, diags *diag.Diagnostics) {
	if problem := jsonProblem(text); problem != "" {
		diags.AddAttributeError(argument, "Not a JSON object that the service accepts",
			fmt.Sprintf("The value must be a JSON object, such as jsonencode({ active = true }) gives, but %s.", problem))
	}
}

// jsonProblem says why the service would not keep a text as it is, or "". The server answers most of these with 500.
func jsonProblem(text string) string {
	value, ok := decoded(text)
	if !ok {
		return "it is no JSON"
	}
	if _, ok := value.(map[string]any); !ok {
		return "it is JSON of another kind"
	}
	if hasLoneSurrogate(text) {
		return `a text in it has half of a surrogate pair, such as "\ud800" alone, which the service cannot keep`
	}
	return unstorable(value, 1)
}

func unstorable(value any, depth int) string {
	if depth > deepestJSON {
		return fmt.Sprintf("it is nested more than %d deep, which the service cannot read", deepestJSON)
	}
	switch v := value.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return "a text in it has a NUL character, which the service cannot keep"
		}
	case json.Number:
		number, _ := v.Float64()
		if isFloat(v) && math.IsInf(number, 0) || !isFloat(v) && len(v) > longestWhole {
			return "a number in it is larger than the service can keep"
		}
	case []any:
		for _, item := range v {
			if problem := unstorable(item, depth+1); problem != "" {
				return problem
			}
		}
	case map[string]any:
		for name, item := range v {
			if problem := unstorable(name, depth); problem != "" {
				return problem
			}
			if problem := unstorable(item, depth+1); problem != "" {
				return problem
			}
		}
	}
	return ""
}

// hasLoneSurrogate says whether JSON has an escaped surrogate without its other half. Go reads it as another character,
// and the service's database refuses it.
func hasLoneSurrogate(text string) bool {
	for {
		_, rest, found := strings.Cut(text, `\`)
		if !found {
			return false
		}
		first, ok := escaped(rest)
		if !ok || !utf16.IsSurrogate(first) {
			text = rest[1:] // in JSON, a character follows each backslash
			continue
		}
		second, ok := escaped(strings.TrimPrefix(rest[5:], `\`))
		if !ok || rest[5] != '\\' || utf16.DecodeRune(first, second) == '\uFFFD' {
			return true
		}
		text = rest[11:]
	}
}

// escaped reads the "u0041" at the beginning of a text.
func escaped(text string) (rune, bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(text[1:5], 16, 16)
	return rune(code), err == nil
}
