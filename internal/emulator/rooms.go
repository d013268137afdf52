package emulator

import (
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// room is a place where people meet, on a scene.
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
	// EngineRoom is the room's id in the engine, and part of its URLs.
	EngineRoom  string
	ThumbnailID string
	// PublicHost and PublicGuest are the parts of the public URLs that stay the same when the room is renamed.
	PublicHost  string
	PublicGuest string
	Disturbance
}

// roomView is what clients see of a room. The project is not part of it.
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

// infraView is the room as the database has it.
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

// largestRoom is the most people that any room can be made for.
const largestRoom = 1000

var (
	roomCreation = []field{
		required("projectId", asText, isUUID), required("sceneId", asText, isUUID), required("name", asText, isString),
		required("size", asNumber, atMost(largestRoom), atLeast(1), isNumber), required("returnUrl", asText, isURL),
		optional("tags", asIs, isListOfStrings, isList),
	}
	roomChange = []field{
		optional("name", asText, isString), optional("size", asNumber, atMost(largestRoom), atLeast(1), isNumber),
		optional("returnUrl", asText, isURL),
	}
	visitorQuery = []field{
		optional("userId", asText, isString), transient("avatarUrl", asText, isURL),
		transient("linkPayload", asText, isString), transient("displayName", asText, isString),
	}
	roomQuery = slices.Concat([]field{
		optional("projectId", asText, isString), optional("sceneId", asText, isUUID), optional("name", asText, isString),
		optional("tags", asIs, isListOfStrings, isList),
	}, visitorQuery)
)

// showRoom is the room as a visitor sees it. The private URLs are new each time, and made for that visitor.
func (c *call) showRoom(r room) roomView {
	url := c.engineURL() + "/" + r.EngineRoom + "/" + r.Slug
	return roomView{
		ID: r.ID, Name: r.Name, Size: r.Size, Tags: r.Tags, SceneID: r.SceneID,
		CreatedAt: timestamp(r.CreatedAt), UpdatedAt: timestamp(r.UpdatedAt), ReturnURL: r.ReturnURL,
		RoomURL: roomURLs{
			Public:  hostAndGuest{Host: url + "?public=" + r.PublicHost, Guest: url + "?public=" + r.PublicGuest},
			Private: hostAndGuest{Host: url + "?private=" + newID(), Guest: url + "?private=" + newID()},
		},
		ThumbnailURL: c.engineURL() + "/files/" + r.ThumbnailID + ".jpg",
	}
}

func createRoom(c *call) (answer, error) {
	p, err := findNamed(c.object(), "projectId", "Project", c.project)
	if err != nil {
		return answer{}, err
	}
	s, err := findNamed(c.object(), "sceneId", "Scene", c.scene)
	if err != nil {
		return answer{}, err
	}
	in, err := c.validBody(roomCreation)
	if err != nil {
		return answer{}, err
	}
	// The limits are those of the account that has the scene, the rooms counted are those of the account that has the
	// project. Who asks has no part in it.
	inAccount := c.rooms.where(func(r room) bool { return r.AccountID == p.AccountID })
	if most := c.accounts.rows[s.AccountID].MaxRooms; most > 0 && len(inAccount) >= most {
		return answer{}, badRequest("Cannot create more than %d rooms for this tier.", most)
	}
	size, err := c.allowedSize(s.ID, in.number("size", 0))
	if err != nil {
		return answer{}, err
	}
	if in.has("tags") && in["tags"] == nil {
		return answer{}, errBroken // null passes for left out, until the database sees it
	}
	r := room{
		entity: newEntity(c.tx), AccountID: p.AccountID, ProjectID: p.ID, SceneID: s.ID,
		Name: in.text("name"), Slug: slug(in.text("name")), Size: size, Tags: in.texts("tags"), ReturnURL: in.text("returnUrl"),
		EngineRoom: newSID(), ThumbnailID: s.ThumbnailID, PublicHost: newID(), PublicGuest: newID(),
		Disturbance: c.newRooms,
	}
	put(c.tx, c.rooms, r)
	return answer{status: http.StatusCreated, value: c.showRoom(r)}, nil
}

// allowedSize checks the size against the tier of the account that has the scene. The database refuses a fraction.
func (c *call) allowedSize(sceneID string, size float64) (int, error) {
	if most := c.accounts.rows[c.scenes.rows[sceneID].AccountID].MaxRoomSize; most > 0 && size > float64(most) {
		return 0, badRequest("Room size cannot exceed %d for this tier.", most)
	}
	if size != math.Trunc(size) {
		return 0, errBroken
	}
	return int(size), nil
}

