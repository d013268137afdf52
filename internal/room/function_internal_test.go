package room

import (
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	publicID  = "a0166051-1eee-44bb-922a-c988d517a0e1"
	privateID = "72dde871-33d7-4aa3-a8a9-73b8b5f0458d"
)

func TestParseRoomURL(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		url                             string
		host, sid, slug, visibility, id string
	}{
		"public":                  {"https://room.xrcloud.app:4000/7UizZDL/example-room-name?public=" + publicID, "room.xrcloud.app:4000", "7UizZDL", "example-room-name", "public", publicID},
		"private":                 {"https://room.xrcloud.app/7UizZDL/main-hall?private=" + privateID, "room.xrcloud.app", "7UizZDL", "main-hall", "private", privateID},
		"without slug":            {"https://room.xrcloud.app/7UizZDL/?public=" + publicID, "room.xrcloud.app", "7UizZDL", "", "public", publicID},
		"without trailing slash":  {"https://room.xrcloud.app/7UizZDL?public=" + publicID, "room.xrcloud.app", "7UizZDL", "", "public", publicID},
		"without access":          {"https://room.xrcloud.app/7UizZDL/main-hall", "room.xrcloud.app", "7UizZDL", "main-hall", "", ""},
		"with an entry":           {"https://room.xrcloud.app/7UizZDL/main-hall?public=" + publicID + "&displayName=A%26B&funcs=fastEntry", "room.xrcloud.app", "7UizZDL", "main-hall", "public", publicID},
		"with a fragment":         {"http://127.0.0.1:4000/7UizZDL/main-hall?public=" + publicID + "#top", "127.0.0.1:4000", "7UizZDL", "main-hall", "public", publicID},
		"with letters in the sid": {"https://room.example.com/AbCdEfG/x", "room.example.com", "AbCdEfG", "x", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseRoomURL(test.url)
			if err != nil {
				t.Fatal(err)
			}
			want := roomURL{
				Host: types.StringValue(test.host), RoomSID: types.StringValue(test.sid), Slug: types.StringValue(test.slug),
				Visibility: nullIfEmpty(test.visibility), AccessID: nullIfEmpty(test.id),
			}
			if got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func nullIfEmpty(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

func TestParseRoomURLRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":               "",
		"no URL":              "main hall",
		"no scheme":           "room.xrcloud.app/7UizZDL/main-hall",
		"FTP":                 "ftp://room.xrcloud.app/7UizZDL/main-hall",
		"no host":             "https:///7UizZDL/main-hall",
		"no path":             "https://room.xrcloud.app/?public=" + publicID,
		"scene editor":        "https://room.xrcloud.app:4000/spoke/projects/ASJCJK1?optId=" + publicID,
		"avatar":              "https://room.xrcloud.app:4000/avatars/Nt7QPw3",
		"avatars":             "https://room.xrcloud.app/avatars",
		"sign-in for Discord": "https://room.xrcloud.app/discord/?public=" + publicID,
		"scene":               "https://room.xrcloud.app/scenes/Nt7QPw3/lobby",
		"short link":          "https://room.xrcloud.app/link/7UizZDL",
		"API of the engine":   "https://room.xrcloud.app/api/v1/meta",
		"file":                "https://room.xrcloud.app/files/852a6f47-3978-4201-a637-9699d7845266.jpg",
		"SID too short":       "https://room.xrcloud.app/7UizZD/main-hall",
		"SID too long":        "https://room.xrcloud.app/7UizZDLX/main-hall",
		"path too long":       "https://room.xrcloud.app/7UizZDL/main-hall/more",
		"two kinds of access": "https://room.xrcloud.app/7UizZDL/x?public=" + publicID + "&private=" + privateID,
		"two access IDs":      "https://room.xrcloud.app/7UizZDL/x?public=" + publicID + "&public=" + privateID,
		"empty access ID":     "https://room.xrcloud.app/7UizZDL/x?public=",
		"invalid query":       "https://room.xrcloud.app/7UizZDL/x?public=%zz",
		"control character":   "https://room.xrcloud.app/7UizZDL/\x7f?public=" + publicID,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseRoomURL(text)
			if err == nil {
				t.Fatal("no error")
			}
			if message := notRoomURL(err); strings.Contains(message, publicID) || strings.Contains(message, privateID) {
				t.Errorf("the error shows the access ID: %s", message)
			}
		})
	}
}

