package world

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// faultKind is a kind of faults.
type faultKind struct {
	name string
	rule func(*World) faultserver.Fault
	// applies reports whether requests of an operation can meet the fault. Nil is all operations.
	applies func(operation) bool
}

func (f faultKind) appliesTo(o operation) bool { return f.applies == nil || f.applies(o) }

const (
	// restartTime is how long a server refuses connections until it has restarted, outageTime if it needs longer.
	restartTime = 3 * time.Second
	outageTime  = 10 * time.Minute
	// lateTime is the time after which a service carries out a request whose client has already received an error.
	lateTime = 20 * time.Second
	// veryLateTime is the same for a client that waits until its own timeout, which is a minute by default.
	veryLateTime = 90 * time.Second
	// slowTime is the delay of a slow response.
	slowTime = 20 * time.Second
)

const gatewayPage = "<html><head><title>Gateway error</title></head><body>nginx</body></html>"

var faults = []faultKind{
	{name: "connection refused", rule: func(w *World) faultserver.Fault { return w.crash(restartTime, false) }},
	{name: "connection refused for long", rule: func(w *World) faultserver.Fault { return w.crash(outageTime, false) }},
	{name: "connection refused after the commit", rule: func(w *World) faultserver.Fault { return w.crash(restartTime, true) }},
	{name: "reset before the response", rule: fixed(faultserver.Fault{Reset: true})},
	{name: "reset after the commit", rule: fixed(faultserver.Fault{Reset: true, Commit: true})},
	{name: "truncated response", rule: fixed(faultserver.Fault{Cut: true})},
	{name: "response that is not HTTP", rule: fixed(faultserver.Fault{Handle: garble})},
	{name: "slow", rule: fixed(faultserver.Fault{Delay: slowTime})},
	{name: "hang", rule: fixed(faultserver.Fault{Hang: true})},
	{name: "hang after the commit", rule: fixed(faultserver.Fault{Hang: true, Commit: true})},
	{name: "reset, late commit", rule: late(lateTime, faultserver.Fault{Reset: true}), applies: operation.writes},
	{name: "504, late commit", rule: late(lateTime, page(http.StatusGatewayTimeout)), applies: operation.writes},
	{name: "hang, late commit", rule: late(veryLateTime, faultserver.Fault{Hang: true}), applies: operation.writes},
	{name: "400", rule: refusal(http.StatusBadRequest, "Bad Request")},
	{name: "401", rule: refusal(http.StatusUnauthorized, "Unauthorized")},
	{name: "401 with the credential", rule: echo},
	{name: "403", rule: refusal(http.StatusForbidden, "Forbidden")},
	{name: "404 of a missing route", rule: missingRoute},
	{name: "404 with JSON", rule: refusal(http.StatusNotFound, "Not Found")},
	{name: "408", rule: refusal(http.StatusRequestTimeout, "Request Timeout")},
	{name: "409", rule: refusal(http.StatusConflict, "Conflict")},
	{name: "413", rule: fixed(page(http.StatusRequestEntityTooLarge))},
	{name: "429", rule: refusal(http.StatusTooManyRequests, "Too Many Requests")},
	{name: "429, Retry-After seconds", rule: refusal(http.StatusTooManyRequests, "Too Many Requests", func() string { return "7" })},
	{name: "429, Retry-After date", rule: refusal(http.StatusTooManyRequests, "Too Many Requests", func() string {
		return time.Now().Add(10 * time.Second).UTC().Format(http.TimeFormat)
	})},
	{name: "500", rule: refusal(http.StatusInternalServerError, "Internal Server Error")},
	{name: "500 after the commit", rule: afterCommit(refusal(http.StatusInternalServerError, "Internal Server Error"))},
	{name: "502 with HTML", rule: fixed(page(http.StatusBadGateway))},
	{name: "502 with HTML after the commit", rule: afterCommit(fixed(page(http.StatusBadGateway)))},
	{name: "503", rule: refusal(http.StatusServiceUnavailable, "Service Unavailable")},
	{name: "503, Retry-After", rule: refusal(http.StatusServiceUnavailable, "Service Unavailable", func() string { return "7" })},
	{name: "504", rule: fixed(page(http.StatusGatewayTimeout))},
	{name: "504 after the commit", rule: afterCommit(fixed(page(http.StatusGatewayTimeout)))},
	{name: "302 to a login page", rule: fixed(faultserver.Fault{
		Status: http.StatusFound, Header: http.Header{"Location": {"/login"}, "Content-Type": {"text/html"}}, Body: gatewayPage,
	})},
	{name: "200 with HTML", rule: fixed(page(http.StatusOK))},
	{name: "200 with HTML after the commit", rule: afterCommit(fixed(page(http.StatusOK)))},
	{name: "200 with unexpected JSON", rule: fixed(unexpectedJSON(`{"status":"ok"}`))},
	{name: "200 with unexpected JSON after the commit", rule: afterCommit(fixed(unexpectedJSON(`{"status":"ok"}`)))},
	{name: "200 with a JSON array", rule: fixed(unexpectedJSON(`[1]`))},
	// To a request that deletes an object of XRCLOUD, this is the regular response.
	{name: "200 with an empty body", rule: fixed(faultserver.Fault{Status: http.StatusOK}), applies: func(o operation) bool { return o.effect != deletes }},
	{name: "200 with an empty body after the commit", rule: fixed(faultserver.Fault{Handle: dropBody})},
	{name: "404 of missing links after the commit", rule: missingLinks, applies: func(o operation) bool {
		return o.typ == room && o.effect != deletes && !strings.HasSuffix(o.path, "/infra") && !strings.HasSuffix(o.path, "/logs")
	}},
	{name: "200 with the ID of another object", rule: func(w *World) faultserver.Fault {
		return faultserver.Fault{Handle: w.respondWithOtherID}
	}, applies: func(o operation) bool { return o.hasObject() && (o.effect == reads || o.effect == updates) }},
	{
		name: "query parameters dropped", rule: fixed(faultserver.Fault{DropQuery: []string{"take", "skip", "orderby", "page", "token", "numberOfRecords", "beginUUID", "limit"}}),
		applies: func(o operation) bool { return o.effect == lists },
	},
}

