package vcs

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
)

// wireRoom is a room as the service writes it.
type wireRoom struct {
	ID                          string  `json:"id"`
	Name                        string  `json:"name"`
	Description                 string  `json:"description"`
	ConferenceType              string  `json:"conferenceType"`
	AutoUpgradeParticipantCount *number `json:"autoUpgradeParticipantCount"`
	CreationTime                moment  `json:"creationTime"`
	ModificationTime            moment  `json:"modificationTime"`
	MaxParticipants             *number `json:"maxParticipants"`
	RoomTokenTTLSeconds         *number `json:"roomTokenTTLSeconds"`
	RoomTTLSeconds              *number `json:"roomTTLSeconds"`
	EndpointTTLSeconds          *number `json:"endpointTTLSeconds"`
	Token                       string  `json:"token"`
}

// bareOrWrapped is either of the two forms in which calls answer: a room, or an object that has it as "room".
type bareOrWrapped struct {
	wireRoom
	Wrapped *wireRoom `json:"room"`
}

// UnmarshalJSON implements json.Unmarshaler. It reads both forms, wherever they are.
func (r *Room) UnmarshalJSON(data []byte) error {
	var wire bareOrWrapped
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	room := &wire.wireRoom
	if wire.Wrapped != nil {
		room = wire.Wrapped
	}
	*r = Room{
		ID: room.ID, Name: room.Name, Description: room.Description, ConferenceType: room.ConferenceType, Token: room.Token,
		AutoUpgradeParticipantCount: (*int64)(room.AutoUpgradeParticipantCount),
		CreationTime:                time.Time(room.CreationTime), ModificationTime: time.Time(room.ModificationTime),
		MaxParticipants: (*int64)(room.MaxParticipants), RoomTokenTTLSeconds: (*int64)(room.RoomTokenTTLSeconds),
		RoomTTLSeconds: (*int64)(room.RoomTTLSeconds), EndpointTTLSeconds: (*int64)(room.EndpointTTLSeconds),
	}
	return nil
}

// number is a whole number, written as such or as a text.
type number int64

func (n *number) UnmarshalJSON(data []byte) error {
	text := string(data)
	if data[0] == '"' {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	const exact = 1 << 53 // beyond it, a float64 is no longer every whole number
	if err != nil || value != math.Trunc(value) || math.Abs(value) > exact {
		return errors.New("not a whole number")
	}
	*n = number(value)
	return nil
}

// moment is a time: milliseconds since 1970, as a number or a text, or an ISO 8601 text. The page has both, in the same
// list.
type moment time.Time

func (m *moment) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*time.Time)(m)) == nil { // also for null, which leaves it as it is
		return nil
	}
	var milliseconds number
	if err := milliseconds.UnmarshalJSON(data); err != nil {
		return errors.New("not a time")
	}
	*m = moment(time.UnixMilli(int64(milliseconds)))
	return nil
}
