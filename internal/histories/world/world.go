// Package world has the services of one history in memory, and everything that happens to them besides Terraform: faults of the network
// and the services, and the acts of other people. It keeps a ledger of all requests and of all objects that ever existed.
//
// It checks the provider and its clients, so it imports neither.
package world

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	vcsemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/vcs"
	venuelessemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/venueless"
	whiteboardemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// Options are behaviors in which real services differ. The zero value behaves like the emulators do by default.
type Options struct {
	// SeparateAccounts, Published, TokenLifetime, MaxRooms and MaxRoomSize are options of XRCLOUD, see emulator.Options.
	SeparateAccounts bool
	// Lobby publishes the scene "Lobby" in each new project.
	Lobby         bool
	Published     bool
	TokenLifetime time.Duration
	MaxRooms      int
	MaxRoomSize   int
	// MissingLinks and ChangedLinks are the numbers of reads of a new room that fail because its links are missing, and that then return
	// other links, see emulator.RoomFaults.
	MissingLinks int
	ChangedLinks int

	// SwapEqualRooms is an option of Venueless, see venueless.Options.
	SwapEqualRooms bool

	// RenewsTokens, ReportsUpgradeCount, DefaultName, RoomTTL, MissingRoom and LastPage are options of VCS, see vcs.Options.
	RenewsTokens        bool
	ReportsUpgradeCount bool
	DefaultName         string
	RoomTTL             time.Duration
	MissingRoom         vcsemulator.Missing
	LastPage            vcsemulator.LastPage

	// HideRoomsOfOtherApps, DisableRecording, WrapResponses and LegacyResponses are options of the whiteboard, see whiteboard.Options.
	HideRoomsOfOtherApps bool
	DisableRecording     bool
	WrapResponses        bool
	LegacyResponses      bool
}

// World is the services of one history. Each has two accounts: account 0 is the user's, account 1 somebody else's. Its methods are safe
// for concurrent use.
type World struct {
	options    Options
	xrcloud    *emulator.Service
	venueless  *venuelessemulator.Service
	vcs        *vcsemulator.Service
	whiteboard *whiteboardemulator.Service
	services   []*service
	faults     faultserver.Faults
	// publish publishes a scene in a project of XRCLOUD, and returns its ID.
	publish func(projectID, name string) (sceneID string, err error)
	people  *people

	// done is closed by Close.
	done chan struct{}
	// handling counts the requests that are handled, pending what happens later.
	handling, pending sync.WaitGroup
	// stopped counts the restarts that are not over yet.
	stopped atomic.Int64
	// newRoomsDisturbed is true while new rooms of XRCLOUD have faults.
	newRoomsDisturbed atomic.Bool

	mu        sync.Mutex
	closed    bool
	requests  []Request
	objects   []Object
	existing  map[objectKey]int // the indices of the objects that exist
	secrets   secrets
	onRequest func(Request)
}

// service is one of the services, as it is served.
type service struct {
	name    string
	host    string
	handler http.Handler
	server  *faultserver.Server
	// objects returns the objects that exist now.
	objects func() []Object
	// authorize adds the credentials of an account to a request.
	authorize func(r *http.Request, account int)

	// mu is held while the service handles a request, so that each change of its objects is due to one request.
	mu sync.Mutex
}

// numbers count the worlds of the process, so that each has its own hosts.
var numbers atomic.Int64

// New starts all services. Call it in a bubble of testing/synctest, after UseNetwork.
func New(options Options) (*World, error) {
	w := newWorld(options)
	if err := w.startServices(); err != nil {
		return nil, err
	}
	number := numbers.Add(1)
	return w.startServers(func(s *service, handler http.Handler) (err error) {
		s.host = fmt.Sprintf("%s-%d%s", s.name, number, domain)
		s.server, err = faultserver.StartAt(s.host, listen, handler)
		return err
	})
}

// NewOnLoopback is New with servers on the loopback interface, for clients in other processes. Its time is real, so call it outside bubbles.
func NewOnLoopback(options Options) (*World, error) {
	w := newWorld(options)
	if err := w.startServices(); err != nil {
		return nil, err
	}
	return w.startServers(onLoopback)
}

func onLoopback(s *service, handler http.Handler) (err error) {
	if s.server, err = faultserver.Start(handler); err == nil {
		s.host = strings.TrimPrefix(s.server.URL(), "http://")
	}
	return err
}

func newWorld(options Options) *World {
	w := &World{options: options, done: make(chan struct{}), existing: map[objectKey]int{}, people: newPeople(), secrets: newSecrets()}
	w.faults.OnFault = w.meetFault
	return w
}

// startServers starts a server for each service, and returns the world.
func (w *World) startServers(start func(*service, http.Handler) error) (*World, error) {
	for _, s := range w.services {
		if err := start(s, w.receive(s, w.faults.Handler(w.handle(s)))); err != nil {
			w.Close()
			return nil, err
		}
	}
	return w, nil
}

