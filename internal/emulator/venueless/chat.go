package venueless

import "github.com/google/uuid"

// openChat creates the channel of a room with a chat module. The channel and its messages stay if the module is removed.
func (w *world) openChat(r *room) {
	if _, open := w.chats[r.ID]; !open && r.hasModule("chat.native") {
		w.chats[r.ID] = 0
	}
}

// closeChat deletes the channel of a room that is deleted. If the room has a chat module, it also deletes all channels
// between users. This is a bug of the server: it searches for the channels of the room after it has deleted the room, and
// so finds all channels of the world that belong to no room.
func (w *world) closeChat(r *room) {
	delete(w.chats, r.ID)
	if r.hasModule("chat.native") {
		w.directChannels = nil
	}
}

// AddDirectMessages creates a channel between two users of a world, with this number of messages.
func (s *Service) AddDirectMessages(worldID string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.worlds[worldID]
	w.directChannels = append(w.directChannels, messages)
}

// DirectMessages returns the number of channels between users of a world, and of the messages in them.
func (s *Service) DirectMessages(worldID string) (channels, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, count := range s.worlds[worldID].directChannels {
		messages += count
	}
	return len(s.worlds[worldID].directChannels), messages
}

// AddChatMessages adds messages to the channel of a room. It does nothing if the room has no channel.
func (s *Service) AddChatMessages(worldID, roomID string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, id := s.worlds[worldID], uuid.MustParse(roomID)
	if _, open := w.chats[id]; open {
		w.chats[id] += messages
	}
}

// ChatMessages returns the number of messages in the channel of a room.
func (s *Service) ChatMessages(worldID, roomID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.worlds[worldID].chats[uuid.MustParse(roomID)]
}
