package world

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/faultserver"
)

// Party is who sends a request.
type Party string

// The parties. The service itself deletes expired rooms.
const (
	Terraform Party = "terraform"
	Person    Party = "person"
	Service   Party = "service"
)

// Never is the index of a request that there was none of.
const Never = -1

// Object is an object that a service has, or had.
type Object struct {
	// Type is the name of the resource in Terraform, and ID the value of its attribute id.
	Type, ID string
	// Parent is the ID of the object with which this one is deleted: the project of a scene, and the scene of a room.
	Parent string
	// Project is the ID of the project of a scene or a room.
	Project string
	// Account is the account that the object belongs to.
	Account int
	// Creator and Deleter are empty if nobody has created or deleted the object.
	Creator, Deleter Party
	// Created and Deleted are indices into Requests, or Never.
	Created, Deleted int
	// Changed counts the successful requests to change the object. It is a copy.
	Changed map[Party]int
	// ByCascade is true if the object was deleted with another one, or by its service.
	ByCascade bool
}

// Exists reports whether the service still has the object.
func (o Object) Exists() bool { return o.Deleter == "" }

type objectKey struct{ typ, id string }

// Request is a request of Terraform to a service, or an act of a person.
type Request struct {
	Service string
	// Operation is one of Operations, Unknown for another route, or the name of an act that needs no request.
	Operation    string
	Method, Path string
	Party        Party
	// At is when the request arrived.
	At time.Time
	// Status is what the client received. It is 0 if it received no complete response.
	Status int
	// Served is the status with which the service handled the request. It is 0 if the request did not reach the service, yet.
	Served int
	// Type and ID are those of the object that the request reads or writes. ID is empty for a list, and for a creation that failed.
	Type, ID string
	// Fault is the name of the fault that the request met, or empty.
	Fault string
}

// Requests returns all requests in the order in which they arrived.
func (w *World) Requests() []Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

// OnRequest sets a function that is called with each request to the servers when its result is known. It can be called by several
// goroutines at once. Set it before the first request.
func (w *World) OnRequest(do func(Request)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.onRequest = do
}

// Objects returns all objects that ever existed, in the order of their creation.
func (w *World) Objects() []Object {
	w.forgetExpired()
	w.mu.Lock()
	defer w.mu.Unlock()
	objects := slices.Clone(w.objects)
	for i := range objects {
		objects[i].Changed = maps.Clone(objects[i].Changed)
	}
	return objects
}

// Find returns an object. If several objects had the same ID, it is the last one.
func (w *World) Find(typ, id string) (Object, bool) {
	w.forgetExpired()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range slices.Backward(w.objects) {
		if o.Type == typ && o.ID == id {
			o.Changed = maps.Clone(o.Changed)
			return o, true
		}
	}
	return Object{}, false
}

// forgetExpired notices rooms that have expired since the last request.
func (w *World) forgetExpired() {
	s := w.serviceNamed(vcs)
	s.mu.Lock()
	defer s.mu.Unlock()
	w.compare(s, Service, Never, objectKey{})
}

// compare compares the objects that a service has with those that are known, after a request. target is the object that it named.
func (w *World) compare(s *service, by Party, request int, target objectKey) (created []objectKey) {
	current := s.objects()
	w.mu.Lock()
	defer w.mu.Unlock()
	found := make(map[objectKey]bool, len(current))
	for _, o := range current {
		key := objectKey{o.Type, o.ID}
		found[key] = true
		if _, known := w.existing[key]; known {
			continue
		}
		o.Creator, o.Created, o.Deleted, o.Changed = by, request, Never, map[Party]int{}
		w.existing[key] = len(w.objects)
		w.objects = append(w.objects, o)
		created = append(created, key)
	}
	for key, i := range w.existing {
		if !found[key] && serviceOfType(key.typ) == s.name {
			w.objects[i].Deleter, w.objects[i].Deleted, w.objects[i].ByCascade = by, request, key != target
			delete(w.existing, key)
		}
	}
	return created
}

// indexKey is the key of a request's index in its context.
type indexKey struct{}

func indexOf(r *http.Request) int {
	index, _ := r.Context().Value(indexKey{}).(int)
	return index
}

