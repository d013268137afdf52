package main

import "slices"

// fault is a deliberate fault in the provider.
type fault struct {
	name string
	// file is below internal. It has the text exactly once.
	file, text, replacement string
}

// faults are all faults.
var faults = slices.Concat(transportFaults, creationFaults, accountFaults, notFoundFaults, deletionFaults, stateFaults, planFaults, valueFaults, listFaults, secretFaults)

// transportFaults are faults of the requests of all services.
var transportFaults = []fault{
	{"a POST is retried after a 5xx", "api/transport/retry.go", `if !a.request.Idempotent {`, `if a.request.Method == "" {`},
	{"a POST whose response was lost counts as not sent", "api/transport/retry.go", `case err != nil && a.progress != connected, err == nil`, `case err != nil, err == nil`},
	{"no error is ambiguous", "api/transport/retry.go", `a.ambiguous = a.request.Method != http.MethodGet`, `a.ambiguous = false`},
	{"an unexpected response to a write is not ambiguous", "api/transport/errors.go", `failure.Ambiguous = failure.Ambiguous || r.Status < 300 && r.attempts.request.Method != http.MethodGet`, ``},
	{"a 429 is not retried", "api/transport/retry.go", `return response.StatusCode == http.StatusTooManyRequests ||`, `return false ||`},
	{"Retry-After is ignored", "api/transport/retry.go", `wait = max(doubled, requested)`, `wait = max(doubled, 0*requested)`},
	{"a response with another object is believed", "api/transport/client.go", `ok && want != "" && object.ObjectID() != want`, `ok && want == "-" && object.ObjectID() != want`},
	{"an HTML page with the status 200 is believed", "api/transport/client.go", `case body == nil || !r.IsJSON():`, "case body == nil:\n\t\treturn nil\n\tcase !r.IsJSON():"},
	{"a response without an ID is believed", "api/transport/client.go", `if err := body.Validate(); err != nil {`, `if err := body.Validate(); err != nil && r.Status == 0 {`},
	{"a cancelled call goes on", "api/transport/client.go", `retryablehttp.NewRequestWithContext(ctx, request`, `retryablehttp.NewRequestWithContext(context.WithoutCancel(ctx), request`},
	{"a failed request keeps its place among the concurrent ones", "api/transport/attempts.go", `defer sem.Release(1)`, `defer func() { if a.body != nil { sem.Release(1) } }()`},
	{"connections stay open", "api/transport/attempts.go", `defer response.Body.Close()`, `go func() { select {} }()`},
	{"the 404 of a missing route means that the object does not exist", "api/transport/errors.go", `return UnknownRoute`, `return NotFound`},
}

// creationFaults are faults of creations whose responses are lost.
var creationFaults = []fault{
	{"a lost creation is not searched", "api/xrcloud/creation.go", `if first == nil && !ambiguous {`, `if first == nil {`},
	{"a lost creation finds objects that existed before", "api/xrcloud/creation_time.go", `if now.Sub(created) > taken+timeTolerance {`, `if now.Sub(created) > taken+timeTolerance && now.IsZero() {`},
	{"a lost creation adopts one of several objects", "api/xrcloud/creation.go", `if len(found) == 1 && c.client`, `if len(found) > 0 && c.client`},
	{"a lost creation adopts an object with another name", "api/xrcloud/projects.go", `return project.Name == p.Name && valueOf`, `return valueOf`},
	{"the size of a room is not compared with that of a lost creation", "api/xrcloud/rooms.go", `Size:      room.Size,`, ``},
	{"a refused read of new links is a refused creation", "api/xrcloud/client.go", `request.TransientFault = isMissingLinks`, `request.TransientFault = nil`},
	{"the ID of a Venueless room is lost with the response", "companion/venueless/resource.go", `case transport.IsAmbiguous(err):`, `case err == nil && transport.IsAmbiguous(err):`},
	{"all Venueless rooms have one ID", "companion/venueless/resource.go", `input.ID = uuid.NewString()`, `input.ID = uuid.Nil.String()`},
	{"the creation of a VCS room is retried", "api/vcs/rooms.go", `request := &transport.Request{Method: http.MethodPost, Path: roomsPath}`, `request := &transport.Request{Method: http.MethodPost, Path: roomsPath, Idempotent: true}`},
	{"a new whiteboard room is saved when it is disabled", "companion/whiteboard/resource.go", `resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)`, `defer func() { if !resp.Diagnostics.HasError() { resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...) } }()`},
}

