package room

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ function.Function = EntryURL{}

// EntryURL is the function room_entry_url.
type EntryURL struct{}

// NewEntryURL makes the function room_entry_url.
func NewEntryURL() function.Function { return EntryURL{} }

// Metadata implements function.Function.
func (EntryURL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "room_entry_url"
}

// Definition implements function.Function. The options are of no fixed type, since Terraform would insist on all
// attributes of an object type.
func (EntryURL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Adds how to enter to a room's URL",
		MarkdownDescription: `
Adds to a room's URL how people enter by it, without asking the service. Everything that is already in the URL is kept.

The options are an object with any of:

- ` + "`avatar_url`" + `: the URL of the avatar to enter with
- ` + "`display_name`" + `: the name to enter with
- ` + "`fast_entry`: `true`" + ` to enter without the screens in which people choose these
`,
		Parameters: []function.Parameter{
			function.StringParameter{Name: "url", MarkdownDescription: "The URL of a room, such as `public_guest_url`."},
			function.DynamicParameter{
				Name: "options", AllowNullValue: true,
				MarkdownDescription: "How to enter, such as `{ display_name = \"Ada\", fast_entry = true }`; null adds nothing.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run implements function.Function.
func (EntryURL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	var options types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &text, &options); resp.Error != nil {
		return
	}
	if _, err := parseRoomURL(text); err != nil {
		resp.Error = function.NewArgumentFuncError(0, notRoomURL(err))
		return
	}
	entry, err := entryOptions(options.UnderlyingValue())
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, "Cannot read the options: "+err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, entryURL(text, entry))
}

// entry is how somebody enters a room. What is empty is not said.
type entry struct {
	avatarURL   string
	displayName string
	fastEntry   bool
}

// entryOptions reads the options, an object or a map. Options that are null are not said.
func entryOptions(value attr.Value) (entry, error) {
	var result entry
	var options map[string]attr.Value
	switch value := value.(type) {
	case nil: // null
	case types.Object:
		options = value.Attributes()
	case types.Map:
		options = value.Elements()
	default:
		return result, errors.New(`the options must be an object, such as { display_name = "Ada", fast_entry = true }`)
	}
	for name, option := range options {
		if dynamic, ok := option.(types.Dynamic); ok {
			option = dynamic.UnderlyingValue()
		}
		if option == nil || option.IsNull() {
			continue
		}
		var ok bool
		switch name {
		case "avatar_url":
			result.avatarURL, ok = textOf(option)
		case "display_name":
			result.displayName, ok = textOf(option)
		case "fast_entry":
			result.fastEntry, ok = truthOf(option)
		default:
			return result, fmt.Errorf("there is no option %q, only avatar_url, display_name and fast_entry", name)
		}
		if !ok {
			return result, fmt.Errorf("the option %s has the wrong type: avatar_url and display_name are texts, fast_entry is true or false", name)
		}
	}
	return result, nil
}

func textOf(value attr.Value) (string, bool) {
	text, ok := value.(types.String)
	return text.ValueString(), ok
}

// truthOf reads true and false also as texts, which they are in a map whose other values are texts.
func truthOf(value attr.Value) (truth, ok bool) {
	switch value := value.(type) {
	case types.Bool:
		return value.ValueBool(), true
	case types.String:
		return value.ValueString() == "true", value.ValueString() == "true" || value.ValueString() == "false"
	}
	return false, false
}

// entryURL puts the options behind the query that is there, in place of earlier ones of the same name. All else is kept
// to the letter.
func entryURL(text string, entry entry) string {
	text, fragment, hasFragment := strings.Cut(text, "#")
	base, query, _ := strings.Cut(text, "?")
	parameters := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
	set := func(name, value string) {
		parameters = slices.DeleteFunc(parameters, func(parameter string) bool { return parameterName(parameter) == name })
		parameters = append(parameters, name+"="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
	}
	if entry.avatarURL != "" {
		set("avatarUrl", entry.avatarURL)
	}
	if entry.displayName != "" {
		set("displayName", entry.displayName)
	}
	if entry.fastEntry {
		set("funcs", strings.Join(append(otherFuncs(parameters), fastEntry), ","))
	}
	if len(parameters) > 0 {
		base += "?" + strings.Join(parameters, "&")
	}
	if hasFragment {
		base += "#" + fragment
	}
	return base
}

// fastEntry is the word in the parameter "funcs", a list with commas, by which people enter without being asked anything.
const fastEntry = "fastEntry"

// otherFuncs are the words that the parameter "funcs" has already.
func otherFuncs(parameters []string) []string {
	var words []string
	for _, parameter := range parameters {
		if values, err := url.ParseQuery(parameter); err == nil {
			words = append(words, strings.FieldsFunc(values.Get("funcs"), func(r rune) bool { return r == ',' })...)
		}
	}
	return slices.DeleteFunc(words, func(word string) bool { return word == fastEntry })
}

func parameterName(parameter string) string {
	name, _, _ := strings.Cut(parameter, "=")
	if decoded, err := url.QueryUnescape(name); err == nil {
		return decoded
	}
	return name
}
