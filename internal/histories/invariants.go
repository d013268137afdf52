package histories

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// snapshot is what exists before a run.
type snapshot struct {
	// managed are the resources in all states, by object.
	managed map[object][]walk.Resource
	// objects are the objects of the ledger.
	objects []world.Object
	// requests is the number of requests so far.
	requests int
	// messages are the numbers of messages between people in Venueless, by account.
	messages [2]int
}

func (p *player) snapshot() snapshot {
	return snapshot{
		managed: p.managed(), objects: p.world.Objects(), requests: len(p.world.Requests()),
		messages: [2]int{p.world.DirectMessages(0), p.world.DirectMessages(1)},
	}
}

// managed returns the resources in all states, by object.
func (p *player) managed() map[object][]walk.Resource {
	all := map[object][]walk.Resource{}
	for _, terraform := range p.terraform {
		for _, resource := range terraform.State.All() {
			if kind := walk.Type(resource.Address); strings.HasPrefix(kind, "xrcloud_") {
				key := object{kind, resource.String("id")}
				all[key] = append(all[key], resource)
			}
		}
	}
	return all
}

func (p *player) failf(invariant, format string, arguments ...any) {
	p.problems = append(p.problems, invariant+": "+fmt.Sprintf(format, arguments...))
}

// check checks what must hold after each run.
func (p *player) check(before snapshot, r *run) {
	for _, result := range r.results {
		for _, violation := range result.Violations {
			if p.announced(violation) {
				p.report.met("a replacement that the plan has announced, and that the apply refuses")
				continue
			}
			p.failf("rules of Terraform", "%s", violation)
		}
	}
	p.checkSecrets(r)
	after := p.managed()
	p.checkOrphans(before, after, r)
	p.checkLost(before, after, r)
	p.checkForeign(before, after, r)
	p.checkOwners(before, after, r)
	p.checkAccountMessages(before, r)
	p.checkDeletions(before, after, r)
	p.checkMessages(before, r)
	p.checkRetries(before, r)
	p.checkInterrupt(r)
	p.checkRequests()
	if r.clean && r.applied && !r.failed() && !r.planned.Options.SkipRefresh {
		p.checkTruth(r.workspace)
		p.checkLookups(r.planned)
	}
}

// announced reports whether a plan has warned of a violation: the plan assumes that an argument whose change forces replacement stays as it is
// although it is unknown, and the apply stops if it changes.
func (p *player) announced(violation string) bool {
	address, text, _ := strings.Cut(violation, ": ")
	return strings.HasPrefix(text, "Provider produced inconsistent final plan: update became ") && p.warned[address]
}

// checkPlan checks that a plan writes nothing.
func (p *player) checkPlan(r *run, requests []world.Request) {
	p.checkReplacements(r.planned)
	if r.during.Event == "second run" {
		return
	}
	for _, request := range requests {
		if request.Party == world.Terraform && writes(request) {
			p.failf("plans write nothing", "%s %s", request.Method, request.Path)
		}
	}
}

// writes reports whether a request can change an object of a service.
func writes(r world.Request) bool {
	return r.Served >= 200 && r.Served < 300 && slices.ContainsFunc([]string{"create ", "update ", "delete "}, func(verb string) bool { return strings.HasPrefix(r.Operation, verb) }) &&
		!strings.HasSuffix(r.Operation, "token")
}

// saidUnknown are parts of errors that tell the user of an object that may exist and that no resource manages.
var saidUnknown = []string{"may have been carried out", "may exist", "no resource manages", "Delete those that are not needed", "import it"}

