package project

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
)

// cascade is the effect of the deletion of a project on other objects. The service deletes all scenes of the project and all
// rooms on these scenes, whichever project the rooms belong to. Rooms of the project on scenes of other projects stay, and
// belong to no project afterwards.
type cascade struct {
	project xrcloud.Project
	scenes  []xrcloud.Scene
	// rooms are deleted. roomsOfOtherProjects is how many of them belong to other projects.
	rooms                []xrcloud.Room
	roomsOfOtherProjects int
	// orphaned are the rooms of the project on scenes of other projects, which stay.
	orphaned []xrcloud.Room
}

// readCascade reads the effect of the deletion of a project. The client must send the credential that the deletion is
// sent with, since another account may see less. The project itself is read first: the lists of a missing project are empty.
func readCascade(ctx context.Context, client *xrcloud.Client, id string) (cascade, error) {
	var c cascade
	var err error
	if c.project, err = client.Project(ctx, id); err != nil {
		return c, err
	}
	if c.scenes, err = xrcloud.Collect(client.Scenes(ctx, id, "", "")); err != nil {
		return c, err
	}
	own, err := xrcloud.Collect(client.RoomsOfProject(ctx, id, ""))
	if err != nil {
		return c, err
	}
	inProject := map[string]bool{}
	for _, room := range own {
		inProject[room.ID] = true
	}
	deleted := map[string]bool{}
	for _, scene := range c.scenes {
		for room, err := range client.RoomsOfScene(ctx, scene.ID, "") {
			if err != nil {
				return c, err
			}
			deleted[room.ID] = true
			c.rooms = append(c.rooms, room)
			if !inProject[room.ID] {
				c.roomsOfOtherProjects++
			}
		}
	}
	for _, room := range own {
		if !deleted[room.ID] {
			c.orphaned = append(c.orphaned, room)
		}
	}
	return c, nil
}

func (c cascade) isEmpty() bool { return len(c.scenes)+len(c.rooms)+len(c.orphaned) == 0 }

// String describes the cascade in whole sentences.
func (c cascade) String() string {
	text := fmt.Sprintf("Deleting the project %q (%s) also deletes %s", c.project.Name, c.project.ID, pluralize(len(c.scenes), "scene"))
	switch {
	case len(c.scenes) == 0:
		text = fmt.Sprintf("The project %q (%s) has no scenes.", c.project.Name, c.project.ID)
	case len(c.rooms) == 0:
		text += "."
	case len(c.scenes) == 1:
		text += fmt.Sprintf(" and %s on it%s.", pluralize(len(c.rooms), "room"), firstRooms(c.rooms))
	default:
		text += fmt.Sprintf(" and %s on them%s.", pluralize(len(c.rooms), "room"), firstRooms(c.rooms))
	}
	if c.roomsOfOtherProjects > 0 {
		text += fmt.Sprintf(" Rooms that belong to other projects: %d.", c.roomsOfOtherProjects)
	}
	if len(c.orphaned) > 0 {
		text += fmt.Sprintf(" %s of the project on scenes of other projects will stay, without a project%s.", pluralize(len(c.orphaned), "room"), firstRooms(c.orphaned))
	}
	return text
}

// firstRooms names the first five rooms.
func firstRooms(rooms []xrcloud.Room) string {
	const most = 5
	if len(rooms) == 0 {
		return ""
	}
	var names []string
	for _, room := range rooms[:min(len(rooms), most)] {
		names = append(names, fmt.Sprintf("%q (%s)", room.Name, room.ID))
	}
	text := ": " + strings.Join(names, ", ")
	if rest := len(rooms) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// pluralize returns a number with a noun, such as "2 rooms".
func pluralize(number int, singular string) string {
	if number == 1 {
		return "1 " + singular
	}
	return fmt.Sprintf("%d %ss", number, singular)
}
