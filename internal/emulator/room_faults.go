package emulator

import (
	"net/http"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/httpapi"
)

// RoomFaults are the faults that the first reads of a room meet if another client read the room while it was created. The
// public URLs of a room are separate rows in the database. Each read looks them up and creates those that are missing, so
// a read at the wrong moment finds one row of two, or creates a second pair.
//
// The response to the creation itself can fail in the same way, although the room exists then. A test simulates this with
// a faultserver.Fault that has Commit and Status.
type RoomFaults struct {
	// MissingOptions is the number of reads of the room, alone or in a list, that fail with status 404 and the message
	// "HostOption with roomId … not found." or "GuestOption with roomId … not found." An update reads the room, too: it
	// changes the room, and then its response is this error.
	MissingOptions int
	// ChangedURLs is the number of reads after those that return new public URLs. The last ones stay.
	ChangedURLs int
}

// InjectRoomFaults gives the faults to each room that is created from now on. The zero value ends it.
func (s *Service) InjectRoomFaults(faults RoomFaults) {
	s.options.DB.View(func() { s.store.newRoomFaults = faults })
}

// roomsResponse returns the response to a read of rooms, after it has applied their faults. The error of a fault is a
// response and not an error of the handler, because that would roll back an update.
func (c *call) roomsResponse(rooms []room, view func() any) *httpapi.Response {
	if failed := c.applyFaults(rooms); failed != nil {
		return (*httpapi.Response)(failed)
	}
	return httpapi.JSON(http.StatusOK, view())
}

// applyFaults changes the rooms as their faults say. It fails at the first room whose options are missing.
func (c *call) applyFaults(rooms []room) *httpapi.Error {
	for i, r := range rooms {
		switch {
		case r.MissingOptions > 0:
			r.MissingOptions--
			c.rooms.Put(c.Tx, r)
			if r.MissingOptions%2 == 0 {
				return notFound("HostOption with roomId %q not found.", r.ID)
			}
			return notFound("GuestOption with roomId %q not found.", r.ID)
		case r.ChangedURLs > 0:
			r.ChangedURLs--
			r.PublicHost, r.PublicGuest = newID(), newID()
			c.rooms.Put(c.Tx, r)
			rooms[i] = r
		}
	}
	return nil
}
