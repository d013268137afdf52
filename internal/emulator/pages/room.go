package pages

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

// roomLink is a link to a room, and the visitor that it admits.
type roomLink struct {
	Room  emulator.RoomOverview
	Scene emulator.SceneOverview
	Host  bool
	// Parameter is "public" or "private", and AccessID its value.
	Parameter, AccessID string
	// reticulumID is that of the user for whom the link was made. It can be empty.
	reticulumID string
	// name is the visitor's name in the link. It can be empty.
	name string
}

// path returns the path and query of the link. extra are further parameters.
func (l roomLink) path(extra ...string) string {
	return roomPath(l.Room) + "?" + strings.Join(append([]string{l.Parameter + "=" + url.QueryEscape(l.AccessID)}, extra...), "&")
}

func roomPath(r emulator.RoomOverview) string { return "/" + r.EngineRoom + "/" + r.Slug }

// findRoomLink returns the link of a URL. The slug of the URL makes no difference: that of a renamed room still opens it.
func (p *Pages) findRoomLink(sid string, query url.Values) (roomLink, error) {
	var link roomLink
	for _, project := range p.options.XRCLOUD.Overview() {
		if i := slices.IndexFunc(project.Rooms, func(r emulator.RoomOverview) bool { return r.EngineRoom == sid }); i >= 0 {
			link.Room = project.Rooms[i]
		}
	}
	if link.Room.ID == "" {
		return link, &problem{
			http.StatusNotFound, "There is no room here",
			"The room of this link does not exist, or was deleted. The overview has the links of all rooms.",
		}
	}
	link.Scene = p.findScene(func(s emulator.SceneOverview) bool { return s.ID == link.Room.SceneID })
	err := p.admit(&link, query)
	return link, err
}

// admit sets the visitor that the link admits. It fails if the link admits none.
func (p *Pages) admit(link *roomLink, query url.Values) error {
	if id := query.Get("public"); id != "" {
		link.Parameter, link.AccessID = "public", id
		link.Host = subtle.ConstantTimeCompare([]byte(id), []byte(link.Room.PublicHost)) == 1
		if !link.Host && subtle.ConstantTimeCompare([]byte(id), []byte(link.Room.PublicGuest)) != 1 {
			return &problem{
				http.StatusForbidden, "This link is not valid",
				"The room exists, but the access ID in the link is wrong. Copy the whole link again; the overview has the links of all rooms.",
			}
		}
		return nil
	}
	id := query.Get("private")
	private, ok := p.options.XRCLOUD.PrivateLink(id)
	switch {
	case id == "":
		return &problem{
			http.StatusForbidden, "This link is not complete",
			"It has no access ID, which is the end of the link. Copy the whole link again; the overview has the links of all rooms.",
		}
	case !ok || private.RoomID != link.Room.ID:
		return &problem{
			http.StatusForbidden, "This private link has expired",
			"Private links are new in each response of the service, and the emulator forgets them when it stops. Read the room again, " +
				"for example with “terraform apply -refresh-only”, to get a new link.",
		}
	}
	link.Parameter, link.AccessID = "private", id
	link.Host, link.reticulumID, link.name = private.Host, private.ReticulumID, private.DisplayName
	if link.name == "" {
		link.name = private.UserID
	}
	return nil
}

// roomPage is the data of the template "room".
type roomPage struct {
	roomLink
	CSRF string
	// Name is the value of the name field before the visitor changes it.
	Name string
	// Visits are those of the visitors in the room. Own is the one of this browser, if it is in the room.
	Visits []visit
	Own    *visit
	// FastEntry is true if the visitor enters without a choice of name.
	FastEntry bool
	// HasLeft is true after the visitor has left the room.
	HasLeft bool
	// ReturnURL is the URL to go on to. It is empty if it is not one that a browser can open.
	ReturnURL string
	MaxName   int
}

// Full reports whether the room has no place left.
func (r roomPage) Full() bool { return len(r.Visits) >= r.Room.Size }

func (p *Pages) room(w http.ResponseWriter, r *http.Request) (*page, error) {
	query := r.URL.Query()
	link, err := p.findRoomLink(r.PathValue("sid"), query)
	if err != nil {
		return nil, err
	}
	if needsReload(r) {
		return &page{template: "reload", title: link.Room.Name, data: r.URL.RequestURI()}, nil
	}
	id := browser(w, r)
	log, _ := p.options.XRCLOUD.RoomLog(link.Room.ID)
	visits := inRoom(visitsOf(log, p.visitorNamer()))
	data := roomPage{
		roomLink: link, CSRF: p.forms.token(id), Name: visitorName(query, link), Visits: visits,
		FastEntry: slices.Contains(strings.Split(query.Get("funcs"), ","), "fastEntry"),
		HasLeft:   query.Has("left"), ReturnURL: webURL(link.Room.ReturnURL), MaxName: maxName,
	}
	session, _ := sessions(id, link.Room.ID, log)
	if i := slices.IndexFunc(visits, func(v visit) bool { return v.Session == session }); i >= 0 {
		data.Own = &visits[i]
	}
	return &page{template: "room", title: link.Room.Name, data: data, live: true}, nil
}

