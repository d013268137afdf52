package venueless

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

// restoreTime bounds the requests that clean up after a delete that failed. They are sent even if the caller has
// cancelled the delete.
const restoreTime = 30 * time.Second

// DeleteRoom deletes a room permanently, with the history of its chat.
//
// If the room has a chat module at that moment, the server also deletes every direct message between people of the
// world, which is a fault of the server. The chat module is therefore removed first, and put back if the room is not
// deleted. Its history survives both.
func (c *Client) DeleteRoom(ctx context.Context, worldID, id string) error {
	before, err := c.modules(ctx, worldID, id)
	if err != nil {
		return err
	}
	if !before.hasChat() {
		return c.deleteRoom(ctx, worldID, id)
	}
	chat := chatRemoval{client: c, worldID: worldID, id: id, before: before}
	if err := chat.remove(ctx); err != nil {
		return err
	}
	err = c.deleteRoom(ctx, worldID, id)
	switch {
	case err == nil, transport.IsNotFound(err):
		return err
	case mayComeLate(err):
		return explained(err, fmt.Sprintf("The delete may still be carried out. The room is without its chat module until then, which was removed first: "+
			"if the module were put back now, a late delete would delete every direct message of the world. The modules were: %s. %s", before, wayBack))
	}
	return chat.restore(ctx, err)
}

// wayBack is what to do about a room that has lost its chat module.
const wayBack = "An apply of the unchanged configuration puts it back; another destroy deletes the room."

// deleteRoom sends the delete. If the answer does not tell whether it was carried out, the room is looked up.
func (c *Client) deleteRoom(ctx context.Context, worldID, id string) error {
	err := c.callRoom(ctx, worldID, id, &transport.Request{Method: http.MethodDelete, Idempotent: true}, nil)
	if transport.IsAmbiguous(err) {
		ctx, cancel := afterwards(ctx)
		defer cancel()
		if _, missing := c.Room(ctx, worldID, id); transport.IsNotFound(missing) {
			return nil
		}
	}
	return err
}

// mayComeLate says whether the server may carry out a request after its error: neither the server nor a proxy has said
// that it is done with it.
func mayComeLate(err error) bool {
	failure, ok := errors.AsType[*transport.Error](err)
	return ok && failure.Ambiguous && slices.Contains([]int{0, http.StatusRequestTimeout, http.StatusGatewayTimeout}, failure.Status)
}

// afterwards is a context for what must be done even if the call was cancelled.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), restoreTime)
}

// chatRemoval removes the chat module of a room and puts it back.
type chatRemoval struct {
	client      *Client
	worldID, id string
	before      moduleList
}

// remove removes the chat module, and nothing else. After an error, the room has it still, or again.
func (r chatRemoval) remove(ctx context.Context) error {
	err := r.client.setModules(ctx, r.worldID, r.id, r.before.withoutChat())
	if !transport.IsAmbiguous(err) {
		return err
	}
	now, unread := r.client.modules(ctx, r.worldID, r.id)
	switch {
	case transport.IsNotFound(unread):
		return unread
	case unread != nil: // also after a cancel
		return r.restore(ctx, err)
	case now.hasChat():
		return err
	}
	return nil // the request was carried out, and its answer lost
}

// restore puts the modules back after a failure, and returns that failure with what has become of them.
func (r chatRemoval) restore(ctx context.Context, failure error) error {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	err := r.client.setModules(ctx, r.worldID, r.id, r.before)
	if transport.IsAmbiguous(err) {
		if now, unread := r.client.modules(ctx, r.worldID, r.id); unread == nil && now.hasChat() {
			err = nil
		}
	}
	switch {
	case transport.IsNotFound(err):
		return err
	case err == nil:
		return explained(failure, "The chat module of the room, which must be removed before a delete, was put back.")
	}
	return explained(failure, fmt.Sprintf("The chat module of the room, which must be removed before a delete, could not be put back (%v). The modules were: %s. %s",
		err, r.before, wayBack))
}

// explained adds to what an error says. What it says against fields of a request is part of its message already.
func explained(err error, text string) error {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return fmt.Errorf("%w. %s", err, text)
	}
	failure.Message = strings.TrimRight(failure.Message, ".") + ". " + text
	failure.Fields = nil
	return err
}

// moduleList holds the modules of a room as the server wrote them, so that nothing of them is lost when they are sent
// back.
type moduleList []json.RawMessage

// modulesOnly is a room of which only the modules are read.
type modulesOnly struct {
	ID      string     `json:"id"`
	Modules moduleList `json:"module_config"`
}

func (m modulesOnly) problem() string { return Room{ID: m.ID}.problem() }

func (c *Client) modules(ctx context.Context, worldID, id string) (moduleList, error) {
	var room modulesOnly
	err := c.callRoom(ctx, worldID, id, &transport.Request{Method: http.MethodGet, Idempotent: true}, &room)
	return room.Modules, err
}

func (c *Client) setModules(ctx context.Context, worldID, id string, modules moduleList) error {
	request := &transport.Request{Method: http.MethodPatch, Idempotent: true}
	if err := request.JSON(map[string]moduleList{"module_config": modules}); err != nil {
		return err
	}
	return c.callRoom(ctx, worldID, id, request, &modulesOnly{})
}

func isChat(module json.RawMessage) bool {
	var read Module
	return json.Unmarshal(module, &read) == nil && read.Type == chatModule
}

func (l moduleList) hasChat() bool { return slices.ContainsFunc(l, isChat) }

// withoutChat is the list without chats, and never null, which the server refuses.
func (l moduleList) withoutChat() moduleList {
	return append(moduleList{}, slices.DeleteFunc(slices.Clone(l), isChat)...)
}

// String names the types of the modules. Their configs may hold secrets.
func (l moduleList) String() string {
	types := make([]string, len(l))
	for i, module := range l {
		var read Module
		if err := json.Unmarshal(module, &read); err != nil || read.Type == "" {
			read.Type = "(no type)"
		}
		types[i] = read.Type
	}
	return strings.Join(types, ", ")
}
