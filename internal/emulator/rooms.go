package emulator

import (
	"cmp"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// room is a room where people meet. It uses a scene.
type room struct {
	entity
	AccountID string
	ProjectID string
	SceneID   string
	Name      string
	Slug      string
	Size      int
	Tags      []string
	ReturnURL string
	// EngineRoom is the ID of the room in the engine, and part of its URLs.
	EngineRoom  string
	ThumbnailID string
	// PublicHost and PublicGuest are the parts of the public URLs that do not change with the name.
	PublicHost  string
	PublicGuest string
	RoomFaults
}

// roomView is a room in a response. It does not have the project.
type roomView struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Size         int      `json:"size"`
	Tags         []string `json:"tags"`
	SceneID      string   `json:"sceneId"`
	CreatedAt    string   `json:"createdAt"`
	UpdatedAt    string   `json:"updatedAt"`
	ReturnURL    string   `json:"returnUrl"`
	RoomURL      roomURLs `json:"roomUrl"`
	ThumbnailURL string   `json:"thumbnailUrl"`
}

type roomURLs struct {
	Public  hostAndGuest `json:"public"`
	Private hostAndGuest `json:"private"`
}

type hostAndGuest struct {
	Host  string `json:"host"`
	Guest string `json:"guest"`
}

// infraView is the row of a room in the database.
type infraView struct {
	ID          string   `json:"id"`
	CreatedAt   string   `json:"createdAt"`
	UpdatedAt   string   `json:"updatedAt"`
	Version     int      `json:"version"`
	Name        string   `json:"name"`
	Slug        string   `json:"slug"`
	Size        int      `json:"size"`
	Tags        []string `json:"tags"`
	InfraRoomID string   `json:"infraRoomId"`
	ThumbnailID string   `json:"thumbnailId"`
	ReturnURL   string   `json:"returnUrl"`
	ProjectID   string   `json:"projectId"`
	SceneID     string   `json:"sceneId"`
}

// maxSize is the largest size of a room in any tier.
const maxSize = 1000

var (
	roomCreateFields = []field{
		required("projectId", asText, isUUID), required("sceneId", asText, isUUID), required("name", asText, isString),
		required("size", asNumber, atMost(maxSize), atLeast(1), isNumber), required("returnUrl", asText, isURL),
		optional("tags", asIs, isListOfStrings, isList),
	}
	roomUpdateFields = []field{
		optional("name", asText, isString), optional("size", asNumber, atMost(maxSize), atLeast(1), isNumber),
		optional("returnUrl", asText, isURL),
	}
	visitorQueryFields = []field{
		optional("userId", asText, isString), transient("avatarUrl", asText, isURL),
		transient("linkPayload", asText, isString), transient("displayName", asText, isString),
	}
	roomQueryFields = slices.Concat([]field{
		optional("projectId", asText, isString), optional("sceneId", asText, isUUID), optional("name", asText, isString),
		optional("tags", asIs, isListOfStrings, isList),
	}, visitorQueryFields)
)

// roomView returns the room for a response. Each response has new private URLs.
func (c *call) roomView(r room) roomView {
	url := c.engineURL() + "/" + r.EngineRoom + "/" + r.Slug
	return roomView{
		ID: r.ID, Name: r.Name, Size: r.Size, Tags: r.Tags, SceneID: r.SceneID,
		CreatedAt: formatTime(r.CreatedAt), UpdatedAt: formatTime(r.UpdatedAt), ReturnURL: r.ReturnURL,
		RoomURL: roomURLs{
			Public:  hostAndGuest{Host: url + "?public=" + r.PublicHost, Guest: url + "?public=" + r.PublicGuest},
			Private: hostAndGuest{Host: url + "?private=" + c.privateLink(r, true), Guest: url + "?private=" + c.privateLink(r, false)},
		},
		ThumbnailURL: c.engineURL() + "/files/" + r.ThumbnailID + ".jpg",
	}
}

func createRoom(c *call) (*httpapi.Response, error) {
	p, err := lookUpField(c.object(), "projectId", "Project", c.project)
	if err != nil {
		return nil, err
	}
	s, err := lookUpField(c.object(), "sceneId", "Scene", c.scene)
	if err != nil {
		return nil, err
	}
	in, err := c.validateBody(roomCreateFields)
	if err != nil {
		return nil, err
	}
	// The limit is that of the scene's account, and applies to the rooms of the project's account. The account of the
	// caller makes no difference.
	existing := c.rooms.Where(func(r room) bool { return r.AccountID == p.AccountID })
	if most := cmp.Or(c.accountByID(s.AccountID).MaxRooms, c.options.MaxRooms); most > 0 && len(existing) >= most {
		return nil, badRequest("Cannot create more than %d rooms for this tier.", most)
	}
	size, err := c.allowedSize(s.ID, in.number("size", 0))
	if err != nil {
		return nil, err
	}
	if in.has("tags") && in["tags"] == nil {
		return nil, errInternal // validation ignores null, and the database refuses it
	}
	r := room{
		entity: newEntity(c.tx), AccountID: p.AccountID, ProjectID: p.ID, SceneID: s.ID,
		Name: in.text("name"), Slug: slug(in.text("name")), Size: size, Tags: in.texts("tags"), ReturnURL: in.text("returnUrl"),
		EngineRoom: newSID(), ThumbnailID: s.ThumbnailID, PublicHost: newID(), PublicGuest: newID(),
		RoomFaults: c.newRoomFaults,
	}
	c.rooms.Put(c.Tx, r)
	return httpapi.JSON(http.StatusCreated, c.roomView(r)), nil
}