// accountFaults are faults of the comparison of accounts.
var accountFaults = []fault{
	{"a room is deleted with the credentials of another account", "room/resource.go", ` || !tfkit.CheckAccount(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {`, ` {`},
	{"a VCS room is deleted with the credentials of another account", "companion/vcs/resource.go", ` || !tfkit.CheckAccount(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {`, ` {`},
	{"the account of a new object is not recorded", "tfkit/account.go", `diags.Append(state.SetKey(ctx, accountKey, record)...)`, ``},
	{"a refresh records another account", "tfkit/account.go", `if diags.HasError() || !relation.IsOwn() {`, `if diags.HasError() {`},
	{"all accounts are the same", "api/account/account.go", `return r == Same || r == Unrecorded }`, `return r >= Unknown }`},
	{"a change of the account is always accepted", "provider/provider.go", `transportConfig.AcceptAccountChange = settings.boolValue("accept_account_change", config.AcceptAccountChange, "XRCLOUD_ACCEPT_ACCOUNT_CHANGE")`, `_ = settings; transportConfig.AcceptAccountChange = true`},
}

// notFoundFaults are faults of objects that seem not to exist.
var notFoundFaults = []fault{
	{"the 404 of another account removes a room from the state", "room/resource.go", `tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "room", state.ID.ValueString(), &resp.Diagnostics) {`, `true {`},
	{"the 404 of another account removes a VCS room from the state", "companion/vcs/resource.go", `tfkit.ConfirmNotFound(ctx, req.Private, r.Client, "VCS room", state.ID.ValueString(), &resp.Diagnostics) {`, `true {`},
	{"an empty body means that a VCS room does not exist", "api/vcs/not_found.go", `if room.ID == id {`, `if room.ID == "" {`},
	{"a 404 means that a whiteboard room does not exist", "api/whiteboard/not_found.go", `if listed {`, `if listed && uuid == "" {`},
	{"a 404 means that a Venueless room does not exist", "api/venueless/not_found.go", `refusal := c.tryCreate(ctx, worldID, map[string]string{"id": id})`, `refusal := c.tryCreate(ctx, worldID, map[string]string{})`},
	{"a room leaves the state without a warning", "room/resource.go", `tfkit.AddNotFoundWarning(&resp.Diagnostics, "room", state.ID.ValueString(), r.afterNotFound(ctx, state))`, ``},
	{"a VCS room that has expired stays in the state", "companion/vcs/resource.go", `resp.State.RemoveResource(ctx)`, ``},
}

// deletionFaults are faults of deletions.
var deletionFaults = []fault{
	{"a lost deletion counts as carried out", "api/xrcloud/delete.go", `if transport.IsNotFound(c.call(ctx, anyCredential, read, nil)) {`, `if _ = c.call(ctx, anyCredential, read, nil); true {`},
	{"a deletion ignores force_destroy of a project", "project/resource.go", `	if !state.ForceDestroy.ValueBool() {`, `	if state.ForceDestroy.IsUnknown() {`},
	{"a deletion ignores force_destroy of a scene", "scene/resource.go", `if !state.ForceDestroy.ValueBool() && !r.checkNoRooms(ctx, id, &resp.Diagnostics) {`, `if state.ForceDestroy.IsUnknown() {`},
	{"a deletion ignores delete_on_destroy", "scene/resource.go", `if resp.Diagnostics.HasError() || !state.DeleteOnDestroy.ValueBool() {`, `if resp.Diagnostics.HasError() {`},
	{"a deletion ignores on_destroy", "companion/whiteboard/resource.go", `state.OnDestroy.ValueString() == destroyAbandons ||`, `false ||`},
	{"a deletion ignores deletion_mode", "companion/venueless/resource.go", `if state.DeletionMode.ValueString() == deletionIsSoft {`, `if state.DeletionMode.IsNull() {`},
	{"a deletion of a chat deletes all direct messages", "api/venueless/delete.go", `if !modules.hasChat() {`, `if len(modules) >= 0 {`},
	{"a failed deletion removes the room from the state", "room/resource.go", `err != nil && !transport.IsNotFound(err) {`, `err != nil && !transport.IsNotFound(err) && !transport.IsAmbiguous(err) {`},
}

