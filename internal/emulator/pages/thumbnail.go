package pages

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// look is a way to draw the thumbnail of a scene. The editor offers all of them as templates.
type look struct {
	ID, Label string
	hue       int
}

var looks = []look{
	{"stage", "Stage", 268}, {"gallery", "Gallery", 22}, {"garden", "Garden", 152}, {"night", "Night sky", 222},
}

// picture is the data of the template "thumbnail".
type picture struct {
	Look string
	Hue  int
	Name string
	// Lines are the parts of the name that the picture shows.
	Lines []string
	// Points are for details that differ between pictures, in a grid of 256 by 256.
	Points [][2]int
}

const (
	// lineWidth is the maximum width of a line, in Latin letters.
	lineWidth = 28
	maxLines  = 2
)

// newPicture draws a scene with a template as the preview of that template, and others each in their own way.
func newPicture(template, id, name string) picture {
	sum := sha256.Sum256([]byte(id))
	chosen := looks[int(sum[0])%len(looks)]
	chosen.hue = int(sum[1]) * 360 / 256
	if i := slices.IndexFunc(looks, func(l look) bool { return l.ID == template }); i >= 0 {
		chosen = looks[i]
		sum = sha256.Sum256([]byte(template))
	}
	drawn := picture{Look: chosen.ID, Hue: chosen.hue, Name: printable(name), Lines: wrap(printable(name))}
	for pair := range slices.Chunk(sum[:], 2) {
		drawn.Points = append(drawn.Points, [2]int{int(pair[0]), int(pair[1])})
	}
	return drawn
}

// printable replaces characters that an XML document cannot have.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || r == '\ufffe' || r == '\uffff' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
}

// wrap returns the lines of a text, and cuts those off that a picture has no place for.
func wrap(text string) []string {
	lines, width := []string{""}, 0
	for word := range strings.FieldsSeq(text) {
		size := widthOf(word)
		if width > 0 && width+1+size > lineWidth {
			if len(lines) == maxLines {
				lines[maxLines-1] += "…"
				return lines
			}
			lines, width = append(lines, ""), 0
		}
		if width > 0 {
			lines[len(lines)-1] += " "
			width++
		}
		lines[len(lines)-1] += shorten(word)
		width += min(size, lineWidth)
	}
	return lines
}

func widthOf(text string) (width int) {
	for _, r := range text {
		width += widthOfRune(r)
	}
	return width
}

// widthOfRune is 2 for East Asian characters and emoji, and 1 for others.
func widthOfRune(r rune) int {
	if r >= 0x1100 {
		return 2
	}
	return 1
}

// shorten returns a word that fits into a line.
func shorten(word string) string {
	if widthOf(word) <= lineWidth {
		return word
	}
	width := 0
	for i, r := range word {
		if width += widthOfRune(r); width >= lineWidth {
			return word[:i] + "…"
		}
	}
	return word
}

// findThumbnail returns the scene of a file name such as "ID.jpg".
func (p *Pages) findThumbnail(file string) (scene emulator.SceneOverview, found bool) {
	id, isPicture := strings.CutSuffix(file, ".jpg")
	if !isPicture || id == "" {
		return scene, false
	}
	scene = p.findScene(func(s emulator.SceneOverview) bool { return s.ThumbnailID == id })
	return scene, scene.ID != ""
}

func (p *Pages) thumbnail(w http.ResponseWriter, r *http.Request) {
	scene, found := p.findThumbnail(r.PathValue("file"))
	if !found {
		p.page(notFoundPage).ServeHTTP(w, r)
		return
	}
	draw(w, newPicture(scene.Template, scene.ThumbnailID, scene.Name))
}

// preview shows what the thumbnail of a scene with a template and a name looks like.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) {
	template, _ := strings.CutSuffix(r.PathValue("template"), ".svg")
	draw(w, newPicture(template, template, clip(maxName, r.URL.Query().Get("name"))))
}

// draw sends a picture. Opened by itself, it is a document, which must not load or run anything.
func draw(w http.ResponseWriter, drawn picture) {
	var body bytes.Buffer
	if err := templates["thumbnail"].ExecuteTemplate(&body, "thumbnail", drawn); err != nil {
		http.Error(w, "The emulator cannot draw this picture: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	_, _ = w.Write(bytes.TrimSpace(body.Bytes())) // fails if the client has closed the connection
}
