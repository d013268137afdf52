package world_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

func TestGoString(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]any{
		`world.Options{}`: world.Options{},
		`world.Options{SeparateAccounts: true, TokenLifetime: 60000000000, MissingRoom: 2}`: world.Options{
			SeparateAccounts: true, TokenLifetime: time.Minute, MissingRoom: 2,
		},
		`[]world.Fault{world.Fault{Name: "503", Times: 1}, world.Fault{Operation: "log in", Act: &world.Act{Name: "delete", Text: "a\"b"}}}`: []world.Fault{
			{Name: "503", Times: 1}, {Operation: "log in", Act: &world.Act{Name: "delete", Text: `a"b`}},
		},
	} {
		if got := fmt.Sprintf("%#v", value); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
