package world

import (
	"net/http"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
	whiteboardemulator "github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/whiteboard"
)

// restartServer stops the server of a service for a number of seconds.
func (w *World) restartServer(act Act) bool {
	w.restart(w.serviceOf(act.Type), seconds(act.Number))
	return true
}

// passTime waits, for example until tokens or rooms expire.
func (w *World) passTime(act Act) bool { return w.sleep(seconds(act.Number)) }

// seconds returns a number of seconds as a duration, between nothing and 100 days.
func seconds(number int) time.Duration {
	return time.Duration(min(max(number, 0), 100*24*3600)) * time.Second
}

// logIn logs in to the user's account. It invalidates the refresh token of the provider.
func (w *World) logIn(Act) bool {
	w.people.forgetBearer()
	return w.bearer(0) != ""
}

// revokeTokens invalidates all tokens of XRCLOUD.
func (w *World) revokeTokens(act Act) bool {
	w.people.forgetBearer()
	return w.direct(act.Name, Object{Type: project}, w.xrcloud.RevokeTokens)
}

// limitRooms limits the number of rooms in the user's account. 0 is the limit in the options.
func (w *World) limitRooms(act Act) bool {
	return w.direct(act.Name, Object{Type: room}, func() error {
		return w.xrcloud.SetAccount(emulator.Account{Email: accounts[0].Email, MaxRooms: abs(act.Number)})
	})
}

// disturbNewRooms gives faults to rooms that are created from now on, as if somebody read each of them at the same moment. With 0 it ends.
func (w *World) disturbNewRooms(act Act) bool {
	number := abs(act.Number)
	faults := emulator.RoomFaults{MissingOptions: number % 3, ChangedURLs: number / 3 % 3}
	w.xrcloud.InjectRoomFaults(faults)
	w.newRoomsDisturbed.Store(faults != emulator.RoomFaults{})
	return true
}

// replaceCredentials replaces the user's credentials in a service. The old ones become valid again after a number of seconds.
func (w *World) replaceCredentials(act Act) bool {
	replaced := w.setCredentials(act, "-replaced")
	if replaced {
		w.later(seconds(act.Number), func() { w.setCredentials(act, "") })
	}
	return replaced
}

// IsUndisturbed reports whether all servers run, create rooms without faults, and accept the user's credentials, all of which an act can
// change for a time.
func (w *World) IsUndisturbed() bool {
	if w.stopped.Load() > 0 || w.newRoomsDisturbed.Load() {
		return false
	}
	w.people.mu.Lock()
	defer w.people.mu.Unlock()
	for _, suffix := range w.people.suffixes {
		if suffix != "" {
			return false
		}
	}
	return true
}

// setCredentials sets the user's credentials in the service of a type to the original ones with a suffix. It reports whether they change.
func (w *World) setCredentials(act Act, suffix string) bool {
	p := w.people
	p.mu.Lock()
	before := p.suffixes[serviceOfType(act.Type)]
	p.mu.Unlock()
	if before == suffix {
		return false
	}
	var set func() error
	switch act.Type {
	case venuelessRoom:
		if !w.setWorldSecret(worldSecrets[0] + suffix) {
			return false
		}
		set = func() error { return nil }
	case vcsRoom:
		set = func() error { return w.vcs.ReplaceAPIKey(vcsKeys[0]+before, vcsKeys[0]+suffix) }
	case whiteboardRoom:
		set = func() error {
			w.whiteboard.SetApp(whiteboardemulator.App{UUID: apps[0].UUID, AccessKey: apps[0].AccessKey + suffix, SecretKey: apps[0].SecretKey + suffix})
			return nil
		}
	default:
		set = func() error {
			if err := w.xrcloud.RevokeTokens(); err != nil {
				return err
			}
			p.forgetBearer()
			return w.xrcloud.SetAccount(emulator.Account{
				Email: accounts[0].Email, APIKey: accounts[0].APIKey + suffix, Password: accounts[0].Password + suffix,
			})
		}
	}
	if !w.direct(act.Name, Object{Type: act.Type}, set) {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.suffixes[serviceOfType(act.Type)] = suffix
	return true
}

// setWorldSecret replaces the secret of the user's world of Venueless, as its operator does.
func (w *World) setWorldSecret(secret string) bool {
	s, path := w.serviceNamed(venueless), "/api/v1/worlds/"+worldIDs[0]+"/"
	current, ok := w.send(s, 0, http.MethodGet, path, nil)
	config, isObject := current["config"].(map[string]any)
	if !ok || !isObject {
		return false
	}
	config["JWT_secrets"] = []any{map[string]any{"issuer": issuer, "audience": audience, "secret": secret}}
	_, ok = w.send(s, 0, http.MethodPatch, path, map[string]any{"config": config})
	return ok
}
