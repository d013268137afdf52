package emulator

import "net/http"

// Disturbance is what reads meet of a room that somebody else read while it was created. A room's public URLs are rows of
// their own, which every read looks up, and creates if there are none: a read at the wrong moment finds one of two rows,
// or creates a second pair.
//
// The answer to the creation itself fails in the same way now and then, although the room exists by then. A test gets that
// from a faultserver.Rule with Commit and Status.
type Disturbance struct {
	// MissingOptions is how many reads of the room, alone or in a list, fail with 404 and "HostOption with roomId … not
	// found.", or GuestOption. A change of the room reads it, too: it is made, and its answer is the failure.
	MissingOptions int
	// ChangedURLs is how many reads after those find public URLs other than before. The last ones stay.
	ChangedURLs int
}

// DisturbNewRooms disturbs each room that is created from now on, until it is called with the zero value.
func (e *Emulator) DisturbNewRooms(by Disturbance) {
	e.store.mu.Lock()
	defer e.store.mu.Unlock()
	e.store.newRooms = by
}

// read is the answer that shows rooms, after it did to them what reads of disturbed rooms do. A room without its options is
// no error of the call, which would take back what the call changed.
func (c *call) read(rooms []room, show func() any) answer {
	if failed := c.disturb(rooms); failed != nil {
		return answer{status: failed.Status, value: failed}
	}
	return answer{status: http.StatusOK, value: show()}
}

// disturb changes the rooms as their disturbance says, and stops at the first one without its options.
func (c *call) disturb(rooms []room) *failure {
	for i, r := range rooms {
		switch {
		case r.MissingOptions > 0:
			r.MissingOptions--
			put(c.tx, c.rooms, r)
			if r.MissingOptions%2 == 0 {
				return notFound("HostOption with roomId %q not found.", r.ID)
			}
			return notFound("GuestOption with roomId %q not found.", r.ID)
		case r.ChangedURLs > 0:
			r.ChangedURLs--
			r.PublicHost, r.PublicGuest = newID(), newID()
			put(c.tx, c.rooms, r)
			rooms[i] = r
		}
	}
	return nil
}