// startServices starts the emulators.
func (w *World) startServices() error {
	var err, failed error
	var scenes []string
	if w.options.Lobby {
		scenes = []string{"Lobby"}
	}
	w.xrcloud, err = emulator.New(emulator.Options{
		Accounts: accounts[:], SeparateAccounts: w.options.SeparateAccounts, SeedScenes: scenes, Published: w.options.Published,
		TokenLifetime: w.options.TokenLifetime, MaxRooms: w.options.MaxRooms, MaxRoomSize: w.options.MaxRoomSize,
	})
	failed = errors.Join(failed, err)
	w.venueless, err = venuelessemulator.New(venuelessemulator.Options{Worlds: venuelessWorlds(), SwapEqualRooms: w.options.SwapEqualRooms})
	failed = errors.Join(failed, err)
	w.vcs, err = vcsemulator.New(vcsemulator.Options{
		APIKey: vcsKeys[0], OtherAPIKeys: vcsKeys[1:], RoomTTL: w.options.RoomTTL, DefaultName: w.options.DefaultName,
		ReportsUpgradeCount: w.options.ReportsUpgradeCount, RenewsTokens: w.options.RenewsTokens,
		Missing: w.options.MissingRoom, LastPage: w.options.LastPage,
	})
	failed = errors.Join(failed, err)
	w.whiteboard, err = whiteboardemulator.New(whiteboardemulator.Options{
		Apps: apps[:], HideRoomsOfOtherApps: w.options.HideRoomsOfOtherApps, DisableRecording: w.options.DisableRecording,
		WrapResponses: w.options.WrapResponses, LegacyResponses: w.options.LegacyResponses,
	})
	if failed := errors.Join(failed, err); failed != nil {
		return failed
	}
	w.publish = func(projectID, name string) (string, error) { return w.xrcloud.PublishScene(projectID, name, "") }
	w.xrcloud.InjectRoomFaults(emulator.RoomFaults{MissingOptions: w.options.MissingLinks, ChangedURLs: w.options.ChangedLinks})
	w.services = []*service{
		{name: xrcloud, handler: w.xrcloud, objects: w.xrcloudObjects, authorize: w.people.authorizeXRCLOUD},
		{name: venueless, handler: w.venueless, objects: w.venuelessObjects, authorize: w.people.authorizeVenueless},
		{name: vcs, handler: w.vcs, objects: w.vcsObjects, authorize: w.people.authorizeVCS},
		{name: whiteboard, handler: w.whiteboard, objects: w.whiteboardObjects, authorize: func(*http.Request, int) {}},
	}
	return nil
}

// serviceNamed returns one of the services.
func (w *World) serviceNamed(name string) *service {
	for _, s := range w.services {
		if s.name == name {
			return s
		}
	}
	panic("no service has the name " + name)
}

// serviceOf returns the service of a type of objects, or nil if the type is unknown.
func (w *World) serviceOf(typ string) *service {
	switch typ {
	case project, scene, room:
		return w.serviceNamed(xrcloud)
	case venuelessRoom:
		return w.serviceNamed(venueless)
	case vcsRoom:
		return w.serviceNamed(vcs)
	case whiteboardRoom:
		return w.serviceNamed(whiteboard)
	}
	return nil
}

// Connections returns the number of open connections to all services.
func (w *World) Connections() int {
	number := 0
	for _, s := range w.services {
		number += s.server.Connections()
	}
	return number
}

// Settle waits until everything that was announced has happened: servers that restart, requests that are carried out late, and credentials
// that become valid again.
func (w *World) Settle() {
	w.handling.Wait()
	w.pending.Wait()
}

// Close stops the servers and forgets what would have happened later. When it returns, no request is being handled.
func (w *World) Close() {
	w.mu.Lock()
	wasClosed := w.closed
	w.closed = true
	w.mu.Unlock()
	if wasClosed {
		return
	}
	close(w.done)
	w.pending.Wait() // a server can be restarting
	for _, s := range w.services {
		if s.server != nil {
			s.server.Stop()
		}
	}
	w.handling.Wait()
}

// later runs do after a time, unless the world is closed before.
func (w *World) later(wait time.Duration, do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	w.pending.Go(func() {
		if w.sleep(wait) {
			do()
		}
	})
}

// sleep waits, and returns false if the world is closed before.
func (w *World) sleep(wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.done:
		return false
	}
}

// restart stops the server of a service, and starts it again later.
func (w *World) restart(s *service, after time.Duration) {
	s.server.Stop()
	w.stopped.Add(1)
	w.later(after, func() {
		defer w.stopped.Add(-1)
		if err := s.server.Resume(); err != nil && !errors.Is(err, errHostInUse) {
			panic(err)
		}
	})
}
