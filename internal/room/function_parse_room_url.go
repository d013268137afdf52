package room

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ function.Function = ParseRoomURL{}

// ParseRoomURL is the function parse_room_url.
type ParseRoomURL struct{}

// NewParseRoomURL returns the function parse_room_url.
func NewParseRoomURL() function.Function { return ParseRoomURL{} }

// roomURL is a parsed URL of a room. Visibility and access ID are null if the URL admits nobody by itself.
type roomURL struct {
	Host       types.String `tfsdk:"host"`
	RoomSID    types.String `tfsdk:"room_sid"`
	Slug       types.String `tfsdk:"slug"`
	Visibility types.String `tfsdk:"visibility"`
	AccessID   types.String `tfsdk:"access_id"`
}

func (ParseRoomURL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_room_url"
}

func (ParseRoomURL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Parses the URL of a room",
		MarkdownDescription: "Parses the URL of a room, without a request to the service. The result has:\n\n" +
			"- `host`: host, with the port if there is one\n" +
			"- `room_sid`: short ID of the room in the engine\n" +
			"- `slug`: part of the URL that is derived from the name of the room. It can be empty\n" +
			"- `visibility`: `\"public\"`, `\"private\"`, or null for a URL that admits nobody by itself\n" +
			"- `access_id`: secret by which the URL admits people, or null\n",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "url", MarkdownDescription: "URL of a room, such as `public_guest_url`."},
		},
		Return: function.ObjectReturn{AttributeTypes: roomURLTypes},
	}
}

var roomURLTypes = map[string]attr.Type{
	"host": types.StringType, "room_sid": types.StringType, "slug": types.StringType,
	"visibility": types.StringType, "access_id": types.StringType,
}

func (ParseRoomURL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text types.String
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	if text.IsUnknown() {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(roomURLTypes))
		return
	}
	parsed, err := parseRoomURL(text.ValueString())
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, notRoomURL(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, parsed)
}

// notRoomURL returns the error for an invalid URL. It does not show the URL, which can admit people to a room. Terraform adds the full
// stop.
func notRoomURL(err error) string {
	return "The URL is not the URL of a room, which looks like https://room.example.com/AbCdEf1/main-hall?public=…: " + err.Error()
}

// roomPathPattern matches the path of a room: the short ID of the engine, and the slug, which can be empty.
var roomPathPattern = regexp.MustCompile(`^/([A-Za-z0-9]{7})(?:/([^/]*))?$`)

// enginePages are the first parts of paths at which the engine serves no room. Some have the form of a short ID.
var enginePages = []string{
	"admin", "api", "assets", "avatar.html", "avatars", "cloud", "discord", "docs", "files", "health", "hub.html", "hubs", "index.html",
	"link", "scene.html", "scenes", "signin", "spoke", "thumbnail", "tokens", "verify", "whats-new",
}

func parseRoomURL(text string) (roomURL, error) {
	var none roomURL
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return none, errors.New("it is not a complete URL that begins with https:// or http://")
	}
	if page, _, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/"); slices.Contains(enginePages, page) {
		return none, fmt.Errorf("its path leads to /%s, which is not a room", page)
	}
	parts := roomPathPattern.FindStringSubmatch(parsed.Path)
	if parts == nil {
		return none, errors.New("its path is not a short ID of seven letters and digits, followed by a slug")
	}
	room := roomURL{
		Host: types.StringValue(parsed.Host), RoomSID: types.StringValue(parts[1]), Slug: types.StringValue(parts[2]),
	}
	query, err := url.ParseQuery(parsed.RawQuery)
	if err != nil {
		return none, errors.New("its query cannot be read")
	}
	for _, visibility := range []string{"public", "private"} {
		if !query.Has(visibility) {
			continue
		}
		access := query[visibility]
		if !room.Visibility.IsNull() || len(access) != 1 || strings.TrimSpace(access[0]) == "" {
			return none, errors.New(`it must have at most one of "public" and "private" in its query, once, with a value`)
		}
		room.Visibility, room.AccessID = types.StringValue(visibility), types.StringValue(access[0])
	}
	return room, nil
}
