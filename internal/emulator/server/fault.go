package server

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/suggest"
)

// faultWords are the words that can follow the method and the path of a fault.
var faultWords = []string{"status=", "reset", "cut", "lost", "slow=", "times=", "skip="}

// parseFault parses a fault for one of the routes, see Options.Faults.
func parseFault(spec string, routes []route) (faultserver.Fault, error) {
	fields := strings.Fields(spec)
	if len(fields) < 3 {
		return faultserver.Fault{}, errors.New("expected a method, a path and an effect, such as POST /api/rooms status=503 times=2")
	}
	method, path := fields[0], fields[1]
	if err := checkRoute(method, path, routes); err != nil {
		return faultserver.Fault{}, err
	}
	fault := faultserver.Fault{Path: pathExpression(path)}
	if method != "*" {
		fault.Method = method
	}
	actions, seen := 0, map[string]bool{}
	for _, word := range fields[2:] {
		name, value, hasValue := strings.Cut(word, "=")
		if hasValue {
			name += "="
		}
		isAction, err := setWord(&fault, name, value)
		switch {
		case err != nil:
			return fault, fmt.Errorf("%s: %w", word, err)
		case isAction:
			actions++
		case seen[name]:
			return fault, fmt.Errorf("%s: it is given twice", word)
		}
		seen[name] = true
	}
	switch {
	case actions > 1:
		return fault, errors.New("only one of status=, reset, cut and lost can happen to a request; use a fault for each")
	case actions == 0 && fault.Delay == 0:
		return fault, errors.New("it has no effect: add one of status=503, reset, cut, lost and slow=5s")
	}
	return fault, nil
}

// setWord sets the field of a word in the fault. isAction reports whether the word replaces the response.
func setWord(fault *faultserver.Fault, name, value string) (isAction bool, err error) {
	switch name {
	case "status=":
		fault.Status, err = number(value, 400, 599)
		fault.Header = http.Header{"Content-Type": {"application/json; charset=utf-8"}}
		fault.Body = fmt.Sprintf(`{"statusCode":%d,"message":"%s (fault of the emulator)"}`, fault.Status, http.StatusText(fault.Status))
		return true, err
	case "reset":
		fault.Reset = true
		return true, nil
	case "lost":
		fault.Commit, fault.Reset = true, true
		return true, nil
	case "cut":
		fault.Cut = true
		return true, nil
	case "slow=":
		if fault.Delay, err = time.ParseDuration(value); err != nil || fault.Delay <= 0 {
			return false, errors.New("expected a duration of more than zero, such as slow=5s")
		}
		return false, nil
	case "times=":
		fault.Times, err = number(value, 1, maxRequests)
		return false, err
	case "skip=":
		fault.Skip, err = number(value, 0, maxRequests)
		return false, err
	default:
		return false, fmt.Errorf("unknown word; did you mean %s?", suggest.Closest(name, faultWords))
	}
}

// maxRequests is the largest number of requests that a fault can be limited to.
const maxRequests = 1_000_000

// number parses a whole number within the bounds.
func number(text string, minimum, maximum int) (int, error) {
	number, err := strconv.Atoi(text)
	if err != nil || number < minimum || number > maximum {
		return 0, fmt.Errorf("expected a whole number from %d to %d", minimum, maximum)
	}
	return number, nil
}

// pathExpression returns the regular expression of a path, see Options.Faults. The services ignore a slash at the end.
func pathExpression(path string) string {
	segments, end := segmentsOf(path), "/?$"
	for i, segment := range segments {
		switch {
		case segment != "*":
			segments[i] = regexp.QuoteMeta(segment)
		case i < len(segments)-1:
			segments[i] = "[^/]+"
		default:
			segments[i], end = "[^/].*", "$"
		}
	}
	return "^/" + strings.Join(segments, "/") + end
}