// stateFaults are faults of what is saved in the state.
var stateFaults = []fault{
	{"a failed read removes the room from the state", "room/resource.go", `tfkit.AddError(&resp.Diagnostics, "Cannot read room", err, fields)`, `resp.State.RemoveResource(ctx)`},
	{"a new whiteboard room has no identity", "companion/whiteboard/resource.go", `resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{Region: region, UUID: room.UUID})...)`, ``},
	{"a refresh overwrites the identity of a room", "tfkit/import.go", `if !identity.Raw.IsFullyNull() {`, `if identity == nil {`},
	{"the state after an update is that of the response", "tfkit/planned_state.go", `if planned.IsKnown() {`, `if planned.IsKnown() && planned.IsNull() {`},
	{"the state of an update that sends nothing is the old one", "project/resource.go", `resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)`, `resp.Diagnostics.Append(resp.State.Set(ctx, state)...)`},
	{"a null webhook is a panic", "project/model.go", `m.WebhookURL = types.StringPointerValue(project.WebhookURL)`, `m.WebhookURL = types.StringValue(*project.WebhookURL)`},
}

// planFaults are faults of plans.
var planFaults = []fault{
	{"an unknown value replaces", "tfkit/plan_modifiers.go", `if planned.IsFullyKnown() {`, `if planned.IsFullyKnown() || !state.IsNull() {`},
	{"a plan deletes", "project/resource.go", `tfkit.CheckPlannedAccount(ctx, req.Private, client, "project", id, &resp.Diagnostics)`, `tfkit.CheckPlannedAccount(ctx, req.Private, client, "project", id, &resp.Diagnostics); _ = client.DeleteProject(ctx, id)`},
	{"another scene does not replace a room", "room/resource.go", `PlanModifiers:       []planmodifier.String{tfkit.RequiresReplaceIfKnown()},`, ``},
	{"another limit does not replace a whiteboard room", "companion/whiteboard/resource.go", `PlanModifiers:       []planmodifier.Int64{tfkit.RequiresReplaceIfKnown()},`, ``},
	{"a renamed room keeps its links in the plan", "room/plan_modifiers.go", `if before.Equal(after) {`, `if !before.IsNull() {`},
	{"white space at the end of a description is a change", "companion/venueless/trimmed_type.go", `return ok && trim(v.ValueString()) == trim(text.ValueString()), nil`, `return ok && v.ValueString() == text.ValueString(), nil`},
	{"another form of a number is a change", "companion/venueless/json_type.go", `return canonical == otherCanonical, nil`, `return v.ValueString() == text.ValueString() && canonical == otherCanonical, nil`},
	{"a name that the service has chosen for a VCS room is a change", "companion/vcs/model.go", `if prior.Name.IsNull() {`, `if prior.Name.IsUnknown() {`},
}

