package vcs

import "time"

// RoomOverview is a room of any tenant.
type RoomOverview struct {
	ID string
	// Tenant is the number of the tenant: 0 is the first one.
	Tenant      int
	Name        string
	Description string
	// ConferenceType is MESH or SFU.
	ConferenceType string
	// UpgradeCount is the number of people at which a MESH room becomes SFU. 0 is never.
	UpgradeCount float64
	// Token admits to the room. It is a secret.
	Token      string
	CreatedAt  time.Time
	ModifiedAt time.Time
	// ExpiresAt is the time at which the service deletes the room.
	ExpiresAt time.Time
}

// Overview returns the rooms of all tenants in the order of their creation.
func (s *Service) Overview() []RoomOverview {
	var rooms []room
	s.options.DB.View(func() {
		now := s.options.Now()
		rooms = s.roomsInOrder(func(r room) bool { return now.Before(s.expiry(r)) })
	})
	var overview []RoomOverview
	for _, r := range rooms {
		overview = append(overview, RoomOverview{
			ID: r.ID, Tenant: r.Tenant, Name: r.Name, Description: r.Description, ConferenceType: r.ConferenceType, UpgradeCount: r.UpgradeCount, Token: r.Token,
			CreatedAt: r.CreatedAt, ModifiedAt: r.ModifiedAt, ExpiresAt: s.expiry(r),
		})
	}
	return overview
}