func getRoom(c *call) (answer, error) {
	r, err := c.room(c.parameters["roomId"])
	if err != nil {
		return answer{}, err
	}
	in, err := validate(c.query, visitorQuery)
	if err != nil {
		return answer{}, err
	}
	c.visit(r.ProjectID, in)
	return c.readRoom(r), nil
}

func listRooms(c *call) (answer, error) {
	by, err := c.queryOrder()
	if err != nil {
		return answer{}, err
	}
	in, err := validate(c.query, c.listFields(roomQuery))
	if err != nil {
		return answer{}, err
	}
	projectID, sceneID := strings.ToLower(in.text("projectId")), strings.ToLower(in.text("sceneId"))
	if projectID == "" && sceneID == "" {
		return answer{}, badRequest("Either projectId or sceneId must be provided")
	}
	found, err := page(c, c.rooms.where(func(r room) bool {
		belongs := r.ProjectID == projectID || projectID == "" && r.SceneID == sceneID
		return c.reaches(r.AccountID) && belongs && contains(r.Name, in.text("name")) && hasAll(r.Tags, in.texts("tags"))
	}), by, in)
	if err != nil {
		return answer{}, err
	}
	for _, r := range found.Items {
		c.visit(r.ProjectID, in)
	}
	return c.read(found.Items, func() any { return shown(found, c.showRoom) }), nil
}

// readRoom is the answer that shows one room.
func (c *call) readRoom(r room) answer {
	rooms := []room{r}
	return c.read(rooms, func() any { return c.showRoom(rooms[0]) })
}

// visit makes the user for whom a room was read.
func (c *call) visit(projectID string, in input) {
	if id := in.text("userId"); id != "" {
		c.user(projectID, id)
	}
}

func hasAll(tags, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(tag string) bool { return !slices.Contains(tags, tag) })
}

func updateRoom(c *call) (answer, error) {
	r, err := c.room(c.parameters["roomId"])
	if err != nil {
		return answer{}, err
	}
	in, err := c.validBody(roomChange)
	if err != nil {
		return answer{}, err
	}
	changed := r
	for _, value := range in {
		if value == nil {
			return answer{}, errBroken // null passes for left out, until the database sees it
		}
	}
	if in.has("name") {
		changed.Name = in.text("name")
		changed.Slug = slug(changed.Name)
	}
	if in.has("size") {
		if changed.Size, err = c.allowedSize(r.SceneID, in.number("size", 0)); err != nil {
			return answer{}, err
		}
	}
	if in.has("returnUrl") {
		changed.ReturnURL = in.text("returnUrl")
	}
	if changed.Name != r.Name || changed.Size != r.Size || changed.ReturnURL != r.ReturnURL {
		changed.entity = changed.touched(c.tx)
		put(c.tx, c.rooms, changed)
	}
	return c.readRoom(changed), nil
}

func deleteRoom(c *call) (answer, error) {
	r, err := c.room(c.parameters["roomId"])
	if err != nil {
		return answer{}, err
	}
	c.removeRoom(r)
	return answer{status: http.StatusOK}, nil
}

// removeRoom takes the room's logs with it.
func (t *tx) removeRoom(r room) {
	for _, l := range t.logs.where(func(l logged) bool { return l.RoomID == r.ID }) {
		remove(t, t.logs, l)
	}
	remove(t, t.rooms, r)
}

func getInfra(c *call) (answer, error) {
	r, err := c.room(c.parameters["roomId"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, value: infraView{
		ID: r.ID, CreatedAt: timestamp(r.CreatedAt), UpdatedAt: timestamp(r.UpdatedAt), Version: r.Version, Name: r.Name, Slug: r.Slug,
		Size: r.Size, Tags: r.Tags, InfraRoomID: r.EngineRoom, ThumbnailID: r.ThumbnailID, ReturnURL: r.ReturnURL,
		ProjectID: r.ProjectID, SceneID: r.SceneID,
	}}, nil
}

// room finds a room that the caller may use.
func (c *call) room(id string) (room, error) {
	return find(c.rooms, "Room", id, func(r room) bool { return c.reaches(r.AccountID) })
}

// notInSlug is what a slug replaces by a dash.
var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slug is the part of a room's URL that is made from its name. It is empty for names without Latin letters or digits.
func slug(name string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
}
