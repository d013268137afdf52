package venueless

import (
	"cmp"
	"slices"
)

// RoomOverview is a room of any world.
type RoomOverview struct {
	WorldID    string
	WorldTitle string
	ID         string
	Name       string
	// Description can be empty.
	Description string
	// SortingPriority is the first key of the order of rooms in a world.
	SortingPriority int64
	// Deleted is true for a room that is hidden, but not deleted.
	Deleted bool
	// Modules are the types of the room's modules, such as "chat.native". A module without a type is omitted.
	Modules []string
}

// Overview returns the rooms of all worlds, ordered by the ID of the world, and then as in the API.
func (s *Service) Overview() []RoomOverview {
	var all []RoomOverview
	s.options.DB.View(func() {
		worlds := s.worlds.Where(func(world) bool { return true })
		slices.SortFunc(worlds, func(a, b world) int { return cmp.Compare(a.ID, b.ID) })
		for _, of := range worlds {
			rooms := s.rooms.Where(func(r room) bool { return r.World == of.ID })
			sortRooms(rooms, compareWrites)
			for _, r := range rooms {
				all = append(all, r.overview(of))
			}
		}
	})
	return all
}

func (r room) overview(of world) RoomOverview {
	view := RoomOverview{
		WorldID: of.ID, WorldTitle: of.Title, ID: r.ID.String(), Name: r.Name, SortingPriority: r.SortingPriority, Deleted: r.Deleted,
	}
	if r.Description != nil {
		view.Description = *r.Description
	}
	for _, module := range r.ModuleConfig {
		kind, _ := typeOf(module)
		if text, ok := kind.(string); ok {
			view.Modules = append(view.Modules, text)
		}
	}
	return view
}