func TestEntryURL(t *testing.T) {
	t.Parallel()
	const room = "https://room.xrcloud.app/7UizZDL/main-hall"
	all := entryOptions{avatarURL: "https://example.com/a.glb?x=1&y=2", displayName: "Ada & Eve", fastEntry: true}
	for name, test := range map[string]struct {
		url   string
		entry entryOptions
		want  string
	}{
		"no options":          {room + "?public=1&b=%41", entryOptions{}, room + "?public=1&b=%41"},
		"all":                 {room + "?public=1", all, room + "?public=1&avatarUrl=https%3A%2F%2Fexample.com%2Fa.glb%3Fx%3D1%26y%3D2&displayName=Ada%20%26%20Eve&funcs=fastEntry"},
		"without query":       {room, entryOptions{fastEntry: true}, room + "?funcs=fastEntry"},
		"before a fragment":   {room + "?public=1#top", entryOptions{displayName: "Ada"}, room + "?public=1&displayName=Ada#top"},
		"replaced option":     {room + "?displayName=Old&public=1", entryOptions{displayName: "New"}, room + "?public=1&displayName=New"},
		"with other function": {room + "?funcs=other&public=1", entryOptions{fastEntry: true}, room + "?public=1&funcs=other%2CfastEntry"},
		"same option":         {room + "?public=1&funcs=fastEntry", entryOptions{fastEntry: true}, room + "?public=1&funcs=fastEntry"},
		"not ASCII":           {room, entryOptions{displayName: "메인 🎉"}, room + "?displayName=%EB%A9%94%EC%9D%B8%20%F0%9F%8E%89"},
		"plus sign":           {room, entryOptions{displayName: "a+b"}, room + "?displayName=a%2Bb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := entryURL(test.url, test.entry); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestReadEntryOptions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options map[string]attr.Value
		want    entryOptions
		problem string
	}{
		"all":             {options: map[string]attr.Value{"avatar_url": types.StringValue("a"), "display_name": types.StringValue("b"), "fast_entry": types.StringValue("true")}, want: entryOptions{"a", "b", true}},
		"none":            {},
		"nulls":           {options: map[string]attr.Value{"avatar_url": types.StringNull(), "display_name": types.StringNull(), "fast_entry": types.StringNull(), "other": types.StringNull()}},
		"false":           {options: map[string]attr.Value{"fast_entry": types.StringValue("false")}},
		"unknown option":  {options: map[string]attr.Value{"displayName": types.StringValue("b")}, problem: `no option "displayName"`},
		"invalid boolean": {options: map[string]attr.Value{"fast_entry": types.StringValue("yes")}, problem: "fast_entry must be true or false"},
		"empty boolean":   {options: map[string]attr.Value{"fast_entry": types.StringValue("")}, problem: "fast_entry must be true or false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := readEntryOptions(types.MapValueMust(types.StringType, test.options))
			switch {
			case test.problem == "" && (err != nil || got != test.want):
				t.Errorf("got %v and %v, want %v", got, err, test.want)
			case test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)):
				t.Errorf("got the error %v, want %q", err, test.problem)
			}
		})
	}
}

// Some versions of OpenTofu call functions with partially unknown arguments.
func TestFunctionsReturnUnknownForUnknown(t *testing.T) {
	t.Parallel()
	known := types.StringValue("https://room.xrcloud.app/7UizZDL/main-hall")
	options := func(attributes map[string]attr.Value) types.Map {
		return types.MapValueMust(types.StringType, attributes)
	}
	for name, test := range map[string]struct {
		url     types.String
		options []types.Map
		unknown bool
	}{
		"known":              {known, nil, false},
		"known options":      {known, []types.Map{options(map[string]attr.Value{"display_name": types.StringValue("Ada")})}, false},
		"null options":       {known, []types.Map{types.MapNull(types.StringType)}, false},
		"URL":                {types.StringUnknown(), nil, true},
		"URL with options":   {types.StringUnknown(), []types.Map{options(map[string]attr.Value{"display_name": types.StringValue("Ada")})}, true},
		"options":            {known, []types.Map{types.MapUnknown(types.StringType)}, true},
		"unknown name":       {known, []types.Map{options(map[string]attr.Value{"display_name": types.StringUnknown(), "fast_entry": types.StringValue("true")})}, true},
		"unknown fast entry": {known, []types.Map{options(map[string]attr.Value{"fast_entry": types.StringUnknown()})}, true},
		"unknown avatar":     {known, []types.Map{options(map[string]attr.Value{"avatar_url": types.StringUnknown(), "display_name": types.StringNull()})}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kinds, values := make([]attr.Type, len(test.options)), make([]attr.Value, len(test.options))
			for i, value := range test.options {
				kinds[i], values[i] = value.Type(t.Context()), value
			}
			resp := function.RunResponse{Result: function.NewResultData(types.StringNull())}
			RoomEntryURL{}.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{test.url, types.TupleValueMust(kinds, values)})}, &resp)
			if resp.Error != nil || resp.Result.Value().IsUnknown() != test.unknown {
				t.Errorf("room_entry_url returns %v, %v; want unknown: %v", resp.Result.Value(), resp.Error, test.unknown)
			}
			resp = function.RunResponse{Result: function.NewResultData(types.ObjectNull(roomURLTypes))}
			ParseRoomURL{}.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{test.url})}, &resp)
			if resp.Error != nil || resp.Result.Value().IsUnknown() != test.url.IsUnknown() {
				t.Errorf("parse_room_url returns %v, %v; want unknown: %v", resp.Result.Value(), resp.Error, test.url.IsUnknown())
			}
		})
	}
}

// Options of the entry do not change the room and the access in a URL, and no text causes a panic.
func FuzzRoomURL(f *testing.F) {
	for _, text := range []string{
		"", "https://room.xrcloud.app:4000/7UizZDL/main-hall?public=" + publicID, "https://room.xrcloud.app/7UizZDL/?private=" + privateID,
		"https://h/7UizZDL?a=b;c&public=1#f?x", "https://h/7UizZDL/%2F?funcs=a,,b&funcs=%2C", "http://[::1]:80/AbCdEf1/%zz", "https://h/7UizZDL/x?&&=&public=%00",
	} {
		f.Add(text, "Ada & Eve", "https://example.com/a.glb")
	}
	f.Fuzz(func(t *testing.T, text, name, avatar string) {
		before, err := parseRoomURL(text)
		if err != nil {
			return
		}
		entered := entryURL(text, entryOptions{avatarURL: avatar, displayName: name, fastEntry: true})
		after, err := parseRoomURL(entered)
		if err != nil || after != before {
			t.Fatalf("%q with options is %q: %v, %v instead of %v", text, entered, err, after, before)
		}
		parsed, err := url.Parse(entered)
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Query().Get("displayName"); got != name {
			t.Fatalf("the name %q is %q in %q", name, got, entered)
		}
		if again := entryURL(entered, entryOptions{avatarURL: avatar, displayName: name, fastEntry: true}); again != entered {
			t.Fatalf("the same options change %q to %q", entered, again)
		}
	})
}
