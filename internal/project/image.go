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
	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

// neutralImage is the image that is sent if the configuration has none, since the service requires both. It must never change:
// each project that has it would show a change in its next plan.
//
//go:embed neutral.png
var neutralImage []byte

// imagePathPattern matches the file names that the service accepts. The service does not check the content.
var imagePathPattern = regexp.MustCompile(`(?i)\.(ico|png|jpe?g|gif|bmp|webp)$`)

// imageExtensions are the file extensions of contents that have no file name.
var imageExtensions = map[string]string{
	"image/x-icon": ".ico", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp",
}

// image is the favicon or the logo as configured: by a path, as base64 text, or not at all.
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

// isConfigured reports whether the configuration has the image.
func (i image) isConfigured() bool { return !i.path.IsNull() || !i.base64.IsNull() }

// plan returns the hash of the content that an apply sends, or that was sent before. If the configuration has no image, a new
// project and a project whose image was removed from the configuration get the neutral image. Otherwise the hash stays: it is null
// for an imported project, whose images are unknown and do not change.
//
// A file that cannot be read is only a warning: a destroy plans the configuration first, and another machine may not have the
// file.
func (i image) plan(prior image, isNew bool, diags *diag.Diagnostics) types.String {
	switch {
	case i.path.IsUnknown() || i.base64.IsUnknown():
		return types.StringUnknown()
	case !isNew && !i.isConfigured() && !prior.isConfigured():
		return prior.sha256
	}
	content, _, err := i.read()
	switch {
	case err == nil:
		return types.StringValue(hash(content))
	case i.path.IsNull():
		tfkit.AddError(diags, imageErrorSummary, err, nil)
		return types.StringUnknown()
	case !isNew && i.hasSameFileName(prior):
		diags.AddAttributeWarning(i.argument(), imageErrorSummary, err.Error()+" The plan assumes that the image has not changed.")
		return prior.sha256
	}
	diags.AddAttributeWarning(i.argument(), imageErrorSummary, err.Error()+" The apply fails if it has to send this file.")
	return types.StringUnknown()
}

// hasSameFileName reports whether the image in the state came from a file with this name, perhaps in another directory.
func (i image) hasSameFileName(prior image) bool {
	return !prior.path.IsNull() && !prior.sha256.IsNull() && filepath.Base(i.path.ValueString()) == filepath.Base(prior.path.ValueString())
}

// planPath returns the path to plan. The prior path stays if the content is the same: the same file can have another absolute path
// on each machine. Terraform accepts a prior value in place of the configured one.
func (i image) planPath(prior image) types.String {
	if i.path.IsNull() || i.path.IsUnknown() || prior.path.IsNull() || !i.sha256.Equal(prior.sha256) || i.sha256.IsUnknown() {
		return i.path
	}
	return prior.path
}

// upload returns the file to send and the hash of its content. The file is nil if its content was sent before.
func (i image) upload(sent types.String) (*xrcloud.File, types.String, error) {
	if i.sha256.IsNull() || i.sha256.Equal(sent) {
		return nil, i.sha256, nil
	}
	content, extension, err := i.read()
	if err != nil {
		return nil, i.sha256, err
	}
	sum := types.StringValue(hash(content))
	if !i.sha256.IsUnknown() && !i.sha256.Equal(sum) {
		return nil, i.sha256, i.errorf("The content of the image has changed since the plan. Run the plan again.")
	}
	return &xrcloud.File{Name: i.name + extension, Content: content}, sum, nil
}

// imageErrorSummary is the summary of a warning or an error about an image.
const imageErrorSummary = "Cannot read image"

// errorf returns an error that is attached to the argument of the image.
func (i image) errorf(format string, values ...any) error {
	return &tfkit.ArgumentError{Argument: i.argument(), Detail: fmt.Sprintf(format, values...)}
}

// read returns the content of the image, and the extension of the file name with which to send it.
func (i image) read() (content []byte, extension string, err error) {
	switch {
	case !i.path.IsNull():
		content, err := os.ReadFile(i.path.ValueString())
		if err != nil {
			return nil, "", i.errorf("%v. Set %s to the path of an image file. The path of a file beside the configuration begins with ${path.module}/.", err, i.name)
		}
		return content, strings.ToLower(filepath.Ext(i.path.ValueString())), nil
	case !i.base64.IsNull():
		content, err := base64.StdEncoding.DecodeString(i.base64.ValueString())
		if err != nil {
			return nil, "", i.errorf("The text is not base64: %v. filebase64() returns the right form.", err)
		}
		extension, known := imageExtensions[http.DetectContentType(content)]
		if !known {
			return nil, "", i.errorf("The content is %s. It must be an image: ICO, PNG, JPEG, GIF, BMP or WebP.", http.DetectContentType(content))
		}
		return content, extension, nil
	}
	return neutralImage, ".png", nil
}

// argument returns the argument that has the image.
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
