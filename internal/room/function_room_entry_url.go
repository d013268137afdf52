package room

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ function.Function = RoomEntryURL{}

// RoomEntryURL is the function room_entry_url.
type RoomEntryURL struct{} //nolint:revive // named after the function, also where it repeats the package

// NewRoomEntryURL returns the function room_entry_url.
func NewRoomEntryURL() function.Function { return RoomEntryURL{} }

func (RoomEntryURL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "room_entry_url"
}

// Definition describes the options as a variadic parameter, so that they can be omitted, and as a map of strings, to which Terraform
// and OpenTofu convert every object and every null. An object type would require all of its attributes, and OpenTofu never calls a
// function with an untyped null for a dynamic parameter.
func (RoomEntryURL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Adds entry options to the URL of a room",
		MarkdownDescription: "Adds to the URL of a room how people enter by it, without a request to the service. Everything else in the URL stays.\n\n" +
			"The options are optional: an object with any of the following attributes. Attributes that are null, and options that are null, have no effect.\n\n" +
			"- `avatar_url`: URL of the avatar\n" +
			"- `display_name`: name of the person\n" +
			"- `fast_entry`: if true, people enter without the screens in which they choose a name and an avatar\n",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "url", MarkdownDescription: "URL of a room, such as `public_guest_url`."},
		},
		VariadicParameter: function.MapParameter{
			Name: "options", ElementType: types.StringType, AllowNullValue: true,
			MarkdownDescription: "Entry options, such as `{ display_name = \"Ada\", fast_entry = true }`. At most one object.",
		},
		Return: function.StringReturn{},
	}
}

func (RoomEntryURL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text types.String
	var options []types.Map
	if resp.Error = req.Arguments.Get(ctx, &text, &options); resp.Error != nil {
		return
	}
	if len(options) > 1 {
		resp.Error = function.NewArgumentFuncError(2, fmt.Sprintf("Expected at most one object of options, got %d. Merge them into one object", len(options)))
		return
	}
	isUnknown := text.IsUnknown()
	var choices entryOptions
	if len(options) == 1 {
		var err error
		if choices, err = readEntryOptions(options[0]); err != nil {
			resp.Error = function.NewArgumentFuncError(1, "Cannot read the options: "+err.Error())
			return
		}
		isUnknown = isUnknown || hasUnknown(options[0])
	}
	if !text.IsUnknown() {
		if _, err := parseRoomURL(text.ValueString()); err != nil {
			resp.Error = function.NewArgumentFuncError(0, notRoomURL(err))
			return
		}
	}
	// Some versions of OpenTofu call a function although a part of an argument is unknown.
	if isUnknown {
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		return
	}
	resp.Error = resp.Result.Set(ctx, entryURL(text.ValueString(), choices))
}

func hasUnknown(options types.Map) bool {
	for _, option := range options.Elements() {
		if option.IsUnknown() {
			return true
		}
	}
	return options.IsUnknown()
}

// entryOptions are the options of room_entry_url. An empty option has no effect.
type entryOptions struct {
	avatarURL   string
	displayName string
	fastEntry   bool
}

// readEntryOptions reads the options. Null and unknown options stay empty.
func readEntryOptions(options types.Map) (entryOptions, error) {
	var result entryOptions
	elements := options.Elements()
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		option, _ := elements[name].(types.String) // by the parameter's type
		if option.IsNull() {
			continue
		}
		switch name {
		case "avatar_url":
			result.avatarURL = option.ValueString()
		case "display_name":
			result.displayName = option.ValueString()
		case "fast_entry":
			result.fastEntry = option.ValueString() == "true"
			if !result.fastEntry && !option.IsUnknown() && option.ValueString() != "false" {
				return result, errors.New("the option fast_entry must be true or false")
			}
		default:
			return result, fmt.Errorf("there is no option %q, only avatar_url, display_name and fast_entry", name)
		}
	}
	return result, nil
}

// entryURL appends the options to the query, and removes earlier parameters of the same name. Everything else in the URL stays
// unchanged, byte for byte.
func entryURL(text string, options entryOptions) string {
	text, fragment, hasFragment := strings.Cut(text, "#")
	base, query, _ := strings.Cut(text, "?")
	parameters := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
	set := func(name, value string) {
		parameters = slices.DeleteFunc(parameters, func(parameter string) bool { return parameterName(parameter) == name })
		parameters = append(parameters, name+"="+strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
	}
	if options.avatarURL != "" {
		set("avatarUrl", options.avatarURL)
	}
	if options.displayName != "" {
		set("displayName", options.displayName)
	}
	if options.fastEntry {
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

// fastEntry is the word in the parameter "funcs", a list separated by commas, that skips the entry screens.
const fastEntry = "fastEntry"

// otherFuncs returns the other words in the parameter "funcs".
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