// allowedSize checks the size against the tier of the scene's account. The database refuses a fraction.
func (c *call) allowedSize(sceneID string, size float64) (int, error) {
	s, _ := c.scenes.Get(sceneID)
	if most := cmp.Or(c.accountByID(s.AccountID).MaxRoomSize, c.options.MaxRoomSize); most > 0 && size > float64(most) {
		return 0, badRequest("Room size cannot exceed %d for this tier.", most)
	}
	if size != math.Trunc(size) {
		return 0, errInternal
	}
	return int(size), nil
}

func getRoom(c *call) (*httpapi.Response, error) {
	r, err := c.room(c.PathValue("roomId"))
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, visitorQueryFields)
	if err != nil {
		return nil, err
	}
	c.createVisitor(r.ProjectID, in)
	return c.roomResponse(r), nil
}

func listRooms(c *call) (*httpapi.Response, error) {
	by, err := c.queryOrder()
	if err != nil {
		return nil, err
	}
	in, err := validate(c.query, c.listFields(roomQueryFields))
	if err != nil {
		return nil, err
	}
	projectID, sceneID := strings.ToLower(in.text("projectId")), strings.ToLower(in.text("sceneId"))
	if projectID == "" && sceneID == "" {
		return nil, badRequest("Either projectId or sceneId must be provided")
	}
	found, err := newPage(c, c.rooms.Where(func(r room) bool {
		belongs := r.ProjectID == projectID || projectID == "" && r.SceneID == sceneID
		return c.canReach(r.AccountID) && belongs && contains(r.Name, in.text("name")) && hasAll(r.Tags, in.texts("tags"))
	}), by, in)
	if err != nil {
		return nil, err
	}
	for _, r := range found.Items {
		c.createVisitor(r.ProjectID, in)
	}
	return c.roomsResponse(found.Items, func() any { return mapItems(found, c.roomView) }), nil
}

// roomResponse returns the response with one room.
func (c *call) roomResponse(r room) *httpapi.Response {
	rooms := []room{r}
	return c.roomsResponse(rooms, func() any { return c.roomView(rooms[0]) })
}

// createVisitor sets the visitor of the request, and creates the user if the request names one.
func (c *call) createVisitor(projectID string, in input) {
	c.visitor = in
	if id := in.text("userId"); id != "" {
		c.ensureUser(projectID, id)
	}
}

func hasAll(tags, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(tag string) bool { return !slices.Contains(tags, tag) })
}

func updateRoom(c *call) (*httpapi.Response, error) {
	r, err := c.room(c.PathValue("roomId"))
	if err != nil {
		return nil, err
	}
	in, err := c.validateBody(roomUpdateFields)
	if err != nil {
		return nil, err
	}
	changed := r
	for _, value := range in {
		if value == nil {
			return nil, errInternal // validation ignores null, and the database refuses it
		}
	}
	if in.has("name") {
		changed.Name = in.text("name")
		changed.Slug = slug(changed.Name)
	}
	if in.has("size") {
		if changed.Size, err = c.allowedSize(r.SceneID, in.number("size", 0)); err != nil {
			return nil, err
		}
	}
	if in.has("returnUrl") {
		changed.ReturnURL = in.text("returnUrl")
	}
	if changed.Name != r.Name || changed.Size != r.Size || changed.ReturnURL != r.ReturnURL {
		changed.entity = changed.touched(c.tx)
		c.rooms.Put(c.Tx, changed)
	}
	return c.roomResponse(changed), nil
}

func deleteRoom(c *call) (*httpapi.Response, error) {
	r, err := c.room(c.PathValue("roomId"))
	if err != nil {
		return nil, err
	}
	c.removeRoom(r)
	return &httpapi.Response{Status: http.StatusOK}, nil
}

// removeRoom also deletes the logs of the room.
func (t *tx) removeRoom(r room) {
	for _, l := range t.logs.Where(func(l logRow) bool { return l.RoomID == r.ID }) {
		t.logs.Remove(t.Tx, l.Key())
	}
	t.rooms.Remove(t.Tx, r.ID)
}

func getInfra(c *call) (*httpapi.Response, error) {
	r, err := c.room(c.PathValue("roomId"))
	if err != nil {
		return nil, err
	}
	return httpapi.JSON(http.StatusOK, infraView{
		ID: r.ID, CreatedAt: formatTime(r.CreatedAt), UpdatedAt: formatTime(r.UpdatedAt), Version: r.Version, Name: r.Name, Slug: r.Slug,
		Size: r.Size, Tags: r.Tags, InfraRoomID: r.EngineRoom, ThumbnailID: r.ThumbnailID, ReturnURL: r.ReturnURL,
		ProjectID: r.ProjectID, SceneID: r.SceneID,
	}), nil
}

// room returns a room that the caller can reach.
func (c *call) room(id string) (room, error) {
	return lookUp(&c.rooms, "Room", id, func(r room) bool { return c.canReach(r.AccountID) })
}

// notInSlug matches what a slug has a dash for.
var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug returns the part of a room's URL that depends on its name. It is empty for names without Latin letters or digits.
func slug(name string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}