// checkOrphans checks that everything that Terraform has created is in a state, unless the user knows that it may not be.
func (p *player) checkOrphans(before snapshot, after map[object][]walk.Resource, r *run) {
	for _, o := range p.world.Objects() {
		key := object{o.Type, o.ID}
		if o.Creator != world.Terraform || o.Type == "xrcloud_scene" || !o.Exists() || len(after[key]) > 0 || p.released[key] != "" {
			continue
		}
		if _, wasManaged := before.managed[key]; wasManaged {
			continue // see checkLost
		}
		switch reason := p.reasonOfOrphan(o, r); reason {
		case "":
			p.failf("everything created is in the state", "%s %s exists, was created by Terraform, and is in no state", o.Type, o.ID)
		default:
			p.released[key] = reason
			p.report.met("an object that Terraform does not know: " + reason)
		}
	}
}

func (p *player) reasonOfOrphan(o world.Object, r *run) string {
	if requests := p.world.Requests(); o.Created >= 0 && strings.HasSuffix(requests[o.Created].Fault, ", late commit") {
		return "the service has carried out a request long after its response"
	}
	if o.Changed[world.Person] > 0 && slices.ContainsFunc(r.faults, func(f world.Fault) bool { return f.Act != nil }) {
		return "somebody has changed it before it could be found"
	}
	for _, result := range r.results {
		if result.Crashed {
			return "the provider crashed"
		}
		for _, d := range result.Diagnostics {
			if d.Type != o.Type || d.Type == "xrcloud_venueless_room" { // whose ID the provider chooses, and saves in any case
				continue
			}
			if d.Operation == "create" && slices.ContainsFunc(saidUnknown, func(part string) bool { return strings.Contains(d.Detail, part) }) {
				return "an error says so"
			}
		}
	}
	return ""
}

// checkLost checks that nothing leaves the state that exists, unless Terraform has released it as the configuration says.
func (p *player) checkLost(before snapshot, after map[object][]walk.Resource, r *run) {
	for key, resources := range before.managed {
		if len(after[key]) >= len(resources) {
			continue
		}
		found, known := p.world.Find(key.Type, key.ID)
		switch {
		case !known, !found.Exists():
			p.report.met("a deleted object leaves the state")
			p.checkAnnounced(key, r)
		case p.isReleased(key, resources):
			p.released[key] = "released as configured"
		case p.isHidden(key):
			p.released[key] = "deleted softly or disabled"
		case p.credentials.Accept && p.isOutOfReach(key, p.credentials.Account):
			p.released[key] = "the user has accepted the change of the account"
		case p.isOtherAccount(key) && isTainted(resources):
			p.released[key] = "replaced with the credentials of another account while it was tainted"
		case found.Changed[world.Person] > 0 && slices.ContainsFunc(r.faults, func(f world.Fault) bool { return f.Act != nil && f.Act.Name == "restore" }):
			p.released[key] = "deleted softly or disabled, and restored at the same moment"
		case len(after[key]) > 0: // it is still in the other state
		default:
			p.failf("nothing that exists leaves the state", "%s %s, which was %s", key.Type, key.ID, resources[0].Address)
		}
	}
}

// isReleased reports whether the last configuration of a resource was to leave the object alone when it is destroyed.
func (p *player) isReleased(key object, resources []walk.Resource) bool {
	for _, resource := range resources {
		values, _ := walk.Go(resource.Value).(map[string]any)
		switch key.Type {
		case "xrcloud_scene":
			if values["delete_on_destroy"] != true {
				return true
			}
		case "xrcloud_whiteboard_room":
			if values["on_destroy"] == "abandon" {
				return true
			}
		}
	}
	return false
}

// isHidden reports whether a room exists, but was deleted softly or disabled.
func (p *player) isHidden(key object) bool {
	values, exists := p.world.Get(key.Type, key.ID)
	switch key.Type {
	case "xrcloud_venueless_room":
		return exists && values["deleted"] == true
	case "xrcloud_whiteboard_room":
		return exists && values["isBan"] == true
	}
	return false
}

