package whiteboard

import (
	"cmp"
	"crypto/rand"
	"errors"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// App is a whiteboard project with its key pair.
type App struct {
	AccessKey string
	SecretKey string
	UUID      string
}

// appRow is the stored form of an App.
type appRow struct{ App }

func (a appRow) Key() string { return a.UUID }

// Credentials returns the first app in Options.
func (s *Service) Credentials() App {
	var first appRow
	s.options.DB.View(func() { first, _ = s.apps.Get(s.options.Apps[0].UUID) })
	return first.App
}

// SetApp adds an app, or changes the keys of the app with the same UUID. Its rooms stay. Tokens that were signed with the
// old keys become invalid. An empty key leaves the current one unchanged; a new app gets a random one. SetApp panics if
// another app has the access key.
func (s *Service) SetApp(app App) {
	s.update(func(tx *storage.Tx) error { return s.setApp(tx, app) })
}

func (s *Service) setApp(tx *storage.Tx, app App) error {
	row, _ := s.apps.Get(app.UUID)
	row.App = App{
		UUID: app.UUID, AccessKey: cmp.Or(app.AccessKey, row.AccessKey, rand.Text()), SecretKey: cmp.Or(app.SecretKey, row.SecretKey, rand.Text()),
	}
	if other, known := s.findApp(row.AccessKey); known && other.UUID != row.UUID {
		return errors.New("two apps have the same access key")
	}
	s.apps.Put(tx, row)
	return nil
}

func (s *Service) findApp(accessKey string) (app App, known bool) {
	for _, row := range s.apps.Where(func(row appRow) bool { return row.AccessKey == accessKey }) {
		return row.App, true
	}
	return app, false
}
