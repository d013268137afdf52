package vcs

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/paging"
	api "github.com/xrcloud/terraform-provider-xrcloud/internal/api/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ datasource.DataSourceWithConfigure        = &DataSource{}
	_ datasource.DataSourceWithConfigValidators = &DataSource{}
)

// DataSource looks up one conference room.
type DataSource struct {
	tfkit.DataSourceBase[*api.Client]
}

// NewDataSource returns the data source xrcloud_vcs_room.
func NewDataSource() datasource.DataSource { return &DataSource{} }

func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_vcs_room"
}

func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Looks up one conference room of VCS Realtime: by `id`, or by its exact `name`. Names need not be unique; exactly one room must match.\n\n" +
		"The state contains the room token. From Terraform 1.10 and OpenTofu 1.11 on, use the ephemeral resource `xrcloud_vcs_room_token` to read the token: it saves it neither in the plan nor in the state."
	resp.Schema.Attributes = computedAttributes()
	resp.Schema.Attributes["id"] = schema.StringAttribute{
		MarkdownDescription: idDescription,
		Optional:            true,
		Computed:            true,
	}
	resp.Schema.Attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Exact name of the room.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, 512)},
	}
	resp.Schema.Attributes["token"] = schema.StringAttribute{
		MarkdownDescription: tokenDescription,
		Computed:            true,
		Sensitive:           true,
	}
}

// computedAttributes are the attributes of a room in data sources, all of them computed.
func computedAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":                             schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"name":                           schema.StringAttribute{Computed: true, MarkdownDescription: nameDescription + " Null if the room has no name."},
		"description":                    schema.StringAttribute{Computed: true, MarkdownDescription: descriptionDescription + " Null if the room has no description."},
		"conference_type":                schema.StringAttribute{Computed: true, MarkdownDescription: "Current conference type of the room. " + conferenceTypeDescription},
		"auto_upgrade_participant_count": schema.Int64Attribute{Computed: true, MarkdownDescription: upgradeCountDescription + " Null if the room is never upgraded, or if the service does not return the number."},
		"creation_time":                  schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: creationTimeDescription},
		"modification_time":              schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: modificationTimeDescription},
		"expires_at":                     schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: expiresAtDescription},
		"max_participants":               schema.Int64Attribute{Computed: true, MarkdownDescription: maxParticipantsDescription},
		"room_token_ttl_seconds":         schema.Int64Attribute{Computed: true, MarkdownDescription: roomTokenTTLDescription},
		"room_ttl_seconds":               schema.Int64Attribute{Computed: true, MarkdownDescription: roomTTLDescription},
		"endpoint_ttl_seconds":           schema.Int64Attribute{Computed: true, MarkdownDescription: endpointTTLDescription},
	}
}

func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name")),
	}
}

func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data lookupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	room, err := d.find(ctx, data)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot find VCS room", err, fields)
		return
	}
	data.fromAPI(room)
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

func (d *DataSource) find(ctx context.Context, data lookupModel) (api.Room, error) {
	if !data.ID.IsNull() {
		return d.Client.Room(ctx, data.ID.ValueString())
	}
	name := data.Name.ValueString()
	found, err := api.Collect(paging.Filter(d.Client.Rooms(ctx), func(room api.Room) bool { return tfkit.NameEquals(room.Name, name) }))
	if err != nil {
		return api.Room{}, err
	}
	return tfkit.ExactlyOne(found, path.Root("name"), fmt.Sprintf("VCS room named %q", name), describe)
}

// describe distinguishes rooms with the same name in an error.
func describe(room api.Room) string {
	return fmt.Sprintf("%s, %s, created %s", room.ID, room.ConferenceType, tfkit.TimeOrNull(room.CreationTime).ValueString())
}
