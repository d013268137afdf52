package histories

import (
	"slices"
	"strings"
	"time"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// idle is longer than clients and servers keep idle connections.
const idle = 10 * time.Second

// settle ends a history: without faults, at most two applies lead to an empty plan, and a destroy leaves nothing behind.
func (p *player) settle() {
	p.world.ClearFaults()
	p.world.Settle()
	p.wait(idle)
	if open := p.world.Connections(); open > 0 && p.inBubble {
		p.failf("no connection is left", "%d are open", open)
	}
	p.setCredentials(Credentials{Accept: true})
	p.forgetOtherAccounts()
	p.repair()
	p.trace = append(p.trace, "    settle")
	p.destroy(1) // with the same labels, only one workspace can have its projects
	p.repair()
	p.converge(0)
	p.destroy(0)
}

// forgetOtherAccounts removes from the states what the user's account cannot reach.
func (p *player) forgetOtherAccounts() {
	for _, terraform := range p.terraform {
		all := terraform.State.All()
		for _, resource := range all {
			key := object{walk.Type(resource.Address), resource.String("id")}
			// A room that was perhaps not created is in no ledger.
			isInOtherWorld := resource.String("world_id") != "" && resource.String("world_id") != p.existingWorld()
			if !p.isOutOfReach(key, 0) && !isInOtherWorld {
				continue
			}
			for _, removed := range all { // with the deposed ones
				if removed.Address == resource.Address {
					p.released[object{walk.Type(removed.Address), removed.String("id")}] = "removed from the state by the user"
				}
			}
			terraform.State.Remove(resource.Address)
			delete(terraform.State.Deposed, resource.Address)
		}
	}
}

// existingWorld returns the ID of the user's Venueless world.
func (p *player) existingWorld() string {
	section, _ := p.world.Arguments(0)["venueless"].(map[string]any)
	id, _ := section["world_id"].(string)
	return id
}

// isOutOfReach reports whether an object belongs to another account, and the service separates the accounts.
func (p *player) isOutOfReach(key object, account int) bool {
	found, known := p.world.Find(key.Type, key.ID)
	isSeparate := p.separate || !slices.Contains([]string{"xrcloud_project", "xrcloud_scene", "xrcloud_room"}, key.Type)
	return known && found.Account != account && isSeparate
}

// repair makes the configuration one that can be applied: the user corrects values that were refused, and people publish the scenes that
// it looks up.
func (p *player) repair() {
	for address, configured := range p.config {
		for name, value := range configured.Arguments {
			if !blocks[address].isValid(name, value) {
				Set{Block: address, Argument: name, Value: blocks[address].arguments[name]}.play(p)
			}
		}
		for name, value := range blocks[address].arguments {
			if configured.Arguments[name] == nil && !blocks[address].isValid(name, nil) {
				Set{Block: address, Argument: name, Value: value}.play(p)
			}
		}
	}
	p.world.Do(world.Act{Name: "limit the rooms", Type: "xrcloud_room"})
	p.world.Do(world.Act{Name: "disturb new rooms", Type: "xrcloud_room"})
	p.restoreExisting()
	p.publishLobbies()
}

// publishLobbies publishes the scene that the configuration looks up, if it does, in all projects.
func (p *player) publishLobbies() {
	if _, isConfigured := p.config["data.xrcloud_scene.lobby"]; !isConfigured {
		return
	}
	for _, o := range p.world.Objects() {
		if o.Type == "xrcloud_project" && o.Exists() && !p.isOutOfReach(object{o.Type, o.ID}, 0) {
			p.publishLobby(o.ID)
		}
	}
}

// restoreExisting creates the objects again that exist before the history, if somebody has deleted them.
func (p *player) restoreExisting() {
	live := map[string]bool{}
	for _, kind := range world.Types() {
		for _, id := range p.ids(kind) {
			live[id] = true
		}
	}
	if !live[p.existing["xrcloud_project"][0]] {
		p.world.Do(world.Act{Name: "create", Type: "xrcloud_project", Text: "Existing"})
		ids := p.ids("xrcloud_project")
		p.existing["xrcloud_project"][0] = ids[len(ids)-1]
	}
	for i, name := range []string{sceneName, "Own"} {
		if live[p.existing["xrcloud_scene"][i]] && live[p.existing["xrcloud_project"][0]] {
			continue
		}
		if id := p.sceneNamed(p.existing["xrcloud_project"][0], name); id != "" {
			p.existing["xrcloud_scene"][i] = id
			continue
		}
		id, err := p.world.PublishScene(p.existing["xrcloud_project"][0], name)
		if err != nil {
			panic(err) // the project exists
		}
		p.existing["xrcloud_scene"][i] = id
	}
}

// publishLobby publishes the scene that the configuration looks up, unless the project has one, and deletes others of the same name.
func (p *player) publishLobby(project string) {
	first := p.sceneNamed(project, sceneName)
	if first == "" {
		if _, err := p.world.PublishScene(project, sceneName); err != nil {
			panic(err) // the project exists
		}
		return
	}
	for {
		last := p.lastSceneNamed(project, sceneName)
		if last == first || !p.world.Delete("xrcloud_scene", last) {
			return
		}
	}
}

// sceneNamed returns the ID of the first scene of a project with a name, or "".
func (p *player) sceneNamed(project, name string) string {
	if ids := p.scenesNamed(project, name); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

func (p *player) lastSceneNamed(project, name string) string {
	ids := p.scenesNamed(project, name)
	return ids[len(ids)-1]
}

func (p *player) scenesNamed(project, name string) []string {
	var ids []string
	for _, o := range p.world.Objects() {
		if o.Type != "xrcloud_scene" || !o.Exists() || o.Parent != project {
			continue
		}
		if scene, exists := p.world.Get(o.Type, o.ID); exists && scene["name"] == name {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// converge applies until the plan is empty.
func (p *player) converge(workspace int) {
	var applied map[string]walk.Resource // the state after an apply that has succeeded
	for attempt := 0; attempt < 3; attempt++ {
		r := p.do(workspace, nil, During{}, func(r *run, terraform *walk.Terraform) { p.apply(r, terraform, walk.PlanOptions{}) })
		p.checkRefresh(applied, r.planned)
		if len(p.problems) > 0 {
			return
		}
		if applied = nil; !r.failed() {
			applied = map[string]walk.Resource{}
			for _, resource := range p.terraform[workspace].State.All() {
				applied[resource.Address] = resource
			}
		}
		if !r.failed() && r.planned.Empty() {
			p.report.met("a history that ends with an empty plan")
			return
		}
		if p.correct(r) {
			attempt--
			continue
		}
		p.restoreExisting() // a tainted scene that is deleted with its resource cannot be adopted again
		p.publishLobbies()  // a new project may have no scene until somebody publishes one
		if attempt == 2 {
			p.failf("two applies lead to an empty plan", "failed: %t, plan %v", r.failed(), changed(r.planned))
		}
	}
}

// correct does what an error asks the user to do, and reports whether there was something to do: another person's project can have the label
// of the configuration.
func (p *player) correct(r *run) bool {
	for _, result := range r.results {
		for _, d := range result.Errors() {
			if d.Type == "xrcloud_project" && strings.Contains(d.Detail, "already exists") && p.config[d.Address].Arguments["label"] != nil {
				Set{Block: d.Address, Argument: "label"}.play(p)
				return true
			}
			if (d.Summary == "Project is not empty" || d.Summary == "Scene has rooms") && p.empty(d.Detail) {
				return true
			}
		}
	}
	return false
}

// empty deletes the scenes and rooms in the object that a text names, and reports whether there were any.
func (p *player) empty(text string) bool {
	for _, o := range p.world.Objects() {
		if o.Type != "xrcloud_scene" && o.Type != "xrcloud_room" || !o.Exists() || !strings.Contains(text, o.Parent) && !strings.Contains(text, o.Project) {
			continue
		}
		if p.world.Delete(o.Type, o.ID) {
			return true
		}
	}
	return false
}

func changed(plan *walk.Plan) []string {
	var all []string
	for _, change := range plan.Changes {
		if change.Action != walk.NoOp {
			all = append(all, string(change.Action)+" "+change.Address)
		}
	}
	return all
}

// destroy destroys everything. It tries twice: a scene can be deleted only after the rooms on it, and a configuration that looks the scene up
// does not tell Terraform so.
func (p *player) destroy(workspace int) {
	configured := p.config
	defer func() { p.config = configured }()
	var r *run
	for left := 2; len(p.terraform[workspace].State.All()) > 0; left-- {
		if left == 0 {
			p.failf("a destroy succeeds", "%v", r.results[len(r.results)-1].Errors())
			return
		}
		r = p.do(workspace, nil, During{}, func(r *run, terraform *walk.Terraform) { p.apply(r, terraform, walk.PlanOptions{Destroy: true}) })
		if p.correct(r) {
			p.config = walk.Config{} // whose data sources could be of scenes that were deleted
			left++
		}
	}
}
