package roomlog

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = &DataSourceList{}

// DataSourceList reads the log of a room.
type DataSourceList struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewDataSourceList makes the data source xrcloud_room_logs.
func NewDataSourceList() datasource.DataSource { return &DataSourceList{} }

type listModel struct {
	window
	RoomID   types.String `tfsdk:"room_id"`
	Codes    types.Set    `tfsdk:"codes"`
	Events   []event      `tfsdk:"events"`
	Sessions []session    `tfsdk:"sessions"`
}

func (d *DataSourceList) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_logs"
}

func (d *DataSourceList) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = `
Reads who came to a room and went: ` + "`events` as they were logged, and `sessions`" + `, one for each visit.

Logs hold personal data (ids, IP addresses), and what a data source reads is kept in the state.
`
	resp.Schema.Attributes = map[string]schema.Attribute{
		"room_id": schema.StringAttribute{
			MarkdownDescription: "The id of the room.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"codes": schema.SetAttribute{
			MarkdownDescription: "Only `events` with one of these codes, such as `room-join`, `room-exit` or `room-video-click-event`. It does not narrow `sessions`.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		},
		"since": schema.StringAttribute{
			MarkdownDescription: "Only what happened at or after this RFC 3339 time, such as `2026-05-04T09:00:00Z`; of `sessions`, those that had not ended by then.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"until": schema.StringAttribute{
			MarkdownDescription: "Only what happened before this RFC 3339 time; of `sessions`, those that had begun by then.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"session_id": schema.StringAttribute{
			MarkdownDescription: "Only the session with this id.",
			Optional:            true,
		},
		"reticulum_id": schema.StringAttribute{
			MarkdownDescription: "Only the visitor with this id in the service, see `xrcloud_user`.",
			Optional:            true,
		},
		"events": schema.ListNestedAttribute{
			MarkdownDescription: "What was logged, the oldest first.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":           schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the log entry."},
				"code":         schema.StringAttribute{Computed: true, MarkdownDescription: "What happened: `room-join`, `room-exit` or `room-video-click-event`."},
				"time":         schema.StringAttribute{Computed: true, MarkdownDescription: "When, as an RFC 3339 time in UTC."},
				"session_id":   schema.StringAttribute{Computed: true, MarkdownDescription: "The session in which it happened."},
				"reticulum_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's id in the service."},
				"user_id":      schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's id in your own service, where the service tells it."},
				"action":       schema.StringAttribute{Computed: true, MarkdownDescription: "More about what happened."},
				"ip":           schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's IP address. The service is known to log wrong ones."},
				"user_agent":   schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's browser. The service is known to log wrong ones."},
				"device":       schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's device, such as `unknown/pc`."},
			}},
		},
		"sessions": schema.ListNestedAttribute{
			MarkdownDescription: "The visits, the earliest first. A session whose visitor comes back is there more than once.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"session_id":       schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the session."},
				"reticulum_id":     schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's id in the service."},
				"user_id":          schema.StringAttribute{Computed: true, MarkdownDescription: "The visitor's id in your own service, where the service tells it."},
				"joined_at":        schema.StringAttribute{Computed: true, MarkdownDescription: "When the visitor came, as an RFC 3339 time in UTC; null where it was not logged."},
				"exited_at":        schema.StringAttribute{Computed: true, MarkdownDescription: "When the visitor went, as an RFC 3339 time in UTC; null where it was not logged, as for somebody who is still there."},
				"duration_seconds": schema.Int64Attribute{Computed: true, MarkdownDescription: "How long the visit was, in whole seconds; null where one of its ends is not known."},
			}},
		},
	}
}

func (d *DataSourceList) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listModel
	var codes []string
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	resp.Diagnostics.Append(data.Codes.ElementsAs(ctx, &codes, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	events, err := d.Client.RoomLogs(ctx, data.RoomID.ValueString())
	if err != nil {
		tfkit.AddAPIError(&resp.Diagnostics, "Cannot read room logs", err, tfkit.Fields{"roomId": path.Root("room_id")})
		return
	}
	data.Events, data.Sessions = []event{}, []session{}
	for _, e := range events {
		if data.matches(e) && data.overlaps(e.Time, e.Time) && (len(codes) == 0 || slices.Contains(codes, e.Code)) {
			data.Events = append(data.Events, eventFromAPI(e))
		}
	}
	for _, v := range visits(events) {
		if data.matches(v.event) && data.overlaps(v.start(), v.exited) {
			data.Sessions = append(data.Sessions, v.session())
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}
