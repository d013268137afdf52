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

var _ function.Function = ParseURL{}

// ParseURL is the function parse_room_url.
type ParseURL struct{}

// NewParseURL makes the function parse_room_url.
func NewParseURL() function.Function { return ParseURL{} }

// roomURL is what a room's URL says. Access is empty where it lets nobody in by itself.
type roomURL struct {
	Host       types.String `tfsdk:"host"`
	RoomSID    types.String `tfsdk:"room_sid"`
	Slug       types.String `tfsdk:"slug"`
	Visibility types.String `tfsdk:"visibility"`
	AccessID   types.String `tfsdk:"access_id"`
}

func (ParseURL) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_room_url"
}

func (ParseURL) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Takes a room's URL apart",
		MarkdownDescription: `
Takes a room's URL apart, without asking the service. The result has:

- ` + "`host`" + `: the host, with the port if there is one
- ` + "`room_sid`" + `: the short id that the room has in the engine
- ` + "`slug`" + `: what is left of the room's name; it can be empty
- ` + "`visibility`: `\"public\"`, `\"private\"`" + `, or null for a URL that lets nobody in by itself
- ` + "`access_id`" + `: the secret by which the URL lets its holder in, or null
`,
		Parameters: []function.Parameter{
			function.StringParameter{Name: "url", MarkdownDescription: "The URL of a room, such as `public_guest_url`."},
		},
		Return: function.ObjectReturn{AttributeTypes: roomURLTypes},
	}
}

var roomURLTypes = map[string]attr.Type{
	"host": types.StringType, "room_sid": types.StringType, "slug": types.StringType,
	"visibility": types.StringType, "access_id": types.StringType,
}

func (ParseURL) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
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

// notRoomURL says what is wrong with a URL without showing it: it may let its holder into a room. Terraform ends what
// functions say with a full stop of its own.
func notRoomURL(err error) string {
	return "The URL is not the URL of a room, which looks like https://room.example.com/AbCdEf1/main-hall?public=…: " + err.Error()
}

// roomPath is the path of a room: the engine's short id, and the slug, which can be empty.
var roomPath = regexp.MustCompile(`^/([A-Za-z0-9]{7})(?:/([^/]*))?$`)

// enginePages are the first parts of paths at which the engine serves something other than a room. Some have the form of
// a room's short id.
var enginePages = []string{
	"admin", "api", "assets", "avatar.html", "avatars", "cloud", "discord", "docs", "files", "health", "hub.html", "hubs", "index.html",
	"link", "scene.html", "scenes", "signin", "spoke", "thumbnail", "tokens", "verify", "whats-new",
}

func parseRoomURL(text string) (roomURL, error) {
	var none roomURL
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return none, errors.New("it is no complete URL that begins with https:// or http://")
	}
	if page, _, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/"); slices.Contains(enginePages, page) {
		return none, fmt.Errorf("its path leads to /%s, which is not a room", page)
	}
	parts := roomPath.FindStringSubmatch(parsed.Path)
	if parts == nil {
		return none, errors.New("its path does not begin with a short id of seven letters and digits, with nothing but a name behind it")
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
