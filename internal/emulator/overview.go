package emulator

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// ProjectOverview is a project of any account, with its scenes and rooms.
type ProjectOverview struct {
	ID           string
	Name         string
	Label        string
	AccountEmail string
	CreatedAt    time.Time
	UpdatedAt    time.Time
	// Deleted is true for a project that was deleted, but still has rooms, because their scenes belong to other projects.
	// It has only an ID and its rooms.
	Deleted bool
	Scenes  []SceneOverview
	Rooms   []RoomOverview
}

// SceneOverview is a scene of a project.
type SceneOverview struct {
	ID      string
	Name    string
	Creator string
	// ThumbnailID is the name of the thumbnail's file, without ".jpg". Rooms have the thumbnail of their scene.
	ThumbnailID string
	// EngineProject and EngineScene are the IDs of the scene in the editor and in the engine.
	EngineProject string
	EngineScene   string
	// Template is the look of the scene that was chosen in the editor. It is empty for a scene from elsewhere.
	Template  string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// RoomOverview is a room of a project.
type RoomOverview struct {
	ID   string
	Name string
	// Slug is the part of the URL that depends on the name. It can be empty.
	Slug        string
	Size        int
	Tags        []string
	SceneID     string
	ReturnURL   string
	ThumbnailID string
	// EngineRoom is the ID of the room in the engine. The path of its URLs is "/EngineRoom/Slug".
	EngineRoom string
	// PublicHost and PublicGuest are the IDs of the public links. Everybody who has one can enter.
	PublicHost  string
	PublicGuest string
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// RoomLogEntry is an event in a room, with the number and the address that the service has stored with it.
type RoomLogEntry struct {
	ID int64
	IP string
	LogEntry
}

// Overview returns the projects of all accounts with their scenes and rooms. All lists are in the order of creation.
// Deleted projects that still have rooms come last.
func (s *Service) Overview() []ProjectOverview {
	var projects []ProjectOverview
	s.options.DB.View(func() { projects = s.store.overview() })
	return projects
}

func (s *store) overview() []ProjectOverview {
	scenes := map[string][]SceneOverview{}
	for _, row := range inOrder(&s.scenes) {
		scenes[row.ProjectID] = append(scenes[row.ProjectID], SceneOverview{
			ID: row.ID, Name: row.Name, Creator: row.Creator, ThumbnailID: row.ThumbnailID,
			EngineProject: row.EngineProject, EngineScene: row.EngineScene, Template: row.Template,
			CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
		})
	}
	rooms := map[string][]RoomOverview{}
	for _, row := range inOrder(&s.rooms) {
		rooms[row.ProjectID] = append(rooms[row.ProjectID], RoomOverview{
			ID: row.ID, Name: row.Name, Slug: row.Slug, Size: row.Size, Tags: slices.Clone(row.Tags), SceneID: row.SceneID,
			ReturnURL: row.ReturnURL, ThumbnailID: row.ThumbnailID, EngineRoom: row.EngineRoom,
			PublicHost: row.PublicHost, PublicGuest: row.PublicGuest, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
		})
	}
	var projects []ProjectOverview
	for _, row := range inOrder(&s.projects) {
		owner, _ := s.accounts.Get(row.AccountID)
		projects = append(projects, ProjectOverview{
			ID: row.ID, Name: row.Name, Label: row.Label, AccountEmail: owner.Email, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
			Scenes: scenes[row.ID], Rooms: rooms[row.ID],
		})
		delete(rooms, row.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(rooms)) {
		projects = append(projects, ProjectOverview{ID: id, Deleted: true, Rooms: rooms[id]})
	}
	return projects
}

// inOrder returns all rows of a table in the order of their creation.
func inOrder[T interface {
	storage.Row
	base() entity
}](t *storage.Table[T]) []T {
	rows := t.Where(func(T) bool { return true })
	slices.SortFunc(rows, func(a, b T) int { return a.base().CreatedAt.Compare(b.base().CreatedAt) })
	return rows
}

// RoomLog returns the log of a room, in the order in which the service received the entries. found is false if there is no
// such room.
func (s *Service) RoomLog(roomID string) (entries []RoomLogEntry, found bool) {
	s.options.DB.View(func() {
		_, found = s.store.rooms.Get(roomID)
		for _, l := range s.store.logsOf(roomID) {
			entries = append(entries, RoomLogEntry{ID: l.ID, IP: l.IP, LogEntry: l.LogEntry})
		}
	})
	return entries, found
}

// RoomLogs returns the logs of all rooms by their IDs, each in the order in which the service received the entries. It reads
// them once, where RoomLog does so for each room.
func (s *Service) RoomLogs() map[string][]RoomLogEntry {
	logs := map[string][]RoomLogEntry{}
	s.options.DB.View(func() {
		rows := s.store.logs.Where(func(logRow) bool { return true })
		slices.SortFunc(rows, func(a, b logRow) int { return cmp.Compare(a.ID, b.ID) })
		for _, l := range rows {
			logs[l.RoomID] = append(logs[l.RoomID], RoomLogEntry{ID: l.ID, IP: l.IP, LogEntry: l.LogEntry})
		}
	})
	return logs
}
