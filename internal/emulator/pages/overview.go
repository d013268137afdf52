package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// overviewPage is the data of the template "overview". Of the services that are not served, the Has field is false.
type overviewPage struct {
	Projects      []projectCard
	Environment   []Variable
	HasVenueless  bool
	Venueless     []venueless.RoomOverview
	HasVCS        bool
	VCS           []vcs.RoomOverview
	HasWhiteboard bool
	Whiteboard    []whiteboard.RoomOverview
}

type projectCard struct {
	emulator.ProjectOverview
	// ShowsAccount is true if projects belong to several accounts.
	ShowsAccount bool
	RoomCards    []roomCard
}

type roomCard struct {
	emulator.RoomOverview
	SceneName string
	// In is the number of people in the room.
	In int
	// GuestPath is the path and query of the guest link. GuestURL and HostURL are complete.
	GuestPath, GuestURL, HostURL string
}

func (p *Pages) overview(_ http.ResponseWriter, r *http.Request) (*page, error) {
	base := baseURL(r)
	projects := p.options.XRCLOUD.Overview()
	sceneNames, accounts := map[string]string{}, map[string]bool{}
	for _, project := range projects {
		if !project.Deleted {
			accounts[project.AccountEmail] = true
		}
		for _, scene := range project.Scenes {
			sceneNames[scene.ID] = scene.Name
		}
	}
	logs := p.options.XRCLOUD.RoomLogs()
	data := overviewPage{Environment: p.environment(base)}
	for _, project := range projects {
		card := projectCard{ProjectOverview: project, ShowsAccount: len(accounts) > 1}
		for _, room := range project.Rooms {
			card.RoomCards = append(card.RoomCards, newRoomCard(base, room, sceneNames[room.SceneID], logs[room.ID]))
		}
		data.Projects = append(data.Projects, card)
	}
	if service := p.options.Venueless; service != nil {
		data.HasVenueless, data.Venueless = true, service.Overview()
	}
	if service := p.options.VCS; service != nil {
		data.HasVCS, data.VCS = true, service.Overview()
	}
	if service := p.options.Whiteboard; service != nil {
		data.HasWhiteboard, data.Whiteboard = true, service.Overview()
	}
	return &page{template: "overview", title: "Overview", data: data, live: true}, nil
}

func newRoomCard(base string, room emulator.RoomOverview, sceneName string, log []emulator.RoomLogEntry) roomCard {
	path := roomPath(room) + "?public="
	return roomCard{
		RoomOverview: room, SceneName: sceneName, In: len(inRoom(visitsOf(log, func(emulator.LogEntry) string { return "" }))),
		GuestPath: path + room.PublicGuest, GuestURL: base + path + room.PublicGuest, HostURL: base + path + room.PublicHost,
	}
}

func (p *Pages) environment(base string) []Variable {
	if p.options.Environment == nil {
		return nil
	}
	return p.options.Environment(base)
}

// Export returns the command that sets the variable in a shell.
func (v Variable) Export() string {
	return "export " + v.Name + "='" + strings.ReplaceAll(v.Value, "'", `'\''`) + "'"
}

// baseURL is the URL at which the browser called the emulator.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// findScene returns the first scene of all projects that matches, or the zero value.
func (p *Pages) findScene(matches func(emulator.SceneOverview) bool) emulator.SceneOverview {
	for _, project := range p.options.XRCLOUD.Overview() {
		if i := slices.IndexFunc(project.Scenes, matches); i >= 0 {
			return project.Scenes[i]
		}
	}
	return emulator.SceneOverview{}
}

// worldsPage is the data of the template "worlds": the rooms of each world.
type worldsPage struct {
	Worlds []world
}

type world struct {
	ID, Title string
	Rooms     []venueless.RoomOverview
}

// worlds shows the rooms of the Venueless worlds, where login URLs lead.
func (p *Pages) worlds(w http.ResponseWriter, r *http.Request) (*page, error) {
	if p.options.Venueless == nil {
		return notFoundPage(w, r)
	}
	var data worldsPage
	for _, room := range p.options.Venueless.Overview() {
		if last := len(data.Worlds) - 1; last < 0 || data.Worlds[last].ID != room.WorldID {
			data.Worlds = append(data.Worlds, world{ID: room.WorldID, Title: room.WorldTitle})
		}
		current := &data.Worlds[len(data.Worlds)-1]
		current.Rooms = append(current.Rooms, room)
	}
	return &page{template: "worlds", title: "Venueless", data: data, live: true}, nil
}

// requests shows the request log.
func (p *Pages) requests(http.ResponseWriter, *http.Request) (*page, error) {
	return &page{template: "requests", title: "Requests", data: p.options.Log.Entries(), live: true}, nil
}
