package project

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = &Resource{}
	_ resource.ResourceWithIdentity    = &Resource{}
	_ resource.ResourceWithImportState = &Resource{}
	_ resource.ResourceWithModifyPlan  = &Resource{}
)

// Resource manages a project.
type Resource struct {
	tfkit.ResourceBase[*xrcloud.Client]
}

// NewResource returns the resource xrcloud_project.
func NewResource() resource.Resource { return &Resource{} }

func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_project"
}

func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema.Attributes = map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The id of the project, a UUID."},
	}
}

func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.MarkdownDescription = "A project, which holds the scenes and rooms of a platform, a course or an event. All arguments change in place.\n\n" +
		"Creating, changing and deleting a project requires a [bearer token](https://registry.terraform.io/providers/xrcloud/xrcloud/latest/docs#which-credential-is-for-what): `access_token`, or `email` and `password`, in the provider's configuration.\n\n" +
		"The service never returns the label of a project and the content of its images. After an import, the first apply sends those that are configured."
	resp.Schema.Attributes = map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the project.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1), tfkit.NoNUL()},
		},
		"label": schema.StringAttribute{
			MarkdownDescription: "Label by which the project can be looked up, at most 1000 bytes long. The service refuses a new project with a label that another project of the account has.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 1000), tfkit.NoNUL()},
		},
		"webhook_url": schema.StringAttribute{
			MarkdownDescription: webhookURLDescription + " Its host must have a dot: the service refuses `localhost`.",
			Optional:            true,
			Validators:          []validator.String{tfkit.IsURL()},
		},
		"favicon":        imagePathAttribute("favicon"),
		"favicon_base64": imageBase64Attribute("favicon"),
		"favicon_sha256": imageHashAttribute("favicon"),
		"logo":           imagePathAttribute("logo"),
		"logo_base64":    imageBase64Attribute("logo"),
		"logo_sha256":    imageHashAttribute("logo"),
		"force_destroy": schema.BoolAttribute{
			MarkdownDescription: "Whether to delete the project even if it has scenes or rooms, which are deleted with it. This cannot be undone for scenes that people created in the editor. If false, only an empty project is deleted. Defaults to `false`.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"id":          tfkit.StableString(idDescription),
		"favicon_url": tfkit.StableString(faviconURLDescription + " It does not change with the image."),
		"logo_url":    tfkit.StableString(logoURLDescription + " It does not change with the image."),
		"created_at":  tfkit.StableString(createdAtDescription),
		"updated_at": schema.StringAttribute{
			MarkdownDescription: updatedAtDescription,
			Computed:            true,
		},
	}
}

func imagePathAttribute(name string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Path of the %s, a file with the extension `.ico`, `.png`, `.jpg`, `.jpeg`, `.gif`, `.bmp` or `.webp`. Only a change of the content is a change: the state keeps the earlier path of the same image. If the file is missing, only an apply that has to send it fails. Conflicts with `%[1]s_base64`. Without both, a neutral image is sent.", name),
		Optional:            true,
		Validators: []validator.String{
			stringvalidator.RegexMatches(imagePathPattern, "must be the path of an image, by its ending: .ico, .png, .jpg, .jpeg, .gif, .bmp or .webp"),
			tfkit.ConflictsWith(path.MatchRoot(name + "_base64")),
		},
	}
}

func imageBase64Attribute(name string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("Content of the %s as base64 text, in place of `%[1]s`.", name),
		Optional:            true,
	}
}

func imageHashAttribute(name string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("SHA-256 of the %s that was last sent, in hexadecimal. The plan shows a changed file here. If the file changes again before the apply, the apply fails with \"inconsistent final plan\". Run the plan again.", name),
		Computed:            true,
	}
}

// ModifyPlan plans which images are sent, adds an error if the apply would lack a bearer token, and warns of what a destroy deletes
// with the project.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	tfkit.RecordPlannedAccount(ctx, req, resp, r.Client.WithBearer())
	if !tfkit.CheckNoPendingMove(req.State, "project", &resp.Diagnostics) {
		return
	}
	if !req.Plan.Raw.IsNull() {
		r.planImages(ctx, req, resp)
	}
	if resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedBearer), "Cannot plan project", &resp.Diagnostics) {
		return
	}
	if err := r.Client.CheckOneAccount(ctx); err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot plan project", err, nil)
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
	}
}

// planDestroy checks the account that the project belongs to, and warns of what force_destroy deletes with the project. If that
// cannot be read, the project can still be destroyed.
func (r *Resource) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, id := r.Client.WithBearer(), state.ID.ValueString()
	tfkit.CheckPlannedAccount(ctx, req.Private, client, "project", id, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !state.ForceDestroy.ValueBool() {
		return
	}
	if found, err := readCascade(ctx, client, id); err == nil && !found.isEmpty() {
		resp.Diagnostics.AddWarning("Project is not empty", found.String()+" This cannot be undone.")
	}
}

// planImages plans which images are sent, and whether updated_at changes.
func (r *Resource) planImages(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state, plan model
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.FaviconSHA256 = plan.favicon().plan(state.favicon(), isNew, &resp.Diagnostics)
	plan.LogoSHA256 = plan.logo().plan(state.logo(), isNew, &resp.Diagnostics)
	plan.Favicon, plan.Logo = plan.favicon().planPath(state.favicon()), plan.logo().planPath(state.logo())
	plan.UpdatedAt = state.UpdatedAt
	if isNew || plan.needsRequest(state) {
		plan.UpdatedAt = types.StringUnknown() // a file alone may have changed
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	input, err := plan.toCreate()
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, imageErrorSummary, err, nil)
		return
	}
	project, adopted, err := r.Client.CreateProject(ctx, input)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot create project", err, plan.fields())
		return
	}
	if adopted {
		tfkit.AddRecoveredWarning(&resp.Diagnostics, "project", project.ID)
	}
	state := plan
	state.fromAPI(project)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.ownerClient())...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