// writes reports whether the operation writes an object.
func (o operation) writes() bool { return o.effect.writes() }

// hasObject reports whether the request names an object, and the response has it.
func (o operation) hasObject() bool {
	return strings.HasSuffix(strings.TrimSuffix(o.path, "/"), "/{id}") && o.typ != ""
}

func fixed(fault faultserver.Fault) func(*World) faultserver.Fault {
	return func(*World) faultserver.Fault { return fault }
}

// page returns the fault that a proxy responds with an HTML page.
func page(status int) faultserver.Fault {
	return faultserver.Fault{Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: gatewayPage}
}

func unexpectedJSON(body string) faultserver.Fault {
	return faultserver.Fault{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, Body: body}
}

// afterCommit returns the same fault of a service that has carried out the request.
func afterCommit(rule func(*World) faultserver.Fault) func(*World) faultserver.Fault {
	return func(w *World) faultserver.Fault {
		fault := rule(w)
		if respond := fault.Handle; respond != nil {
			fault.Handle = func(next http.Handler, rw http.ResponseWriter, r *http.Request) {
				next.ServeHTTP(httptest.NewRecorder(), r)
				respond(next, rw, r)
			}
		}
		fault.Commit = true
		return fault
	}
}

// dropBody lets the service handle the request, and drops the body of its response. A response that says that the service did not carry the
// request out stays as it is: with status 200 and no body, it would be that of a deletion that succeeded.
func dropBody(next http.Handler, w http.ResponseWriter, r *http.Request) {
	response := record(next, r)
	if response.Code < http.StatusMultipleChoices {
		w.WriteHeader(http.StatusOK)
		return
	}
	maps.Copy(w.Header(), response.Header())
	w.WriteHeader(response.Code)
	_, _ = w.Write(response.Body.Bytes())
}

// refusal returns the fault that the service responds with an error in its own form. retryAfter, if given, returns the value of the
// header Retry-After.
func refusal(status int, message string, retryAfter ...func() string) func(*World) faultserver.Fault {
	return func(w *World) faultserver.Fault {
		return faultserver.Fault{Handle: func(_ http.Handler, rw http.ResponseWriter, r *http.Request) {
			for _, value := range retryAfter {
				rw.Header().Set("Retry-After", value())
			}
			rw.Header().Set("Content-Type", "application/json; charset=utf-8")
			rw.WriteHeader(status)
			_, _ = io.WriteString(rw, errorBody(w.requestOf(r).Service, status, message)) // fails if the client has closed the connection
		}}
	}
}