// requestOf returns what the ledger has about a request.
func (w *World) requestOf(r *http.Request) Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests[indexOf(r)]
}

// begin adds a request to the ledger.
func (w *World) begin(s *service, r *http.Request) *http.Request {
	found, id := operationOf(s.name, r)
	by := Person
	if strings.HasPrefix(r.UserAgent(), "terraform-provider-xrcloud/") {
		by = Terraform
	}
	index := w.add(Request{
		Service: s.name, Operation: found.name, Method: r.Method, Path: r.URL.EscapedPath(), Party: by, Type: found.typ, ID: id,
	})
	return r.WithContext(context.WithValue(r.Context(), indexKey{}, index))
}

// add adds a request to the ledger, and returns its index.
func (w *World) add(request Request) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	request.At = time.Now()
	w.requests = append(w.requests, request)
	return len(w.requests) - 1
}

// change changes a request in the ledger, and returns it.
func (w *World) change(index int, do func(*Request)) Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	do(&w.requests[index])
	return w.requests[index]
}

// receive returns the handler of the server of a service. It keeps the ledger, and knows what the client receives.
func (w *World) receive(s *service, next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		isClosed := w.closed
		if !isClosed {
			w.handling.Add(1)
		}
		w.mu.Unlock()
		if isClosed {
			panic(http.ErrAbortHandler)
		}
		defer w.handling.Done()
		r = w.begin(s, r)
		sent := &sentStatus{ResponseWriter: rw}
		complete := false
		defer func() {
			done := w.change(indexOf(r), func(request *Request) {
				if complete {
					request.Status = sent.status
				}
			})
			w.mu.Lock()
			report := w.onRequest
			w.mu.Unlock()
			if report != nil {
				report(done)
			}
		}()
		next.ServeHTTP(sent, r)
		complete = true
	})
}

// sentStatus remembers the status of a response.
type sentStatus struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (s *sentStatus) WriteHeader(status int) {
	s.status = cmp.Or(s.status, status)
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reset the connection.
func (s *sentStatus) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// meetFault records the fault that affects a request.
func (w *World) meetFault(r *http.Request, fault faultserver.Fault) {
	w.change(indexOf(r), func(request *Request) { request.Fault = fault.Name })
}

// handle returns the handler of a service below the faults. It records what a request changes.
func (w *World) handle(s *service) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		response := w.serve(s, r)
		maps.Copy(rw.Header(), response.Header())
		rw.WriteHeader(response.Code)
		_, _ = rw.Write(response.Body.Bytes()) // fails if the client has closed the connection
	})
}

// serve lets the service handle a request, and records what the request changes.
func (w *World) serve(s *service, r *http.Request) *httptest.ResponseRecorder {
	s.mu.Lock()
	defer s.mu.Unlock()
	index := indexOf(r)
	found, id := operationOf(s.name, r)
	target := objectKey{found.typ, id}
	if s.name == vcs {
		w.compare(s, Service, Never, objectKey{})
	}
	response := httptest.NewRecorder()
	s.handler.ServeHTTP(response, r)
	w.secrets.collect(s.name, r, response.Body.Bytes())
	request := w.change(index, func(request *Request) { request.Served = response.Code })
	if !found.effect.writes() || !mayHaveWritten(response) {
		return response
	}
	var created []objectKey
	if found.effect != updates || s.name == venueless { // where an update with another ID creates a copy
		created = w.compare(s, request.Party, index, target)
	}
	isUpdate := found.effect == updates && (s.name == venueless || response.Code < http.StatusInternalServerError)
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(created) == 1 && found.effect == creates {
		w.requests[index].ID = created[0].id
	}
	if i, exists := w.existing[target]; exists && isUpdate {
		w.objects[i].Changed[request.Party]++
	}
	return response
}

// mayHaveWritten reports whether a service can have carried out a request to write: a refusal means that it has not, except for that of
// emulator.RoomFaults. Venueless can fail after the write.
func mayHaveWritten(response *httptest.ResponseRecorder) bool {
	isRefusal := response.Code >= http.StatusBadRequest && response.Code < http.StatusInternalServerError
	return !isRefusal || bytes.Contains(response.Body.Bytes(), []byte("Option with roomId"))
}
