package histories

import (
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// checkOwners checks that each resource that is new in a state has an object that was created in this run, or that the user imports, and
// that no object belongs to two resources. A scene is adopted as it is, by any number of resources.
func (p *player) checkOwners(before snapshot, after map[object][]walk.Resource, r *run) {
	for key, resources := range after {
		owners := len(before.managed[key])
		if key.Type == "xrcloud_scene" || len(resources) <= owners || r.imports(key) {
			continue
		}
		// Each of two runs at the same moment can find the other's equal object after a lost response. A warning says so.
		if owners+len(resources) > 1 && r.during.Event != "second run" {
			p.failf("an object belongs to one resource", "%s %s belongs to %s and to %s", key.Type, key.ID, resources[0].Address, resources[len(resources)-1].Address)
		}
		if found, known := p.world.Find(key.Type, key.ID); known && found.Created < before.requests && !p.isLate(found) {
			p.failf("only new objects are adopted", "%s has %s, which existed before the run", resources[0].Address, key.ID)
		}
		if name, named := p.givenName(key); named && name != resources[len(resources)-1].String("name") {
			p.failf("only an object of the same name is adopted", "%s has %s, whose name is %q", resources[len(resources)-1].Address, key.ID, name)
		}
	}
	p.checkCandidates(r)
}

// givenName returns the name of an object that another person has created, and that nobody has changed.
func (p *player) givenName(key object) (name string, named bool) {
	o, known := p.world.Find(key.Type, key.ID)
	if !known || !o.Exists() || o.Creator == world.Terraform || o.Changed[world.Person]+o.Changed[world.Terraform] > 0 {
		return "", false
	}
	fields, _ := p.world.Get(key.Type, key.ID)
	name, named = fields["name"].(string)
	return name, named
}

// checkCandidates checks that an error about a lost creation names no object of another name as one that may be the new one.
func (p *player) checkCandidates(r *run) {
	for _, result := range r.results {
		for _, d := range result.Errors() {
			if d.Operation != "create" || r.planned == nil || !strings.Contains(d.Detail, "could be the one that was created") {
				continue
			}
			planned := r.planned.Change(d.Address)
			for _, o := range p.world.Objects() {
				name, named := p.givenName(object{o.Type, o.ID})
				if values, _ := walk.Go(planned.After).(map[string]any); named && o.Type == d.Type && strings.Contains(d.Detail, o.ID) && name != values["name"] {
					p.failf("only an object of the same name is adopted", "%s: %s, whose name is %q, could be the one", d.Address, o.ID, name)
				}
			}
			p.report.met("an error that names the objects that a creation may have made")
		}
	}
}

// recordAccounts records the accounts with which objects came into a state.
func (p *player) recordAccounts(after map[object][]walk.Resource) {
	if p.accounts == nil {
		return
	}
	for key := range after {
		if _, known := p.accounts[key]; !known {
			p.accounts[key] = p.credentials.Account
		}
	}
}

// isTainted reports whether an object is tainted. Terraform does not tell the provider with which account such an object was created: its
// account is the one of the plan.
func isTainted(resources []walk.Resource) bool {
	return slices.ContainsFunc(resources, func(resource walk.Resource) bool { return resource.Tainted })
}

// isOtherAccount reports whether an object came into the state with another account than that of the provider.
func (p *player) isOtherAccount(key object) bool {
	account, known := p.accounts[key]
	return known && account != p.credentials.Account && key.Type != "xrcloud_venueless_room" // whose account is the server
}

// checkAccountMessages checks that a warning or an error about another account is only about an object of another account. Both workspaces can have a
// resource of the address.
func (p *player) checkAccountMessages(before snapshot, r *run) {
	if p.accounts == nil {
		return
	}
	mayBeOther := map[string]bool{}
	for key, resources := range before.managed {
		for _, resource := range resources {
			_, known := p.accounts[key]
			isShared := key.Type == "xrcloud_scene" // each of its resources can have another account on record
			mayBeOther[resource.Address] = mayBeOther[resource.Address] || !known || p.isOtherAccount(key) || isShared
		}
	}
	for _, result := range r.results {
		for _, d := range result.Diagnostics {
			if isOther, wasManaged := mayBeOther[d.Address]; strings.Contains(d.Detail, "another account or another server than the one on record") && wasManaged && !isOther {
				p.failf("only an object of another account is called that", "%s", d)
			}
		}
	}
}

// isLate reports whether the service has created an object long after the response to the request.
func (p *player) isLate(o world.Object) bool {
	return o.Created >= 0 && strings.HasSuffix(p.world.Requests()[o.Created].Fault, ", late commit")
}

// checkDeletions checks that Terraform deletes only what the state says, with the credentials of the object's own account.
func (p *player) checkDeletions(before snapshot, after map[object][]walk.Resource, r *run) {
	changes := map[object]int{}
	for _, o := range before.objects {
		changes[object{o.Type, o.ID}] = o.Changed[world.Terraform]
	}
	for _, o := range p.world.Objects() {
		key := object{o.Type, o.ID}
		resources := before.managed[key]
		isDeleted := o.Deleted >= before.requests && o.Deleter == world.Terraform && !o.ByCascade
		isDisabled := o.Type == "xrcloud_whiteboard_room" && len(after[key]) == 0 && o.Changed[world.Terraform] > changes[key]
		if len(resources) == 0 || !isDeleted && !isDisabled {
			continue
		}
		if isKept := !slices.ContainsFunc(resources, func(resource walk.Resource) bool { return !keepsObject(resource) }); isKept {
			p.failf("what the configuration keeps is not deleted", "%s %s of %s", key.Type, key.ID, resources[0].Address)
		}
		if p.isOtherAccount(key) && (!isTainted(resources) || r.planner == p.accounts[key]) {
			p.failf("nothing is deleted with the credentials of another account", "%s %s of %s", key.Type, key.ID, resources[0].Address)
		}
		p.report.met("a deletion as configured")
	}
	for key, resources := range before.managed {
		if isReadopted := isTainted(resources) && !isTainted(after[key]); len(after[key]) == 0 || isReadopted { // such as a scene
			delete(p.accounts, key)
		}
	}
	p.recordAccounts(after)
}

// keepsObject reports whether a resource leaves its object when it is destroyed.
func keepsObject(resource walk.Resource) bool {
	values, _ := walk.Go(resource.Value).(map[string]any)
	switch walk.Type(resource.Address) {
	case "xrcloud_scene":
		return values["delete_on_destroy"] != true
	case "xrcloud_whiteboard_room":
		return values["on_destroy"] == "abandon"
	case "xrcloud_venueless_room":
		return values["deletion_mode"] == "soft"
	}
	return false
}

// checkMessages checks that a run deletes no messages between people: Venueless deletes all of them with a room that has a chat.
func (p *player) checkMessages(before snapshot, r *run) {
	if slices.ContainsFunc(r.faults, func(f world.Fault) bool { return f.Act != nil }) {
		return
	}
	for account, messages := range before.messages {
		if now := p.world.DirectMessages(account); now < messages {
			p.failf("no message between people is deleted", "%d of %d are left", now, messages)
		}
	}
}

// checkAnnounced checks that a plan warns before an object that was deleted elsewhere leaves the state. Terraform drops the warnings of the
// refresh before a destroy.
func (p *player) checkAnnounced(key object, r *run) {
	if r.planned == nil || r.planned.Options.Destroy || r.during.Event == "second run" {
		return
	}
	for _, change := range r.planned.Changes {
		if change.Before.Value.Type() != nil && !change.Before.Value.IsNull() && change.Before.String("id") == key.ID {
			return // Terraform has deleted it
		}
	}
	for _, result := range r.results {
		for _, d := range result.Diagnostics {
			if strings.Contains(d.Detail, key.ID) {
				p.report.met("a warning of an object that leaves the state")
				return
			}
		}
	}
	p.failf("what leaves the state is announced", "%s %s", key.Type, key.ID)
}

// checkReplacements checks that each replacement in a plan has a reason: an argument whose new value is known and another one.
func (p *player) checkReplacements(plan *walk.Plan) {
	for _, change := range plan.Changes {
		isReplaced := change.Action == walk.DeleteThenCreate || change.Action == walk.CreateThenDelete
		if !isReplaced || change.Before.Tainted || slices.Contains(plan.Options.Replace, change.Address) {
			continue
		}
		if !differs(change) {
			p.failf("a replacement has a reason", "%s", change.Address)
		}
		p.report.met("a replacement with a reason")
	}
}
