package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/bench/rest"
)

// bareClient sends the requests of each operation in this process, with the concurrency of Terraform, and does nothing else.
type bareClient struct {
	client *rest.Client
	count  int

	project, scene rest.Object
	rooms          []rest.Room
}

func newBareClient(client *rest.Client, rooms int) *bareClient {
	return &bareClient{client: client, count: rooms, rooms: make([]rest.Room, rooms)}
}

func (b *bareClient) run(ctx context.Context, op operation) (measurement, error) {
	before, err := ownUsage()
	if err != nil {
		return measurement{}, err
	}
	started := time.Now()
	if err := b.send(ctx, op); err != nil {
		return measurement{}, err
	}
	wall := time.Since(started)
	after, err := ownUsage()
	// Its memory is that of the benchmark, which is of no interest.
	return measurement{wall: wall, cli: usage{CPU: after.CPU - before.CPU}}, err
}

// send sends the requests of an operation. Terraform reads all objects before it changes some.
func (b *bareClient) send(ctx context.Context, op operation) error {
	if op == create {
		return b.create(ctx)
	}
	if err := b.read(ctx); err != nil {
		return err
	}
	switch op {
	case update:
		return b.each(ctx, func(ctx context.Context, i int) error {
			updated, err := b.client.UpdateRoom(ctx, b.rooms[i].ID, input(fmt.Sprint("Renamed room ", i)))
			b.rooms[i] = updated
			return err
		})
	case destroy:
		if err := b.each(ctx, func(ctx context.Context, i int) error { return b.client.DeleteRoom(ctx, b.rooms[i].ID) }); err != nil {
			return err
		}
		return b.client.DeleteProject(ctx, b.project.ID)
	default:
		return nil
	}
}

func (b *bareClient) create(ctx context.Context) error {
	var err error
	if b.project, err = b.client.CreateProject(ctx, "Benchmark"); err != nil {
		return err
	}
	if b.scene, err = b.client.Scene(ctx, b.project.ID, "Lobby"); err != nil {
		return err
	}
	return b.each(ctx, func(ctx context.Context, i int) error {
		values := input(fmt.Sprint("Room ", i))
		values.ProjectID, values.SceneID, values.Tags = b.project.ID, b.scene.ID, []string{"benchmark"}
		created, err := b.client.CreateRoom(ctx, values)
		b.rooms[i] = created
		return err
	})
}

func (b *bareClient) read(ctx context.Context) error {
	if _, err := b.client.Project(ctx, b.project.ID); err != nil {
		return err
	}
	if _, err := b.client.Scene(ctx, b.project.ID, "Lobby"); err != nil {
		return err
	}
	return b.each(ctx, func(ctx context.Context, i int) error {
		read, err := b.client.Room(ctx, b.rooms[i].ID)
		b.rooms[i] = read
		return err
	})
}

// each calls send for each room, and for as many at the same time as Terraform does.
func (b *bareClient) each(ctx context.Context, send func(context.Context, int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(rest.Concurrency)
	for i := range b.count {
		group.Go(func() error { return send(ctx, i) })
	}
	return group.Wait()
}

// input returns the values of a room that can be changed.
func input(name string) rest.RoomInput {
	return rest.RoomInput{Name: name, Size: 20, ReturnURL: "https://www.example.com/"}
}