// checkForeign checks that Terraform has changed and deleted only what a state had.
func (p *player) checkForeign(before snapshot, after map[object][]walk.Resource, r *run) {
	old := map[object]world.Object{}
	for _, o := range before.objects {
		old[object{o.Type, o.ID}] = o
	}
	for _, o := range p.world.Objects() {
		key := object{o.Type, o.ID}
		if !o.Exists() && o.Deleted < before.requests {
			continue // another object can have its ID by now
		}
		was, existed := old[key]
		if !existed && o.Creator == world.Terraform || len(before.managed[key]) > 0 || len(after[key]) > 0 || r.imports(key) {
			continue
		}
		if o.Changed[world.Terraform] > was.Changed[world.Terraform] {
			p.failf("nothing of somebody else is changed", "%s %s", o.Type, o.ID)
		}
		if o.Deleted >= before.requests && o.Deleter == world.Terraform && !p.isCascade(o, before) {
			p.failf("nothing of somebody else is deleted", "%s %s", o.Type, o.ID)
		}
	}
}

// imports reports whether an import block of the run names an object.
func (r *run) imports(key object) bool {
	if key == r.imported {
		return true
	}
	if r.planned == nil {
		return false
	}
	for address, id := range r.planned.Options.Imports {
		if key == (object{walk.Type(address), id}) {
			return true
		}
	}
	return false
}

// isCascade reports whether an object was deleted with its project or scene, as the configuration says.
func (p *player) isCascade(o world.Object, before snapshot) bool {
	if !o.ByCascade {
		return false
	}
	for key, resources := range before.managed {
		found, known := p.world.Find(key.Type, key.ID)
		if !known || found.Deleted != o.Deleted {
			continue
		}
		for _, resource := range resources {
			values, _ := walk.Go(resource.Value).(map[string]any)
			if values["force_destroy"] == true {
				p.report.met("a deletion with force_destroy")
				return true
			}
		}
	}
	return false
}

// checkTruth checks that the state says what the service says.
func (p *player) checkTruth(workspace int) {
	for _, resource := range p.terraform[workspace].State.All() {
		kind := walk.Type(resource.Address)
		fields := apiFields[kind]
		if len(fields) == 0 {
			continue
		}
		found, known := p.world.Find(kind, resource.String("id"))
		if known && found.Deleter == world.Service {
			continue // it has expired since the run
		}
		values, _ := walk.Go(resource.Value).(map[string]any)
		actual, exists := p.world.Get(kind, resource.String("id"))
		if !exists && known && found.Exists() {
			continue // its first reads fail
		}
		if !exists && known && found.Deleter == world.Terraform && (found.ByCascade || kind == "xrcloud_scene") {
			// The plan has warned that the deletion of a project deletes it, too. Or another resource of the scene has deleted it, such as
			// the tainted one that this one replaces.
			continue
		}
		if !exists {
			p.failf("the state is true", "%s has %s, which does not exist", resource.Address, resource.String("id"))
			continue
		}
		for attribute, field := range fields {
			value := values[attribute]
			if !p.isKnowable(resource, attribute, value) {
				continue
			}
			if attribute == "module_config" {
				value = decodeConfigs(value)
			}
			if got := normalize(value); !equal(got, normalize(actual[field])) {
				p.failf("the state is true", "%s.%s is %v in the state, %v at the service", resource.Address, attribute, got, actual[field])
			}
		}
	}
	p.report.met("a state that is compared with the service")
}

// apiFields are the fields of the API, by type and attribute, that the state must repeat.
var apiFields = map[string]map[string]string{
	"xrcloud_project":         {"name": "name", "webhook_url": "webhookUrl", "label": "label", "favicon_sha256": "faviconSHA256"},
	"xrcloud_room":            {"name": "name", "size": "size", "return_url": "returnUrl", "tags": "tags", "scene_id": "sceneId"},
	"xrcloud_scene":           {"name": "name"},
	"xrcloud_venueless_room":  {"name": "name", "description": "description", "sorting_priority": "sorting_priority", "pretalx_id": "pretalx_id", "deleted": "deleted", "trait_grants": "trait_grants", "module_config": "module_config"},
	"xrcloud_vcs_room":        {"name": "name", "description": "description", "current_conference_type": "conferenceType", "auto_upgrade_participant_count": "autoUpgradeParticipantCount"},
	"xrcloud_whiteboard_room": {"limit": "limit", "disabled": "isBan", "is_record": "isRecord"},
}

