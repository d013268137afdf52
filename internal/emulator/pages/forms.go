package pages

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

const (
	// browserCookie is the name of the cookie that identifies a browser.
	browserCookie = "xrcloud-emulator-browser"
	// maxName is the maximum length of a name, in characters.
	maxName = 256
)

// forms protects forms against requests of other websites: they have a token that only this process can compute, and that is
// valid for one browser only.
type forms struct {
	key         []byte
	crossOrigin *http.CrossOriginProtection
}

func newForms() forms {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails, according to its documentation
	return forms{key: key, crossOrigin: http.NewCrossOriginProtection()}
}

var browserForm = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// browser returns the ID of the browser, and sets its cookie if it has none. The ID is a secret of the browser.
func browser(w http.ResponseWriter, r *http.Request) string {
	if known, ok := knownBrowser(r); ok {
		return known
	}
	id := rand.Text()
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // browsers would not send it without TLS, which the emulator seldom has
		Name: browserCookie, Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	return id
}

func knownBrowser(r *http.Request) (id string, ok bool) {
	cookie, err := r.Cookie(browserCookie)
	if err != nil || !browserForm.MatchString(cookie.Value) {
		return "", false
	}
	return cookie.Value, true
}

// token returns the token of the forms that a browser gets.
func (f forms) token(browser string) string {
	mac := hmac.New(sha256.New, f.key)
	mac.Write([]byte(browser))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// read reads a form, and returns the ID of its browser.
func (f forms) read(w http.ResponseWriter, r *http.Request) (fields url.Values, browser string, err error) {
	if f.crossOrigin.Check(r) != nil {
		return nil, "", &problem{
			http.StatusForbidden, "This form comes from another website",
			"Nothing was changed. Open the page of the emulator, and send its form.",
		}
	}
	_, err = httpapi.ReadBody(w, r)
	if err = cmp.Or(err, r.ParseForm()); err != nil || len(r.PostForm) == 0 {
		return nil, "", badForm(fmt.Sprintf("It must be an HTML form of at most %d MiB.", httpapi.MaxBody>>20))
	}
	browser, known := knownBrowser(r)
	if !known || !hmac.Equal([]byte(r.PostForm.Get("csrf")), []byte(f.token(browser))) {
		return nil, "", &problem{
			http.StatusForbidden, "This form has expired",
			"Nothing was changed. The emulator was restarted since the page was opened, or the browser does not keep its cookies. " +
				"Go back, reload the page, and send the form again.",
		}
	}
	return r.PostForm, browser, nil
}

// name returns the name in a field, or the default if the field is empty. label is the field's label on the page.
func name(fields url.Values, field, label, byDefault string) (string, error) {
	text := strings.TrimSpace(fields.Get(field))
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return "", badForm(label + " has a character that is not allowed. Delete it, and send the form again.")
	case utf8.RuneCountInString(text) > maxName:
		return "", badForm(fmt.Sprintf("%s has %d characters. Shorten it to at most %d.", label, utf8.RuneCountInString(text), maxName))
	case text == "" && byDefault == "":
		return "", badForm(label + " is empty. Go back, enter one, and send the form again.")
	case text == "":
		return byDefault, nil
	}
	return text, nil
}

func badForm(text string) *problem {
	return &problem{http.StatusBadRequest, "This form cannot be used", text}
}
