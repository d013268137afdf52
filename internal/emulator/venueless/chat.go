package venueless

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/storage"
)

// chat is the channel of a room. It is deleted with the room, but not with the chat module.
type chat struct {
	World    string
	Room     uuid.UUID
	Messages int
}

func (c chat) Key() string { return c.World + "/" + c.Room.String() }

// directChannel is a channel between users of a world. It belongs to no room.
type directChannel struct {
	World    string
	Number   int64
	Messages int
}

func (d directChannel) Key() string { return d.World + "/" + strconv.FormatInt(d.Number, 10) }

// openChat creates the channel of a room with a chat module. The channel and its messages stay if the module is removed.
func (s *Service) openChat(tx *storage.Tx, r room) {
	c := chat{World: r.World, Room: r.ID}
	if _, open := s.chats.Get(c.Key()); !open && r.hasModule("chat.native") {
		s.chats.Put(tx, c)
	}
}

// closeChat deletes the channel of a room that is deleted. If the room has a chat module, it also deletes all channels
// between users. This is a bug of the server: it searches for the channels of the room after it has deleted the room, and
// so finds all channels of the world that belong to no room.
func (s *Service) closeChat(tx *storage.Tx, r room) {
	s.chats.Remove(tx, chat{World: r.World, Room: r.ID}.Key())
	if r.hasModule("chat.native") {
		for _, d := range s.channelsOf(r.World) {
			s.directChannels.Remove(tx, d.Key())
		}
	}
}

func (s *Service) channelsOf(worldID string) []directChannel {
	return s.directChannels.Where(func(d directChannel) bool { return d.World == worldID })
}

// AddDirectMessages creates a channel between two users of a world, with this number of messages.
func (s *Service) AddDirectMessages(worldID string, messages int) {
	s.update(func(tx *storage.Tx) {
		number := s.increment(tx, func(all *counters) *int64 { return &all.DirectChannels })
		s.directChannels.Put(tx, directChannel{World: worldID, Number: number, Messages: messages})
	})
}

// DirectMessages returns the number of channels between users of a world, and of the messages in them.
func (s *Service) DirectMessages(worldID string) (channels, messages int) {
	s.options.DB.View(func() {
		for _, d := range s.channelsOf(worldID) {
			channels, messages = channels+1, messages+d.Messages
		}
	})
	return channels, messages
}

// AddChatMessages adds messages to the channel of a room. It does nothing if the room has no channel.
func (s *Service) AddChatMessages(worldID, roomID string, messages int) {
	s.update(func(tx *storage.Tx) {
		if c, open := s.chats.Get(chat{World: worldID, Room: uuid.MustParse(roomID)}.Key()); open {
			c.Messages += messages
			s.chats.Put(tx, c)
		}
	})
}

// ChatMessages returns the number of messages in the channel of a room.
func (s *Service) ChatMessages(worldID, roomID string) int {
	var found chat
	s.options.DB.View(func() { found, _ = s.chats.Get(chat{World: worldID, Room: uuid.MustParse(roomID)}.Key()) })
	return found.Messages
}
