package vcs

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
)

// roomJSON is a room as the service encodes it.
type roomJSON struct {
	ID                          string       `json:"id"`
	Name                        string       `json:"name"`
	Description                 string       `json:"description"`
	ConferenceType              string       `json:"conferenceType"`
	AutoUpgradeParticipantCount *wholeNumber `json:"autoUpgradeParticipantCount"`
	CreationTime                timestamp    `json:"creationTime"`
	ModificationTime            timestamp    `json:"modificationTime"`
	MaxParticipants             *wholeNumber `json:"maxParticipants"`
	RoomTokenTTLSeconds         *wholeNumber `json:"roomTokenTTLSeconds"`
	RoomTTLSeconds              *wholeNumber `json:"roomTTLSeconds"`
	EndpointTTLSeconds          *wholeNumber `json:"endpointTTLSeconds"`
	Token                       string       `json:"token"`
}

// UnmarshalJSON reads a room in both forms that the service returns: bare, or as the field "room" of an object.
func (r *Room) UnmarshalJSON(data []byte) error {
	var body struct {
		roomJSON
		Room *roomJSON `json:"room"`
	}
	if err := json.Unmarshal(data, &body); err != nil {
		return err
	}
	room := body.roomJSON
	if body.Room != nil {
		room = *body.Room
	}
	*r = Room{
		ID:                          room.ID,
		Name:                        room.Name,
		Description:                 room.Description,
		ConferenceType:              room.ConferenceType,
		AutoUpgradeParticipantCount: (*int64)(room.AutoUpgradeParticipantCount),
		CreationTime:                time.Time(room.CreationTime),
		ModificationTime:            time.Time(room.ModificationTime),
		MaxParticipants:             (*int64)(room.MaxParticipants),
		RoomTokenTTLSeconds:         (*int64)(room.RoomTokenTTLSeconds),
		RoomTTLSeconds:              (*int64)(room.RoomTTLSeconds),
		EndpointTTLSeconds:          (*int64)(room.EndpointTTLSeconds),
		Token:                       room.Token,
	}
	return nil
}

// wholeNumber is a whole number, which the service encodes as a number or as a string.
type wholeNumber int64

// UnmarshalJSON reads both encodings.
func (n *wholeNumber) UnmarshalJSON(data []byte) error {
	text := string(data)
	if data[0] == '"' {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	const maxExact = 1 << 53 // a float64 cannot represent every larger whole number
	if err != nil || value != math.Trunc(value) || math.Abs(value) > maxExact {
		return errors.New("not a whole number")
	}
	*n = wholeNumber(value)
	return nil
}

// timestamp is a time, which the service encodes as milliseconds since 1970 (a number or a string) or as ISO 8601. The
// documentation has both in one list.
type timestamp time.Time

// UnmarshalJSON reads all encodings. null leaves the time as it is.
func (t *timestamp) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, (*time.Time)(t)) == nil {
		return nil
	}
	var milliseconds wholeNumber
	if err := milliseconds.UnmarshalJSON(data); err != nil {
		return errors.New("not a time")
	}
	*t = timestamp(time.UnixMilli(int64(milliseconds)))
	return nil
}