// valueFaults are faults of what is sent and read.
var valueFaults = []fault{
	{"the label of a project is not sent", "project/model.go", `if !m.Label.Equal(prior.Label) {`, `if !m.Label.Equal(prior.Label) && !prior.Label.IsNull() {`},
	{"the label of a project is not removed", "api/xrcloud/projects.go", `(*p.Label != "" || request.Method == http.MethodPatch)`, `*p.Label != ""`},
	{"the label of a project is not read", "project/resource.go", `err = r.checkLabel(ctx, &state)`, `err = nil`},
	{"an update of a project drops the webhook", "api/xrcloud/projects.go", `if err == nil && p.WebhookURL != nil {`, `if err == nil && p.WebhookURL != nil && request.Method == http.MethodPost {`},
	{"another image of a project is not sent", "project/model.go", `!m.FaviconSHA256.Equal(prior.FaviconSHA256) ||`, `false ||`},
	{"the size of a room is not sent", "room/model.go", `change.Size = m.Size.ValueInt64Pointer()`, `change.Size = nil`},
	{"the size of a room is not read", "room/model.go", `m.Size = types.Int64Value(room.Size)`, `if m.Size.IsNull() || m.Size.IsUnknown() { m.Size = types.Int64Value(room.Size) }`},
	{"the description of a Venueless room is not sent", "companion/venueless/model.go", `change.Description = &description`, `_ = description`},
	{"the modules of a Venueless room are not read", "companion/venueless/model.go", `for _, module := range room.ModuleConfig {`, `for _, module := range room.ModuleConfig[:0] {`},
	{"a Venueless room that is deleted softly is not noticed", "companion/venueless/model.go", `m.Deleted = types.BoolValue(room.Deleted)`, `m.Deleted = types.BoolValue(false)`},
	{"a whiteboard room is not disabled", "companion/whiteboard/resource.go", `if !plan.Disabled.Equal(state.Disabled) {`, `if !plan.Disabled.Equal(state.Disabled) && !plan.Disabled.ValueBool() {`},
	{"the upgrade count of a VCS room is not sent", "companion/vcs/model.go", `AutoUpgradeParticipantCount: m.AutoUpgradeParticipantCount.ValueInt64(),`, ``},
}

// listFaults are faults of lists, lookups and imports.
var listFaults = []fault{
	{"a list of XRCLOUD ends with its first page", "api/xrcloud/list_pages.go", `last := len(got.items) == 0 ||`, `last := true ||`},
	{"a list of VCS ends with its first page", "api/vcs/list_pages.go", `if token = got.next; token == "" || requested[token] {`, `if token = got.next; token != "-" || requested[token] {`},
	{"a list has entries twice", "api/paging/paging.go", `if s.yielded[id] {`, `if s.yielded[id] && s.found < 0 {`},
	{"a lookup returns one of several objects", "tfkit/lookup.go", `	case 1:`, `	case 1, 2, 3:`},
	{"a list of whiteboard rooms has disabled ones", "companion/whiteboard/filter.go", `return !room.IsBan || f.IncludeDisabled.ValueBool()`, `return !room.IsBan || !f.IncludeDisabled.IsUnknown()`},
	{"an import takes the parts of the ID in the wrong order", "tfkit/import.go", `return types.StringValue(strings.TrimSpace(before)), strings.TrimSpace(after)`, `return types.StringValue(strings.TrimSpace(after)), strings.TrimSpace(before)`},
}

// secretFaults are faults that show secrets.
var secretFaults = []fault{
	{"the log has the headers of requests", "api/transport/attempts.go", `"attempt": a.count,`, `"attempt": a.count, "header": fmt.Sprint(request.Header),`},
	{"messages are not scrubbed", "api/transport/secrets.go", `case !hidden[i]:`, `case !hidden[i] || i >= 0:`},
	{"a refused login shows the password", "api/xrcloud/session.go", `", logging in as " + c.config.Email`, `", logging in as " + c.config.Password`},
	{"the link for hosts is not sensitive", "room/resource.go", `Sensitive:           true,`, ``},
	{"the state has private links", "room/model.go", `types.StringValue(room.URL.Public.Guest)`, `types.StringValue(room.URL.Private.Guest)`},
}
