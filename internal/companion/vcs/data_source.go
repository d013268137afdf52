package vcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"golang.org/x/text/unicode/norm"

	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource finds one conference room.
type DataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSource makes the data source xrcloud_vcs_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Finds one conference room of VCS Realtime: by ` + "`id`" + `, or by its exact ` + "`name`" + `. Names need not be unique; exactly one room must match.

It gives the room token, which thereby is in the state. From Terraform 1.10 on, the ephemeral resource ` + "`xrcloud_vcs_room_token`" + ` gives it without a trace.
`
	resp.Schema.Attributes = readAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{MarkdownDescription: idText, Optional: true, Computed: true}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The exact name of the room, to find it by.", Optional: true, Computed: true, Validators: nameValidators,
	}
	resp.Schema.Attributes["token"] = schema.StringAttribute{MarkdownDescription: tokenText, Computed: true, Sensitive: true}
}

// readAttributes is what can be read of a room, in single and in lists.
func readAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id":              schema.StringAttribute{Computed: true, MarkdownDescription: idText},
		"name":            schema.StringAttribute{Computed: true, MarkdownDescription: nameText + " Null where it has none."},
		"description":     schema.StringAttribute{Computed: true, MarkdownDescription: descriptionText + " Null where nobody said it."},
		"conference_type": schema.StringAttribute{Computed: true, MarkdownDescription: "What the room is now. " + typeText},
		"auto_upgrade_participant_count": schema.Int64Attribute{
			Computed: true, MarkdownDescription: countText + " Null also where the service does not tell it, as its published page has it.",
		},
	}
	for name, text := range timeTexts {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	for name, text := range numberTexts {
		attributes[name] = schema.Int64Attribute{Computed: true, MarkdownDescription: text}
	}
	return attributes
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data entry
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot find VCS room", err, fields)
		return
	}
	data.fromAPI(room)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data entry) (api.Room, error) {
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, data.ID.ValueString())
	}
	all, err := d.Client.AllRooms(ctx)
	if err != nil {
		return api.Room{}, err
	}
	var named []api.Room
	for _, candidate := range all {
		if norm.NFC.String(candidate.Name) == data.Name.ValueString() {
			named = append(named, candidate)
		}
	}
	return tfkit.ExactlyOne(named, path.Root("name"), fmt.Sprintf("VCS room named %q", data.Name.ValueString()), describe)
}

// describe tells rooms of the same name apart.
func describe(room api.Room) string {
	return fmt.Sprintf("%s, %s, created %s", room.ID, room.ConferenceType, moment(room.CreationTime).ValueString())
}
