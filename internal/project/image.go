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

// imageError is what is wrong with an image, and on which argument.
type imageError struct {
	argument path.Path
	summary  string
	detail   string
}

func (m *model) favicon() image {
	return image{"favicon", m.Favicon, m.FaviconBase64, m.FaviconSHA256}
}

func (m *model) logo() image {
	return image{"logo", m.Logo, m.LogoBase64, m.LogoSHA256}
}

// given says whether the configuration has an image of its own.
func (i image) given() bool { return !i.path.IsNull() || !i.base64.IsNull() }

// plan is the hash of the content that an apply sends, or has sent before. Without an image in the configuration it is
// the neutral one for a new project and where there was one of its own before; else it stays what it is, which is null
// for an imported project: nobody knows its images, and they are left alone.
func (i image) plan(prior *image) (types.String, *imageError) {
	switch {
	case i.path.IsUnknown() || i.base64.IsUnknown():
		return types.StringUnknown(), nil
	case !i.given() && prior != nil && !prior.given():
		return prior.sha256, nil
	}
	content, _, problem := i.read()
	if problem != nil {
		return types.StringUnknown(), problem
	}
	return types.StringValue(hash(content)), nil
}

// upload is the file to send, or nil where the content is what was last sent. At apply the hash is known, since Terraform
// plans once more when all arguments are.
func (i image) upload(sent types.String) (*xrcloud.File, *imageError) {
	if i.sha256.IsNull() || i.sha256.Equal(sent) {
		return nil, nil
	}
	content, ending, problem := i.read()
	if problem != nil {
		return nil, problem
	}
	if i.sha256.ValueString() != hash(content) {
		return nil, i.fault("Image has changed since the plan",
			"Its content is not what it was when this was planned. Plan again.")
	}
	return &xrcloud.File{Name: i.name + ending, Content: content}, nil
}

// read gives the content and the ending of the file name to send it by.
func (i image) read() (content []byte, ending string, problem *imageError) {
	switch {
	case !i.path.IsNull():
		content, err := os.ReadFile(i.path.ValueString())
		if err != nil {
			return nil, "", i.fault("Image cannot be read",
				fmt.Sprintf("%v. Give the path of an image file; a path beside the configuration begins with ${path.module}/.", err))
		}
		return content, strings.ToLower(filepath.Ext(i.path.ValueString())), nil
	case !i.base64.IsNull():
		content, err := base64.StdEncoding.DecodeString(i.base64.ValueString())
		if err != nil {
			return nil, "", i.fault("Image is not base64", fmt.Sprintf("The text cannot be decoded: %v. filebase64() gives the right form.", err))
		}
		ending, known := imageEndings[http.DetectContentType(content)]
		if !known {
			return nil, "", i.fault("Not an image",
				fmt.Sprintf("The content is %s, but it must be an image: ICO, PNG, JPEG, GIF, BMP or WebP.", http.DetectContentType(content)))
		}
		return content, ending, nil
	}
	return neutral, ".png", nil
}

// fault names the argument that gives the image.
func (i image) fault(summary, detail string) *imageError {
	argument := path.Root(i.name)
	if !i.base64.IsNull() {
		argument = path.Root(i.name + "_base64")
	}
	return &imageError{argument: argument, summary: summary, detail: detail}
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
