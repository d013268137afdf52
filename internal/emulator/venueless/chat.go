package venueless

import "github.com/google/uuid"

// openChat makes the channel of a room with a chat. It stays, with all that was said, when the module goes.
func (w *world) openChat(r *room) {
	if _, open := w.chats[r.ID]; !open && r.hasModule("chat.native") {
		w.chats[r.ID] = 0
	}
}

// closeChat does what the server does when a room is deleted: its channel goes. If the room has a chat at that moment,
// the server then looks for channels of the room that it has just deleted, which is none by now, and so deletes every
// channel of the world that belongs to no room: those between people.
func (w *world) closeChat(r *room) {
	delete(w.chats, r.ID)
	if r.hasModule("chat.native") {
		w.direct = nil
	}
}

// Direct lets two people of a world exchange messages in a new channel of their own.
func (s *Service) Direct(worldID string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.worlds[worldID]
	w.direct = append(w.direct, messages)
}

// DirectMessages counts the channels between people of a world, and the messages in them.
func (s *Service) DirectMessages(worldID string) (channels, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, count := range s.worlds[worldID].direct {
		messages += count
	}
	return len(s.worlds[worldID].direct), messages
}

// Say lets people write messages in the chat of a room. Without one, nobody can.
func (s *Service) Say(worldID, roomID string, messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, id := s.worlds[worldID], uuid.MustParse(roomID)
	if _, open := w.chats[id]; open {
		w.chats[id] += messages
	}
}

// Said counts the messages that the chat of a room has kept.
func (s *Service) Said(worldID, roomID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.worlds[worldID].chats[uuid.MustParse(roomID)]
}
