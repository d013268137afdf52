package xrcloud_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/transport"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/api/xrcloud"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator"
)

var (
	nine = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	ten  = nine.Add(time.Hour)
)

func TestRoomLogs(t *testing.T) {
	t.Parallel()
	const visitor = "1900346259722469001" // as a float64, it is 1900346259722469120
	agent := "Mozilla/5.0"
	for _, published := range []bool{false, true} {
		t.Run(fmt.Sprint("published=", published), func(t *testing.T) {
			t.Parallel()
			s := startService(t, emulator.Options{Published: published})
			f := s.createFixture(t)
			none, err := s.clientWithAllCredentials(t).RoomLogs(t.Context(), f.room.ID)
			if err != nil || none == nil || len(none) != 0 {
				t.Fatalf("want an empty log, got %v, %v", none, err)
			}
			for _, entry := range []emulator.LogEntry{
				{Code: xrcloud.CodeExit, SessionID: "s", ReticulumID: visitor, LogTime: ten}, // is reported first
				{Code: xrcloud.CodeJoin, SessionID: "s", ReticulumID: visitor, LogTime: nine, UserAgent: &agent},
				{Code: xrcloud.CodeExit, SessionID: "s", ReticulumID: visitor, LogTime: ten},
			} {
				if err := s.Log(f.room.ID, entry); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.clientWithAllCredentials(t).RoomLogs(t.Context(), f.room.ID)
			if err != nil {
				t.Fatal(err)
			}
			want := []xrcloud.LogEvent{
				{ID: "2", Code: xrcloud.CodeJoin, SessionID: "s", ReticulumID: visitor, Time: nine, IP: "0.0.0.0", UserAgent: agent},
				{ID: "1", Code: xrcloud.CodeExit, SessionID: "s", ReticulumID: visitor, Time: ten, IP: "0.0.0.0"},
				{ID: "3", Code: xrcloud.CodeExit, SessionID: "s", ReticulumID: visitor, Time: ten, IP: "0.0.0.0"},
			}
			if published {
				want = []xrcloud.LogEvent{
					{ID: "2", Code: xrcloud.CodeJoin, SessionID: "s", InfraUserID: visitor, Time: nine},
					{ID: "2", Code: xrcloud.CodeExit, SessionID: "s", InfraUserID: visitor, Time: ten},
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("want %+v\ngot  %+v", want, got)
			}
		})
	}
}

func TestRoomLogForms(t *testing.T) {
	t.Parallel()
	join := xrcloud.LogEvent{ID: "9007199254740993", Code: xrcloud.CodeJoin, Time: nine}
	for _, c := range []struct {
		name, body string
		want       []xrcloud.LogEvent // nil for an unexpected response
	}{
		{"nulls", `[{"id":9007199254740993,"code":"room-join","sessionId":null,"reticulumId":null,"logTime":"2026-05-04T09:00:00.000Z","action":null,"ip":null,"userAgent":null,"device":null}]`, []xrcloud.LogEvent{join}},
		{"id as text, another zone", `[{"id":"9007199254740993","code":"room-join","logTime":"2026-05-04T18:00:00+09:00"}]`, []xrcloud.LogEvent{join}},
		{
			"visitor as a number", `[{"id":1,"code":"room-join","reticulumId":1900346259722469001,"logTime":"2026-05-04T09:00:00Z"}]`,
			[]xrcloud.LogEvent{{ID: "1", Code: xrcloud.CodeJoin, ReticulumID: "1900346259722469001", Time: nine}},
		},
		{
			"one visit without a list", `{"id":"v","infraUserId":"alice","roomId":"r","sessionId":"s","joinedAt":"2026-05-04T09:00:00Z","exitedAt":"2026-05-04T10:00:00Z"}`,
			[]xrcloud.LogEvent{
				{ID: "v", Code: xrcloud.CodeJoin, SessionID: "s", InfraUserID: "alice", Time: nine},
				{ID: "v", Code: xrcloud.CodeExit, SessionID: "s", InfraUserID: "alice", Time: ten},
			},
		},
		{"visit that has not ended", `[{"id":"v","joinedAt":"2026-05-04T09:00:00Z","exitedAt":null}]`, []xrcloud.LogEvent{{ID: "v", Code: xrcloud.CodeJoin, Time: nine}}},
		{"exit alone", `[{"id":"v","exitedAt":"2026-05-04T10:00:00Z"}]`, []xrcloud.LogEvent{{ID: "v", Code: xrcloud.CodeExit, Time: ten}}},
		{"no visits", `[]`, []xrcloud.LogEvent{}},
		{"no time", `[{"id":1,"code":"room-join"}]`, nil},
		{"time of another form", `[{"id":1,"logTime":"yesterday"}]`, nil},
		{"id of another form", `[{"id":{"n":1},"logTime":"2026-05-04T09:00:00Z"}]`, nil},
		{"id that is a boolean", `[{"id":true,"logTime":"2026-05-04T09:00:00Z"}]`, nil},
		{"error with 200", `{"message":"Unauthorized","statusCode":401}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := newClientWithResponse(t, 200, contentTypeJSON, c.body).RoomLogs(t.Context(), uuid.NewString())
			if c.want == nil {
				if transport.ReasonOf(err) != transport.UnexpectedResponse {
					t.Errorf("want UnexpectedResponse, got %v, %v", got, err)
				}
				return
			}
			for i := range got {
				got[i].Time = got[i].Time.UTC()
			}
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("want %+v\ngot  %+v, %v", c.want, got, err)
			}
		})
	}
}
