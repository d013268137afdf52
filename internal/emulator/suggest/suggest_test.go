package suggest_test

import (
	"testing"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/suggest"
)

func TestClosest(t *testing.T) {
	t.Parallel()
	candidates := []string{"status", "slow", "skip"}
	for text, want := range map[string]string{"sttus": "status", "slw": "slow", "skipp": "skip", "": "skip"} {
		if got := suggest.Closest(text, candidates); got != want {
			t.Errorf("closest to %q is %q, want %q", text, got, want)
		}
	}
	if candidates[0] != "status" {
		t.Errorf("the candidates were changed to %v", candidates)
	}
}