// echo returns a refusal whose message has the credential of the request.
func echo(w *World) faultserver.Fault {
	return faultserver.Fault{Handle: func(_ http.Handler, rw http.ResponseWriter, r *http.Request) {
		var credentials []string
		for _, name := range []string{"Authorization", "X-XRCLOUD-API-KEY", "X-Vcs-Token", "token"} {
			credentials = append(credentials, strings.TrimPrefix(r.Header.Get(name), "Bearer "))
		}
		refusal(http.StatusUnauthorized, "Invalid credential "+strings.TrimSpace(strings.Join(credentials, " ")))(w).Handle(nil, rw, r)
	}}
}

// late returns the fault that the service carries out the request some time later, when the client has received the response of the fault.
func late(after time.Duration, response faultserver.Fault) func(*World) faultserver.Fault {
	return func(w *World) faultserver.Fault {
		response.Commit = true
		response.Handle = func(next http.Handler, _ http.ResponseWriter, r *http.Request) {
			w.later(after, func() { next.ServeHTTP(httptest.NewRecorder(), r) })
		}
		return response
	}
}

// crash returns the fault that the server of the service crashes before or after it handles the request, and restarts after a time.
func (w *World) crash(restart time.Duration, commit bool) faultserver.Fault {
	return faultserver.Fault{Reset: true, Commit: true, Handle: func(next http.Handler, rw http.ResponseWriter, r *http.Request) {
		if commit {
			next.ServeHTTP(rw, r)
		}
		w.restart(w.serviceNamed(w.requestOf(r).Service), restart)
	}}
}

// respondWithOtherID responds with the ID of another object of the same type, or with a new ID if there is no other object.
func (w *World) respondWithOtherID(next http.Handler, rw http.ResponseWriter, r *http.Request) {
	response := record(next, r)
	request := w.requestOf(r)
	other := uuid.NewString()
	if request.Type == whiteboardRoom {
		other = strings.ReplaceAll(other, "-", "")
	}
	for _, o := range w.Objects() {
		if o.Type == request.Type && o.ID != request.ID && o.Exists() {
			other = apiID(o.Type, o.ID)
		}
	}
	body := response.Body.String()
	if own := apiID(request.Type, request.ID); own != "" {
		body = strings.ReplaceAll(body, `"`+own+`"`, `"`+other+`"`)
	}
	maps.Copy(rw.Header(), response.Header())
	rw.WriteHeader(response.Code)
	_, _ = io.WriteString(rw, body) // fails if the client has closed the connection
}

// missingRoute returns the response to a path that the service does not have. A client must not take it for a missing object.
func missingRoute(w *World) faultserver.Fault {
	return faultserver.Fault{Handle: func(_ http.Handler, rw http.ResponseWriter, r *http.Request) {
		contentType, body := "text/html; charset=utf-8", "<html><head><title>Not Found</title></head><body>The requested resource was not found.</body></html>"
		if w.requestOf(r).Service == xrcloud {
			contentType, body = "application/json; charset=utf-8", errorBody(xrcloud, http.StatusNotFound, "Cannot "+r.Method+" /api/nope")
		}
		rw.Header().Set("Content-Type", contentType)
		rw.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(rw, body) // fails if the client has closed the connection
	}}
}

// missingLinks returns the response of XRCLOUD to a request for a room that somebody else reads at the same moment, see
// emulator.RoomFaults. It has changed or created the room.
func missingLinks(*World) faultserver.Fault {
	return faultserver.Fault{Handle: func(next http.Handler, rw http.ResponseWriter, r *http.Request) {
		id := "00000000-0000-4000-8000-000000000000"
		if fields, ok := decodeObject(record(next, r).Body.Bytes()); ok {
			if text, isRoom := fields["id"].(string); isRoom {
				id = text
			}
		}
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprintf(rw, `{"message":"HostOption with roomId \"%s\" not found.","error":"Not Found","statusCode":404}`, id) // fails if the client has closed the connection
	}}
}

// garble responds with bytes that are no response, as a server of another protocol.
func garble(_ http.Handler, rw http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.6\r\n") // fails if the client has closed the connection
	_ = conn.Close()
}

// errorBody returns the body of an error in the form of a service.
func errorBody(service string, status int, message string) string {
	switch service {
	case venueless:
		return fmt.Sprintf(`{"detail":%q}`, message)
	case vcs:
		return fmt.Sprintf(`{"httpCode":%d,"code":"BASE-00099","id":null,"description":[%q]}`, status, message)
	case whiteboard:
		return fmt.Sprintf(`{"message":%q}`, message)
	default:
		return fmt.Sprintf(`{"message":%q,"statusCode":%d}`, message, status)
	}
}
