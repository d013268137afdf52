package whiteboard

// RoomOverview is a room of any app, with its region.
type RoomOverview struct {
	Region string
	Room
}

// Overview returns the rooms of all regions: the regions in a fixed order, and the rooms of a region ordered by UUID.
func (s *Service) Overview() []RoomOverview {
	var rooms []RoomOverview
	for _, region := range regions {
		for _, room := range s.Rooms(region) {
			rooms = append(rooms, RoomOverview{region, room})
		}
	}
	return rooms
}