// isKnowable reports whether the provider can know an attribute. The service does not return the label and the images of a project, but
// lists the projects with a label for a bearer token of their account. VCS chooses a name that is not configured, and
// the whiteboard may not record a room that should be recorded, of which a warning tells.
func (p *player) isKnowable(resource walk.Resource, attribute string, value any) bool {
	found, _ := p.world.Find(walk.Type(resource.Address), resource.String("id"))
	isOwn := found.Creator == world.Terraform && found.Changed[world.Person] == 0
	switch attribute {
	case "label":
		return p.isOwnAccount() && (value != nil || isOwn)
	case "favicon_sha256":
		return isOwn && value != nil
	case "auto_upgrade_participant_count":
		return isOwn && p.released[object{found.Type, found.ID}] == ""
	case "is_record":
		return value != true
	case "name":
		return value != nil || walk.Type(resource.Address) != "xrcloud_vcs_room"
	}
	return true
}

// decodeConfigs returns the modules of a state with their configs, which are JSON in the state, as values.
func decodeConfigs(modules any) any {
	list, _ := modules.([]any)
	decoded := []any{}
	for _, module := range list {
		fields, _ := module.(map[string]any)
		fields = maps.Clone(fields)
		if text, ok := fields["config"].(string); ok {
			var config any
			if err := json.Unmarshal([]byte(text), &config); err != nil {
				panic(err) // the provider validates it
			}
			fields["config"] = config
		}
		decoded = append(decoded, fields)
	}
	return decoded
}

// normalize makes values of the state and of the API comparable: lists are sorted, text has no spaces around it, and an empty text
// is null.
func normalize(value any) any {
	switch value := value.(type) {
	case string:
		if value = strings.TrimSpace(value); value == "" {
			return nil
		}
		return value
	case json.Number:
		number, err := value.Float64()
		if err != nil {
			panic(err) // it was decoded from JSON
		}
		return number
	case []any:
		var texts []string
		for _, element := range value {
			text, err := json.Marshal(element)
			if err != nil {
				panic(err) // it was decoded from JSON
			}
			texts = append(texts, string(text))
		}
		slices.Sort(texts)
		return strings.Join(texts, ",")
	case map[string]any:
		text, err := json.Marshal(value)
		if err != nil {
			panic(err) // it was decoded from JSON
		}
		return string(text)
	}
	return value
}

// checkSecrets checks that no diagnostic, no log and no attribute that is not sensitive shows a secret.
func (p *player) checkSecrets(r *run) {
	logged := p.logs.take()
	if logged != "" {
		p.report.met("a log without secrets")
	}
	shown := []string{logged}
	for _, result := range r.results {
		for _, d := range result.Diagnostics {
			shown = append(shown, d.String())
		}
	}
	for _, terraform := range p.terraform {
		for _, resource := range terraform.State.All() {
			shown = append(shown, public(resource))
		}
	}
	text := strings.Join(shown, "\n")
	for _, secret := range p.world.Secrets() {
		if strings.Contains(text, secret) {
			i := strings.Index(text, secret)
			p.failf("no secret is shown", "%q in …%q", secret, text[max(0, i-100):min(len(text), i+100)])
		}
	}
}

// public returns the attributes of a resource that are not sensitive.
func public(resource walk.Resource) string {
	values, _ := walk.Go(resource.Value).(map[string]any)
	values = maps.Clone(values)
	if kind := walk.Type(resource.Address); strings.HasPrefix(kind, "xrcloud_") {
		for _, name := range walk.Sensitive(kind) {
			delete(values, name)
		}
	}
	return fmt.Sprint(values)
}
