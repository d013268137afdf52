package transport_test

import (
	"net/http/httptest"
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
)

const room = `{"id":"0197f0a0-0000-7000-8000-000000000001","name":"Main hall","size":50,"returnUrl":"https://event.example/bye"}`

func BenchmarkGet(b *testing.B) {
	s := startService(b, (*httptest.Server).Start, respond(200, room))
	client := newClient(b, s.URL, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Do(b.Context(), newGet("/rooms/1")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGetAtTheLimit has twice as many callers as requests in flight.
func BenchmarkGetAtTheLimit(b *testing.B) {
	const limit = 10
	s := startService(b, (*httptest.Server).Start, respond(200, room))
	client := newClient(b, s.URL, func(config *transport.Config) { config.MaxConcurrent = limit })
	b.SetParallelism(2 * limit)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.Do(b.Context(), newGet("/rooms/1")); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
