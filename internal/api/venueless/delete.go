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

// cleanupTimeout limits the requests that clean up after a delete that failed. They are sent even if the caller has cancelled
// the delete.
const cleanupTimeout = 30 * time.Second

// DeleteRoom deletes a room permanently, with the history of its chat.
//
// If the room has a chat module at that moment, a bug of the server deletes every direct message between people of the world
// as well. The chat module is therefore removed first, and restored if the room is not deleted. Its history survives both.
func (c *Client) DeleteRoom(ctx context.Context, worldID, id string) error {
	modules, err := c.modules(ctx, worldID, id)
	if err != nil {
		return err
	}
	if !modules.hasChat() {
		return c.deleteRoom(ctx, worldID, id)
	}
	deletion := roomDeletion{client: c, worldID: worldID, id: id, modules: modules}
	if err := deletion.removeChat(ctx); err != nil {
		return err
	}
	err = c.deleteRoom(ctx, worldID, id)
	switch {
	case err == nil, transport.IsNotFound(err):
		return err
	case mayStillExecute(err):
		return chatRemovedError(err, fmt.Sprintf("The delete may still be carried out. The provider removed the chat module of the room before the delete, and has not restored it: "+
			"with the module, a late delete would also delete every direct message of the world. The modules were: %s", modules))
	}
	return deletion.restoreModules(ctx, err)
}

// deleteRoom sends the delete. If the error is ambiguous, it looks the room up.
func (c *Client) deleteRoom(ctx context.Context, worldID, id string) error {
	err := c.callRoom(ctx, worldID, id, &transport.Request{Method: http.MethodDelete, Idempotent: true}, nil)
	if transport.IsAmbiguous(err) {
		ctx, cancel := cleanupContext(ctx)
		defer cancel()
		if _, readErr := c.Room(ctx, worldID, id); transport.IsNotFound(readErr) {
			return nil
		}
	}
	return err
}

// mayStillExecute reports whether the server may execute a request after its error: neither the server nor a proxy has said
// that it is done with the request.
func mayStillExecute(err error) bool {
	failure, ok := errors.AsType[*transport.Error](err)
	return ok && failure.Ambiguous && slices.Contains([]int{0, http.StatusRequestTimeout, http.StatusGatewayTimeout}, failure.Status)
}

// cleanupContext returns a context for requests that must be sent even if the caller has cancelled.
func cleanupContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
}

// roomDeletion is the deletion of a room that has a chat module.
type roomDeletion struct {
	client  *Client
	worldID string
	id      string
	// modules are the modules before the deletion.
	modules moduleList
}

// removeChat removes the chat module, and no other. If it returns an error, the room still has the chat module.
func (d roomDeletion) removeChat(ctx context.Context) error {
	err := d.client.setModules(ctx, d.worldID, d.id, d.modules.withoutChat())
	if !transport.IsAmbiguous(err) {
		return err
	}
	current, readErr := d.client.modules(ctx, d.worldID, d.id)
	switch {
	case transport.IsNotFound(readErr):
		return readErr
	case readErr != nil: // also if the caller has cancelled
		return d.restoreModules(ctx, err)
	case current.hasChat():
		return err
	}
	return nil // the request was executed, and its response was lost
}

// restoreModules puts the modules back after a failure. It returns the failure, and adds whether the modules were restored.
func (d roomDeletion) restoreModules(ctx context.Context, failure error) error {
	ctx, cancel := cleanupContext(ctx)
	defer cancel()
	err := d.client.setModules(ctx, d.worldID, d.id, d.modules)
	if transport.IsAmbiguous(err) {
		if current, readErr := d.client.modules(ctx, d.worldID, d.id); readErr == nil && current.hasChat() {
			err = nil
		}
	}
	switch {
	case transport.IsNotFound(err):
		return err
	case err == nil:
		return appendMessage(failure, "The chat module of the room, which must be removed before a delete, was restored.")
	}
	return chatRemovedError(failure, fmt.Sprintf("The chat module of the room, which must be removed before a delete, could not be restored (%v). The modules were: %s",
		err, d.modules))
}

// chatRemovedError is appendMessage for the error of a delete that leaves the room without its chat module.
func chatRemovedError(err error, sentences string) error {
	if failure, ok := errors.AsType[*transport.Error](err); ok {
		failure.RemovedPart = "chat module"
	}
	return appendMessage(err, sentences)
}

// appendMessage adds sentences to the message of an error. The message already has what the error says about fields of the
// request.
func appendMessage(err error, sentences string) error {
	failure, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return fmt.Errorf("%w. %s", err, sentences)
	}
	failure.Message = strings.TrimRight(failure.Message, ".") + ". " + sentences
	failure.Fields = nil
	return err
}

// moduleList has the modules of a room as the server sent them, so that they can be sent back without a loss.
type moduleList []json.RawMessage

// roomModules is a room of which only the modules are decoded.
type roomModules struct {
	ID      string     `json:"id"`
	Modules moduleList `json:"module_config"`
}

func (m roomModules) ObjectID() string { return m.ID }

func (m roomModules) Validate() error { return Room{ID: m.ID}.Validate() }

func (c *Client) modules(ctx context.Context, worldID, id string) (moduleList, error) {
	var room roomModules
	err := c.callRoom(ctx, worldID, id, &transport.Request{Method: http.MethodGet, Idempotent: true}, &room)
	return room.Modules, err
}

func (c *Client) setModules(ctx context.Context, worldID, id string, modules moduleList) error {
	request := &transport.Request{Method: http.MethodPatch, Idempotent: true}
	if err := request.JSON(map[string]moduleList{"module_config": modules}); err != nil {
		return err
	}
	return c.callRoom(ctx, worldID, id, request, &roomModules{})
}

func isChat(module json.RawMessage) bool {
	var decoded Module
	return json.Unmarshal(module, &decoded) == nil && decoded.Type == chatModuleType
}

func (l moduleList) hasChat() bool { return slices.ContainsFunc(l, isChat) }

// withoutChat returns the list without chat modules. It is never nil: the server refuses null.
func (l moduleList) withoutChat() moduleList {
	return append(moduleList{}, slices.DeleteFunc(slices.Clone(l), isChat)...)
}

// String returns the types of the modules. It does not show their configs, which can have secrets.
func (l moduleList) String() string {
	types := make([]string, len(l))
	for i, module := range l {
		var decoded Module
		if err := json.Unmarshal(module, &decoded); err != nil || decoded.Type == "" {
			decoded.Type = "(no type)"
		}
		types[i] = decoded.Type
	}
	return strings.Join(types, ", ")
}
