package tfkit_test

import (
	"testing"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/tfkit"
)

func TestTimeOrNull(t *testing.T) {
	t.Parallel()
	if got := tfkit.TimeOrNull(time.Time{}); !got.IsNull() {
		t.Errorf("the zero time is %s, want null", got)
	}
	local := time.Date(2026, 5, 4, 11, 0, 0, 70e6, time.FixedZone("", 2*60*60))
	if got, want := tfkit.TimeOrNull(local).ValueString(), "2026-05-04T09:00:00.070Z"; got != want {
		t.Errorf("the time is %s, want %s", got, want)
	}
}
