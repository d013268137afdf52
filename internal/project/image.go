package project

import (
	"crypto/sha256"
	_ "embed" // for the neutral image
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// neutral is sent where the configuration has no image of its own, since the service insists on both. It must never
// change: everybody who has it would see a change in their next plan.
//
//go:embed neutral.png
var neutral []byte

// imagePath is the form of the file names that the service takes; it does not look at the content.
var imagePath = regexp.MustCompile(`(?i)\.(ico|png|jpe?g|gif|bmp|webp)$`)

// imageEndings are the endings for contents that come without a file name.
var imageEndings = map[string]string{
	"image/x-icon": ".ico", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp",
}

// image is the favicon or the logo as the configuration gives it: by a path, as base64 text, or not at all.
type image struct {
	name   string
	path   types.String
	base64 types.String
	// sha256 is the hash of the content, as planned.
	sha256 types.String
}

func (m *model) favicon() image {
	return image{"favicon", m.Favicon, m.FaviconBase64, m.FaviconSHA256}
}

func (m *model) logo() image {
	return image{"logo", m.Logo, m.LogoBase64, m.LogoSHA256}
}

// given says whether the configuration has an image of its own.
func (i image) given() bool { return !i.path.IsNull() || !i.base64.IsNull() }

// plan returns the hash of the content that an apply sends, or that was sent before. Without an image in the configuration,
// it is the neutral one for a new project and where the project had an image of its own. Otherwise it stays as it is: null
// for an imported project, whose images are unknown and are left alone.
//
// A file that cannot be read is only a warning: a destroy plans the configuration first, and another machine may not have
// the file.
func (i image) plan(prior image, isNew bool, diags *diag.Diagnostics) types.String {
	switch {
	case i.path.IsUnknown() || i.base64.IsUnknown():
		return types.StringUnknown()
	case !isNew && !i.given() && !prior.given():
		return prior.sha256
	}
	content, _, problem := i.read()
	switch {
	case problem == nil:
		return types.StringValue(hash(content))
	case i.path.IsNull():
		diags.Append(problem)
		return types.StringUnknown()
	case !isNew && i.isSameFile(prior):
		diags.AddAttributeWarning(i.argument(), problem.Summary(), problem.Detail()+" The plan assumes that the image has not changed.")
		return prior.sha256
	}
	diags.AddAttributeWarning(i.argument(), problem.Summary(), problem.Detail()+" The apply fails if it has to send this file.")
	return types.StringUnknown()
}

// isSameFile says whether the image of the prior state came from a file of this name, perhaps in a checkout elsewhere.
func (i image) isSameFile(prior image) bool {
	return !prior.path.IsNull() && !prior.sha256.IsNull() && filepath.Base(i.path.ValueString()) == filepath.Base(prior.path.ValueString())
}

// planPath returns the path to plan. The prior one stays where the content is the same: only the content counts, and the
// same file has another absolute path on each machine. Terraform accepts a prior value as equivalent to the configured one.
func (i image) planPath(prior image) types.String {
	if i.path.IsNull() || i.path.IsUnknown() || prior.path.IsNull() || !i.sha256.Equal(prior.sha256) || i.sha256.IsUnknown() {
		return i.path
	}
	return prior.path
}

// upload returns the file to send, or nil if its content is the one that was sent last, and the hash of that content.
func (i image) upload(sent types.String, diags *diag.Diagnostics) (*xrcloud.File, types.String) {
	if i.sha256.IsNull() || i.sha256.Equal(sent) {
		return nil, i.sha256
	}
	content, ending, problem := i.read()
	if problem != nil {
		diags.Append(problem)
		return nil, i.sha256
	}
	sum := types.StringValue(hash(content))
	if !i.sha256.IsUnknown() && !i.sha256.Equal(sum) {
		diags.AddAttributeError(i.argument(), "Image has changed since the plan",
			"Its content is not what it was when this was planned. Plan again.")
		return nil, i.sha256
	}
	return &xrcloud.File{Name: i.name + ending, Content: content}, sum
}

// read returns the content and the extension of the file name to send it by.
func (i image) read() (content []byte, extension string, problem diag.DiagnosticWithPath) {
	fault := func(summary, format string, values ...any) diag.DiagnosticWithPath {
		return diag.NewAttributeErrorDiagnostic(i.argument(), summary, fmt.Sprintf(format, values...))
	}
	switch {
	case !i.path.IsNull():
		content, err := os.ReadFile(i.path.ValueString())
		if err != nil {
			return nil, "", fault("Image cannot be read",
				"%v. Give the path of an image file; a path beside the configuration begins with ${path.module}/.", err)
		}
		return content, strings.ToLower(filepath.Ext(i.path.ValueString())), nil
	case !i.base64.IsNull():
		content, err := base64.StdEncoding.DecodeString(i.base64.ValueString())
		if err != nil {
			return nil, "", fault("Image is not base64", "The text cannot be decoded: %v. filebase64() gives the right form.", err)
		}
		extension, known := imageEndings[http.DetectContentType(content)]
		if !known {
			return nil, "", fault("Not an image",
				"The content is %s, but it must be an image: ICO, PNG, JPEG, GIF, BMP or WebP.", http.DetectContentType(content))
		}
		return content, extension, nil
	}
	return neutral, ".png", nil
}

// argument returns the argument that gives the image.
func (i image) argument() path.Path {
	if !i.base64.IsNull() {
		return path.Root(i.name + "_base64")
	}
	return path.Root(i.name)
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
