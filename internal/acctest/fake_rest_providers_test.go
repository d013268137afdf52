package acctest_test

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// genericProvider replaces the providers mastercard/restapi and magodo/restful. It sends the requests of its resources, and saves the same
// state as the real provider.
type genericProvider struct{ name, url, headers string }

func newRestapi() provider.Provider { return genericProvider{"restapi", "uri", "headers"} }
func newRestful() provider.Provider { return genericProvider{"restful", "base_url", "header"} }

func (p genericProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.name
}

func (p genericProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema.Attributes = map[string]providerschema.Attribute{
		p.url:                   providerschema.StringAttribute{Required: true},
		p.headers:               providerschema.MapAttribute{Optional: true, ElementType: types.StringType},
		"update_method":         providerschema.StringAttribute{Optional: true},
		"create_returns_object": providerschema.BoolAttribute{Optional: true},
	}
}

func (p genericProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	server := restServer{}
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(p.url), &server.url)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(p.headers), &server.headers)...)
	resp.ResourceData = server
}

func (genericProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p genericProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource {
		if p.name == "restapi" {
			return &restapiObject{}
		}
		return &restfulResource{}
	}}
}

// restServer is the server that a generic provider sends requests to.
type restServer struct {
	url     string
	headers map[string]string
}

// send sends a request, and returns the response and the ID in it.
func (s restServer) send(ctx context.Context, method, path, body string) (response, id string, err error) {
	req, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(body))
	if err != nil {
		return "", "", err
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range s.headers {
		req.Header.Set(name, value)
	}
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Do(req)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = resp.Body.Close() }()
	var got bytes.Buffer
	if _, err := io.Copy(&got, resp.Body); err != nil {
		return "", "", err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return "", "", fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, got.String())
	}
	var object struct {
		ID string `json:"id"`
	}
	if got.Len() > 0 {
		err = stdjson.Unmarshal(got.Bytes(), &object)
	}
	return got.String(), object.ID, err
}

// genericResource is the base of the resources of both providers.
type genericResource struct{ server restServer }

func (r *genericResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.server, _ = req.ProviderData.(restServer)
}

func (*genericResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*genericResource) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Cannot update", "The fake provider does not update objects.")
}

// restapiObject is restapi_object of mastercard/restapi 3.
type restapiObject struct{ genericResource }

func (*restapiObject) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "restapi_object"
}

func (*restapiObject) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	optional := schema.StringAttribute{Optional: true}
	resp.Schema.Attributes = map[string]schema.Attribute{
		"path": schema.StringAttribute{Required: true}, "data": schema.StringAttribute{Required: true},
		"create_path": optional, "read_path": optional, "update_path": optional, "destroy_path": optional, "object_id": optional,
		"id":              schema.StringAttribute{Computed: true},
		"api_data":        schema.MapAttribute{Computed: true, ElementType: types.StringType},
		"api_response":    schema.StringAttribute{Computed: true},
		"create_response": schema.StringAttribute{Computed: true},
	}
}

func (r *restapiObject) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var objects, data string
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("path"), &objects)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("data"), &data)...)
	response, id, err := r.server.send(ctx, http.MethodPost, objects, data)
	if err != nil {
		resp.Diagnostics.AddError("Cannot create", err.Error())
		return
	}
	resp.State.Raw = req.Plan.Raw
	setAttributes(ctx, &resp.State, resp, map[string]any{
		"id": id, "api_response": response, "create_response": response, "api_data": map[string]string{"id": id},
	})
}

func (r *restapiObject) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var objects, id string
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("path"), &objects)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if _, _, err := r.server.send(ctx, http.MethodDelete, objects+"/"+id, ""); err != nil {
		resp.Diagnostics.AddError("Cannot delete", err.Error())
	}
}

// restfulResource is restful_resource of magodo/restful since 0.20. It supports strings and numbers in the body only.
type restfulResource struct{ genericResource }

func (*restfulResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "restful_resource"
}

func (*restfulResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Version = 2
	resp.Schema.Attributes = map[string]schema.Attribute{
		"path": schema.StringAttribute{Required: true}, "body": schema.DynamicAttribute{Required: true},
		"read_path":     schema.StringAttribute{Optional: true},
		"update_method": schema.StringAttribute{Optional: true},
		"id":            schema.StringAttribute{Computed: true},
		"output":        schema.DynamicAttribute{Computed: true},
	}
}

func (r *restfulResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var objects, read string
	var body types.Dynamic
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("path"), &objects)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("read_path"), &read)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("body"), &body)...)
	fields := map[string]any{}
	object, _ := body.UnderlyingValue().(basetypes.ObjectValue)
	for name, value := range object.Attributes() {
		switch value := value.(type) {
		case basetypes.StringValue:
			fields[name] = value.ValueString()
		case basetypes.NumberValue:
			fields[name], _ = value.ValueBigFloat().Int64()
		}
	}
	data, err := stdjson.Marshal(fields)
	var id string
	if err == nil {
		_, id, err = r.server.send(ctx, http.MethodPost, objects, string(data))
	}
	if err != nil {
		resp.Diagnostics.AddError("Cannot create", err.Error())
		return
	}
	resp.State.Raw = req.Plan.Raw
	setAttributes(ctx, &resp.State, resp, map[string]any{
		"id": strings.NewReplacer("$(path)", objects, "$(body.id)", id).Replace(read),
		"output": types.DynamicValue(types.ObjectValueMust(map[string]attr.Type{"id": types.StringType},
			map[string]attr.Value{"id": types.StringValue(id)})),
	})
}

func (r *restfulResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var id string
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if _, _, err := r.server.send(ctx, http.MethodDelete, id, ""); err != nil {
		resp.Diagnostics.AddError("Cannot delete", err.Error())
	}
}

func setAttributes(ctx context.Context, state *tfsdk.State, resp *resource.CreateResponse, values map[string]any) {
	for name, value := range values {
		resp.Diagnostics.Append(state.SetAttribute(ctx, path.Root(name), value)...)
	}
}
