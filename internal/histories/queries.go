package histories

import (
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// isOwnAccount reports whether the provider has all credentials of the user's account.
func (p *player) isOwnAccount() bool {
	c := p.credentials
	return c.Account == 0 && !c.KeyOnly && !c.LoginOnly
}

// checkQuery checks that a query finds each object once, and nothing else.
func (p *player) checkQuery(kind string, found []map[string]any, r *run) {
	if project, known := p.world.Find("xrcloud_project", p.existing["xrcloud_project"][0]); !r.clean || !p.isOwnAccount() || !known || !project.Exists() {
		return
	}
	if r.failed() {
		p.failf("a query succeeds", "%v", r.results[0].Errors())
		return
	}
	listed := map[string]int{}
	for _, identity := range found {
		id, _ := identity["id"].(string)
		if kind == "xrcloud_whiteboard_room" {
			region, _ := identity["region"].(string)
			uuid, _ := identity["uuid"].(string)
			id = region + "/" + uuid
		}
		listed[id]++
	}
	for _, o := range p.world.Objects() {
		if last, _ := p.world.Find(o.Type, o.ID); o.Type != kind || last.Created != o.Created {
			continue // another object has had this ID before
		}
		number := listed[o.ID]
		delete(listed, o.ID)
		switch isListed := o.Exists() && p.isInQuery(o); {
		case isListed && number != 1:
			p.failf("a query finds each object once", "%s %s: %d times", kind, o.ID, number)
			return
		case !isListed && number > 0 && o.Account == 0:
			p.failf("a query finds nothing else", "%s %s", kind, o.ID)
		}
	}
	if len(listed) > 0 {
		p.failf("a query finds nothing else", "%v", listed)
	}
	p.report.met("a query that is compared with the service")
}

// unreported are attributes of data sources that the services do not report, or that have another form in the state.
var unreported = []string{"label", "auto_upgrade_participant_count", "module_config"}

// checkLookups checks that data sources have the values of the service, and that a lookup by name finds exactly one object.
func (p *player) checkLookups(plan *walk.Plan) {
	for address := range plan.Config {
		value, isRead := plan.Data(address)
		kind := walk.Type(address)
		values, _ := walk.Go(value).(map[string]any)
		id, isObject := values["id"].(string)
		actual, exists := p.world.Get(kind, id)
		if !isRead || !isObject || !exists {
			continue
		}
		if project, _ := values["project_id"].(string); kind == "xrcloud_scene" && len(p.scenesNamed(project, sceneName)) != 1 {
			p.failf("a lookup finds exactly one object", "%s has %s of several", address, id)
		}
		for attribute, field := range apiFields[kind] {
			got, hasAttribute := values[attribute]
			if hasAttribute && !slices.Contains(unreported, attribute) && !equal(normalize(got), normalize(actual[field])) {
				p.failf("a data source is true", "%s.%s is %v, %v at the service", address, attribute, got, actual[field])
			}
		}
		p.report.met("a data source that is compared with the service")
	}
}

// isInQuery reports whether the query of a step finds an object of the user's account.
func (p *player) isInQuery(o world.Object) bool {
	if o.Account != 0 {
		return false
	}
	switch o.Type {
	case "xrcloud_scene", "xrcloud_room":
		return o.Project == p.existing["xrcloud_project"][0]
	case "xrcloud_whiteboard_room":
		return region(o.ID) == queriedRegion && !p.isHidden(object{o.Type, o.ID})
	case "xrcloud_venueless_room":
		return !p.isHidden(object{o.Type, o.ID})
	}
	return true
}

// checkImport checks that an import of an object of the user's account succeeds, and imports this object.
func (p *player) checkImport(address, id string, r *run) {
	if !r.clean || !p.isOwnAccount() {
		return
	}
	instance := p.terraform[0].State.Instances[address]
	errors := r.results[0].Errors()
	switch isOther := func(d walk.Diagnostic) bool { return d.Address != address }; {
	case slices.ContainsFunc(errors, isOther): // such as a data source of the configuration
		return
	case r.failed():
		p.failf("an import succeeds", "%s: %v", id, errors)
	case instance == nil || instance.String("id") != id:
		p.failf("an import imports the object", "%s", id)
	}
	p.report.met("an import")
}

// parents returns the import ID of an object with its project in front, if it has one that exists.
func (p *player) withParent(kind, id string) string {
	found, known := p.world.Find(kind, id)
	if project, exists := p.world.Find("xrcloud_project", found.Project); known && exists && project.Exists() && kind != "xrcloud_project" {
		return found.Project + "/" + id
	}
	return id
}

// checkRefresh checks that a refresh right after an apply changes nothing.
func (p *player) checkRefresh(before map[string]walk.Resource, plan *walk.Plan) {
	for _, resource := range plan.Prior.All() {
		old, existed := before[resource.Address]
		if !existed || old.Value.Equal(resource.Value) {
			continue
		}
		if changes := slices.DeleteFunc(walk.KnownChanges(old.Value, resource.Value), func(name string) bool { return name == "updated_at" || name == "is_record" }); len(changes) > 0 {
			p.failf("the state after an apply is true", "%s: a refresh changes %v", resource.Address, changes)
		}
	}
}