// visitorName returns the name that the field on the page has at first.
func visitorName(query url.Values, link roomLink) string {
	for _, name := range []string{query.Get("displayName"), link.name} {
		if name = strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(name), "\x00", ""), ""); name != "" {
			return clip(maxName, name)
		}
	}
	return defaultName(link)
}

func defaultName(link roomLink) string {
	if link.Host {
		return "Host"
	}
	return "Guest"
}

// needsReload reports whether another website has led the browser here, so that it has not sent the cookie. It sends the
// cookie if the page loads itself again.
func needsReload(r *http.Request) bool {
	_, known := knownBrowser(r)
	return !known && r.Header.Get("Sec-Fetch-Site") == "cross-site"
}

// webURL returns a URL that a browser can open. The service also accepts return URLs without a scheme, and of other schemes.
func webURL(text string) string {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	if parsed, err := url.Parse(text); err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return ""
	}
	return text
}

// sessions returns the ID of the last session that a browser had in a room, and that of its next one. They depend on the ID of
// the browser only, so that a visitor is still in the room when the emulator was restarted. Nobody can find the ID of the
// browser from them.
func sessions(browser, roomID string, log []emulator.RoomLogEntry) (last, next string) {
	used := map[string]bool{}
	for _, entry := range log {
		used[entry.SessionID] = true
	}
	for number := 1; ; number++ {
		next = uuid.NewHash(sha256.New(), uuid.NameSpaceOID, []byte(browser+"/"+roomID+"/"+strconv.Itoa(number)), 8).String()
		if !used[next] {
			return last, next
		}
		last = next
	}
}

// anonymousID returns the engine's ID of a visitor without a user. It is always the same for a browser.
func anonymousID(browser string) string {
	sum := sha256.Sum256([]byte("visitor/" + browser))
	return strconv.FormatUint(binary.BigEndian.Uint64(sum[:])>>1, 10)
}

// readRoomForm returns the fields of a form on the page of a room, the browser that sent it, and the link of the room.
func (p *Pages) readRoomForm(w http.ResponseWriter, r *http.Request) (fields url.Values, browser string, link roomLink, err error) {
	fields, browser, err = p.forms.read(w, r)
	if err == nil {
		link, err = p.findRoomLink(fields.Get("sid"), fields)
	}
	return fields, browser, link, err
}

// enter logs that a visitor has joined the room, if the room has a place left.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request) (*page, error) {
	fields, browser, link, err := p.readRoomForm(w, r)
	if err != nil {
		return nil, err
	}
	visitor, err := name(fields, "name", "Your name", defaultName(link))
	if err != nil {
		return nil, err
	}
	p.visits.Lock()
	defer p.visits.Unlock()
	log, _ := p.options.XRCLOUD.RoomLog(link.Room.ID)
	inside := inRoom(visitsOf(log, p.visitorNamer()))
	last, next := sessions(browser, link.Room.ID, log)
	if slices.ContainsFunc(inside, func(v visit) bool { return v.Session == last }) {
		return &page{redirect: link.path()}, nil // the form was sent twice
	}
	if len(inside) >= link.Room.Size {
		return nil, &problem{
			http.StatusConflict, "This room is full",
			"It has places for " + people(link.Room.Size) + ". Go back, and try again when a visitor has left.",
		}
	}
	p.rememberName(next, visitor)
	return p.logVisit(r, link, browser, joinCode, next)
}

// leave logs that a visitor has left the room.
func (p *Pages) leave(w http.ResponseWriter, r *http.Request) (*page, error) {
	_, browser, link, err := p.readRoomForm(w, r)
	if err != nil {
		return nil, err
	}
	p.visits.Lock()
	defer p.visits.Unlock()
	log, _ := p.options.XRCLOUD.RoomLog(link.Room.ID)
	last, _ := sessions(browser, link.Room.ID, log)
	inside := inRoom(visitsOf(log, p.visitorNamer()))
	if !slices.ContainsFunc(inside, func(v visit) bool { return v.Session == last }) {
		return &page{redirect: link.path("left")}, nil // the form was sent twice
	}
	return p.logVisit(r, link, browser, exitCode, last)
}

// logVisit adds an entry to the log of the room, as the room itself does, and leads back to the room.
func (p *Pages) logVisit(r *http.Request, link roomLink, browser, code, session string) (*page, error) {
	action, back := "hubs join", link.path()
	if code == exitCode {
		action, back = "hubs exit", link.path("left")
	}
	device, agent := "unknown/pc", clip(maxName, strings.ToValidUTF8(r.UserAgent(), ""))
	if strings.Contains(agent, "Mobile") {
		device = "unknown/mobile"
	}
	visitor := link.reticulumID
	if visitor == "" {
		visitor = anonymousID(browser)
	}
	if err := p.options.XRCLOUD.Log(link.Room.ID, emulator.LogEntry{
		Code: code, SessionID: session, ReticulumID: visitor, Action: &action, UserAgent: &agent, Device: &device,
	}); err != nil {
		return nil, explainMissing(err, &problem{http.StatusNotFound, "There is no room here", "The room was deleted a moment ago. The overview has the other rooms."})
	}
	p.reportChange()
	return &page{redirect: back}, nil
}

func people(count int) string {
	if count == 1 {
		return "one person"
	}
	return strconv.Itoa(count) + " people"
}