// ownerClient returns the client that creates and deletes projects: it sends the bearer token, if there is one. The account of a project
// is recorded by this client, so that the same configuration can delete the projects that it has created, even if the service does not return the
// account of a token.
func (r *Resource) ownerClient() *xrcloud.Client {
	if r.Client.HasBearer() {
		return r.Client.WithBearer()
	}
	return r.Client
}

// read returns a project and the client that read it. If the API key does not find the project, read also uses the bearer token, unless the
// token is known to belong to another account. If that request fails, read returns the result of the API key.
func (r *Resource) read(ctx context.Context, id string) (xrcloud.Project, *xrcloud.Client, error) {
	project, err := r.Client.Project(ctx, id)
	if !transport.IsNotFound(err) || !r.Client.HasBearer() || r.Client.CheckOneAccount(ctx) != nil {
		return project, r.Client, err
	}
	byOwner, ownerErr := r.ownerClient().Project(ctx, id)
	if ownerErr != nil && !transport.IsNotFound(ownerErr) {
		return project, r.Client, err
	}
	return byOwner, r.ownerClient(), ownerErr
}

func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := state
	project, client, err := r.read(ctx, state.ID.ValueString())
	if transport.IsNotFound(err) {
		if tfkit.ConfirmPendingMoveNotFound(req.State, "project", state.ID.ValueString(), &resp.Diagnostics) &&
			tfkit.ConfirmNotFound(ctx, req.Private, client, "project", state.ID.ValueString(), &resp.Diagnostics) {
			tfkit.AddNotFoundWarning(&resp.Diagnostics, "project", state.ID.ValueString(), "The next apply recreates it, without the scenes and rooms that were deleted with it.")
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if err == nil {
		err = r.checkLabel(ctx, &state)
	}
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot read project", err, state.fields())
		return
	}
	state.fromAPI(project)
	resp.Diagnostics.Append(tfkit.RecordAccount(ctx, resp.Private, r.ownerClient())...)
	resp.Diagnostics.Append(tfkit.SetReadState(ctx, &resp.State, before, state)...)
}

// checkLabel sets the label to null if the project no longer has it. The service never returns labels, but can list the
// projects with a label. The list needs a bearer token, and has the projects of the token's account only: an account that
// does not list the project at all does not show its label either.
func (r *Resource) checkLabel(ctx context.Context, state *model) error {
	if state.Label.IsNull() || !r.Client.HasBearer() {
		return nil
	}
	hasLabel, err := r.isListed(ctx, state.ID.ValueString(), state.Label.ValueString())
	if err != nil || hasLabel {
		return err
	}
	isListed, err := r.isListed(ctx, state.ID.ValueString(), "")
	if isListed {
		state.Label = types.StringNull()
	}
	return err
}

// isListed reports whether the account lists the project among those with a label, or among all if the label is empty.
func (r *Resource) isListed(ctx context.Context, id, label string) (bool, error) {
	for project, err := range r.Client.Projects(ctx, label) {
		if err != nil || project.ID == id {
			return err == nil, err
		}
	}
	return false, nil
}

func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var state, plan model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	input, err := plan.toUpdate(state)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, imageErrorSummary, err, nil)
		return
	}
	if !plan.needsRequest(state) {
		plan.UpdatedAt = state.UpdatedAt
		resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		return
	}
	project, err := r.Client.UpdateProject(ctx, state.ID.ValueString(), input)
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, "Cannot update project", err, plan.fields())
		return
	}
	state = plan
	state.fromAPI(project)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	resp.Diagnostics.Append(tfkit.SetPlannedState(ctx, req.Plan, &resp.State, state)...)
}

func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !tfkit.CheckConfig(r.Client.CheckConfig(xrcloud.NeedBearer), "Cannot delete project", &resp.Diagnostics) {
		return
	}
	client, id := r.Client.WithBearer(), state.ID.ValueString() // the check uses the credential of the deletion
	if !tfkit.CheckAccount(ctx, req.Private, client, "project", id, &resp.Diagnostics) {
		return
	}
	if !state.ForceDestroy.ValueBool() {
		found, err := readCascade(ctx, client, id)
		if transport.IsNotFound(err) {
			return
		}
		if err != nil {
			tfkit.AddError(&resp.Diagnostics, "Cannot delete project", err, state.fields())
			return
		}
		if !found.isEmpty() {
			resp.Diagnostics.AddError("Project is not empty",
				found.String()+" Delete the scenes and rooms first. To delete them with the project, set force_destroy = true, "+
					"apply this change (with -target for this project alone), and destroy again.")
			return
		}
	}
	if err := client.DeleteProject(ctx, id); err != nil && !transport.IsNotFound(err) {
		tfkit.AddError(&resp.Diagnostics, "Cannot delete project", err, state.fields())
	}
}

func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	_, given := tfkit.ImportIDs(ctx, req, "", "id", &resp.Diagnostics)
	id, ok := tfkit.ParseUUID(given)
	if !ok {
		tfkit.AddInvalidImportID(&resp.Diagnostics, `"<project_id>"`, given)
		return
	}
	tfkit.SetImported(ctx, resp, map[string]types.String{"id": types.StringValue(id)})
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("force_destroy"), false)...)
}
