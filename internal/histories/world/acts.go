package world

import (
	"net/http"
	"slices"
)

// Act is an act of another person, who has the same rights as the user unless its name says otherwise. An act that does not apply, for
// example because there is no such object, does nothing.
type Act struct {
	// Name is one of ActNames.
	Name string
	// Type is a type of objects, one of ActTypes. Acts on a service take any type of its objects.
	Type string
	// Index selects one of the objects of the type that exist in the user's account, in the order of their creation, modulo their number.
	Index int
	// Text is a name or another text. If it is empty or does not fit, the act chooses one.
	Text string
	// Number is a number, or a number of seconds.
	Number int
}

// actKind is a kind of acts.
type actKind struct {
	name  string
	types []string
	// do does the act, and reports whether it had an effect.
	do func(w *World, act Act) bool
	// onObject does an act on an object, in place of do.
	onObject func(w *World, act Act, target Object) bool
}

var (
	allTypes     = Types()
	xrcloudTypes = []string{project, scene, room}
)

// acts are all kinds of acts.
var acts = []actKind{
	{name: "rename", types: []string{project, scene, room, venuelessRoom, vcsRoom}, onObject: (*World).rename},
	{name: "change the label", types: []string{project}, onObject: (*World).changeLabel},
	{name: "change the webhook", types: []string{project}, onObject: (*World).changeWebhook},
	{name: "change the images", types: []string{project}, onObject: (*World).changeImages},
	{name: "change the size", types: []string{room}, onObject: changeField("size", func(act Act) any { return 1 + abs(act.Number)%1000 })},
	{name: "change the return URL", types: []string{room}, onObject: changeField("returnUrl", func(act Act) any { return address(act) })},
	{name: "change the description", types: []string{venuelessRoom}, onObject: changeField("description", textOrNull)},
	{name: "change the priority", types: []string{venuelessRoom}, onObject: changeField("sorting_priority", number)},
	{name: "change the pretalx ID", types: []string{venuelessRoom}, onObject: changeField("pretalx_id", number)},
	{name: "change the modules", types: []string{venuelessRoom}, onObject: changeField("module_config", modules)},
	{name: "change the grants", types: []string{venuelessRoom}, onObject: changeField("trait_grants", grants)},
	{name: "change the schedule", types: []string{venuelessRoom}, onObject: changeField("schedule_data", schedule)},
	{name: "upgrade", types: []string{vcsRoom}, onObject: (*World).upgrade},
	{name: "delete softly", types: []string{venuelessRoom, whiteboardRoom}, onObject: hide(true)},
	{name: "restore", types: []string{venuelessRoom, whiteboardRoom}, onObject: hide(false)},
	{name: "touch", types: []string{project, scene, room, venuelessRoom}, onObject: (*World).touch},
	{name: "delete", types: allTypes, onObject: func(w *World, _ Act, target Object) bool { return w.delete(target) }},
	{name: "delete the parent", types: []string{scene, room}, onObject: (*World).deleteParent},
	{name: "recreate", types: allTypes, onObject: (*World).recreate},
	{name: "recreate with the same ID", types: []string{venuelessRoom}, onObject: (*World).recreateWithID},
	{name: "add a twin", types: allTypes, onObject: (*World).addTwin},
	{name: "create", types: allTypes, do: func(w *World, act Act) bool { return w.createIn(0, act) }},
	{name: "create many", types: allTypes, do: (*World).createMany},
	{name: "create in the other account", types: allTypes, do: func(w *World, act Act) bool { return w.createIn(1, act) }},
	{name: "use", types: []string{project, room, venuelessRoom}, onObject: (*World).use},
	{name: "log in", types: xrcloudTypes, do: (*World).logIn},
	{name: "revoke tokens", types: xrcloudTypes, do: (*World).revokeTokens},
	{name: "replace the credentials for a time", types: allTypes, do: (*World).replaceCredentials},
	{name: "limit the rooms", types: []string{room}, do: (*World).limitRooms},
	{name: "disturb new rooms", types: []string{room}, do: (*World).disturbNewRooms},
	{name: "restart the server", types: allTypes, do: (*World).restartServer},
	{name: "pass time", types: allTypes, do: (*World).passTime},
}

// ActNames returns the names of all acts.
func ActNames() []string {
	var names []string
	for _, kind := range acts {
		names = append(names, kind.name)
	}
	return names
}

// ActTypes returns the types to which an act applies.
func ActTypes(name string) []string {
	found, _ := actNamed(name)
	return slices.Clone(found.types)
}

func actNamed(name string) (found actKind, ok bool) {
	i := slices.IndexFunc(acts, func(kind actKind) bool { return kind.name == name })
	if i < 0 {
		return found, false
	}
	return acts[i], true
}

// Do does an act, and reports whether it had an effect. The requests of the act are in the ledger.
func (w *World) Do(act Act) bool {
	kind, known := actNamed(act.Name)
	if !known || !slices.Contains(kind.types, act.Type) {
		return false
	}
	if kind.do != nil {
		return kind.do(w, act)
	}
	target, ok := w.pick(act.Type, 0, act.Index)
	return ok && kind.onObject(w, act, target)
}

// pick returns one of the objects of a type that exist in an account.
func (w *World) pick(typ string, account, index int) (picked Object, ok bool) {
	objects := slices.DeleteFunc(w.Objects(), func(o Object) bool { return o.Type != typ || o.Account != account || !o.Exists() })
	if len(objects) == 0 {
		return picked, false
	}
	return objects[((index%len(objects))+len(objects))%len(objects)], true
}

// direct runs an act that needs no request, as if it was one: what it changes is in the ledger. do reports whether it had an effect.
func (w *World) direct(act string, target Object, do func() error) bool {
	s := w.serviceNamed(serviceOfType(target.Type))
	s.mu.Lock()
	defer s.mu.Unlock()
	index := w.add(Request{Service: s.name, Operation: act, Party: Person, Type: target.Type, ID: target.ID})
	if do() != nil {
		w.change(index, func(request *Request) { request.Served = http.StatusNotFound })
		return false
	}
	key := objectKey{target.Type, target.ID}
	created := w.compare(s, Person, index, key)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests[index].Served = http.StatusOK
	if len(created) == 1 {
		w.requests[index].ID = created[0].id
	}
	if i, exists := w.existing[key]; exists && len(created) == 0 {
		w.objects[i].Changed[Person]++
	}
	return true
}
