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

var _ datasource.DataSourceWithConfigure = &ListDataSource{}

// ListDataSource reads the logs of a room.
type ListDataSource struct {
	tfkit.DataSourceBase[*xrcloud.Client]
}

// NewListDataSource returns the data source xrcloud_room_logs.
func NewListDataSource() datasource.DataSource { return &ListDataSource{} }

type listDataSourceModel struct {
	filter
	RoomID   types.String `tfsdk:"room_id"`
	Codes    types.Set    `tfsdk:"codes"`
	Events   []event      `tfsdk:"events"`
	Sessions []session    `tfsdk:"sessions"`
}

// fields names the argument that sets each field of the API.
var fields = tfkit.Fields{"roomId": path.Root("room_id")}

func (d *ListDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_room_logs"
}

func (d *ListDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "Reads who entered and left a room: `events` as they were logged, and `sessions`, one for each visit.\n\n" +
		"Logs contain personal data, such as IDs and IP addresses, and the values that a data source reads are saved in the state."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"room_id": schema.StringAttribute{
			MarkdownDescription: "ID of the room.",
			Required:            true,
			Validators:          []validator.String{tfkit.IsUUID()},
		},
		"codes": schema.SetAttribute{
			MarkdownDescription: "Only `events` with one of these codes, such as `room-join`, `room-exit` or `room-video-click-event`. It has no effect on `sessions`.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		},
		"since": schema.StringAttribute{
			MarkdownDescription: "Only events at or after this time in RFC 3339 format, such as `2026-05-04T09:00:00Z`, and sessions that had not ended by then.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"until": schema.StringAttribute{
			MarkdownDescription: "Only events before this time in RFC 3339 format, and sessions that had begun by then.",
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"session_id": schema.StringAttribute{
			MarkdownDescription: "Only the session with this ID.",
			Optional:            true,
		},
		"reticulum_id": schema.StringAttribute{
			MarkdownDescription: "Only the visitor with this ID in the service, see `xrcloud_user`.",
			Optional:            true,
		},
		"events": schema.ListNestedAttribute{
			MarkdownDescription: "Events in the log, the oldest first.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":           schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the log entry."},
				"code":         schema.StringAttribute{Computed: true, MarkdownDescription: "Code of the event: `room-join`, `room-exit` or `room-video-click-event`."},
				"time":         schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: "Time of the event, in RFC 3339 format in UTC."},
				"session_id":   schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the session."},
				"reticulum_id": schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the visitor in the service."},
				"user_id":      schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the visitor in your own service. Null if the service does not return it."},
				"action":       schema.StringAttribute{Computed: true, MarkdownDescription: "Details of the event."},
				"ip":           schema.StringAttribute{Computed: true, MarkdownDescription: "IP address of the visitor. The service is known to log wrong addresses."},
				"user_agent":   schema.StringAttribute{Computed: true, MarkdownDescription: "Browser of the visitor. The service is known to log wrong browsers."},
				"device":       schema.StringAttribute{Computed: true, MarkdownDescription: "Device of the visitor, such as `unknown/pc`."},
			}},
		},
		"sessions": schema.ListNestedAttribute{
			MarkdownDescription: "Visits, the earliest first. A session has several visits if the visitor leaves and comes back.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"session_id":       schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the session."},
				"reticulum_id":     schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the visitor in the service."},
				"user_id":          schema.StringAttribute{Computed: true, MarkdownDescription: "ID of the visitor in your own service. Null if the service does not return it."},
				"joined_at":        schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: "Time at which the visitor entered, in RFC 3339 format in UTC. Null if it was not logged."},
				"exited_at":        schema.StringAttribute{Computed: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: "Time at which the visitor left, in RFC 3339 format in UTC. Null if it was not logged, or if the visitor is still in the room."},
				"duration_seconds": schema.Int64Attribute{Computed: true, MarkdownDescription: "Duration of the visit in whole seconds. Null if one of its times is null."},
			}},
		},
	}
}

func (d *ListDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data listDataSourceModel
	var codes []string
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	resp.Diagnostics.Append(data.Codes.ElementsAs(ctx, &codes, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	events, err := d.Client.RoomLogs(ctx, data.RoomID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read room logs", err, fields)
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
