package vcs

import "time"

// RoomOverview is a room of any tenant.
type RoomOverview struct {
	ID          string
	Name        string
	Description string
	// ConferenceType is MESH or SFU.
	ConferenceType string
	// Token admits to the room. It is a secret.
	Token      string
	CreatedAt  time.Time
	ModifiedAt time.Time
	// ExpiresAt is the time at which the service deletes the room.
	ExpiresAt time.Time
}

// Overview returns the rooms of all tenants in the order of their creation.
func (s *Service) Overview() []RoomOverview {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deleteExpiredRooms()
	var rooms []RoomOverview
	for _, r := range s.rooms {
		rooms = append(rooms, RoomOverview{
			ID: r.id, Name: r.name, Description: r.description, ConferenceType: r.conferenceType, Token: r.token,
			CreatedAt: r.created, ModifiedAt: r.modified, ExpiresAt: r.created.Add(s.options.RoomTTL),
		})
	}
	return rooms
}
