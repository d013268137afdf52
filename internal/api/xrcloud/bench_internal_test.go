package xrcloud

import (
	"encoding/json"
	"strings"
	"testing"
)

const roomJSON = `{"id":"f24ee5ba-8f1f-4f7a-86ed-738f95ea1f8b","name":"Main Hall","size":10,"tags":["day-1","keynote"],
	"sceneId":"0a1f3c5e-7b9d-4c2e-8f6a-1b3d5f7a9c0e","returnUrl":"https://example.com/bye","thumbnailUrl":"https://example.com/thumbnail.png",
	"createdAt":"2026-05-04T09:00:00.000Z","updatedAt":"2026-05-04T09:00:00.000Z",
	"roomUrl":{"public":{"host":"https://example.com/h","guest":"https://example.com/g"},"private":{"host":"https://example.com/h","guest":"https://example.com/g"}}}`

// BenchmarkDecode decodes a room, and a full page of a list.
func BenchmarkDecode(b *testing.B) {
	rooms := strings.TrimSuffix(strings.Repeat(roomJSON+",", pageSize), ",")
	b.Run("room", func(b *testing.B) { benchmarkDecode[Room](b, roomJSON) })
	b.Run("page", func(b *testing.B) {
		benchmarkDecode[page[Room]](b, `{"items":[`+rooms+`],"total":100,"take":100,"skip":0}`)
	})
}

func benchmarkDecode[Body any](b *testing.B, text string) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var body Body
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			b.Fatal(err)
		}
	}
}
