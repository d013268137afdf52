package histories

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
)

// describe returns a step as Go, without the name of the package.
func describe(step Step) string {
	return strings.ReplaceAll(literal(reflect.ValueOf(step)), "histories.", "")
}

func (s Add) play(p *player) { p.add(s.Block) }

func (p *player) add(address string) {
	if _, configured := p.config[address]; configured {
		return
	}
	arguments := maps.Clone(blocks[address].arguments)
	added := walk.Block{Arguments: arguments}
	p.config[address] = added
	for _, dependency := range added.Dependencies() {
		p.add(dependency)
	}
}

func (s Remove) play(p *player) {
	delete(p.config, s.Block)
	for address, block := range p.config {
		if slices.Contains(block.Dependencies(), s.Block) {
			Remove{Block: address}.play(p)
		}
	}
}

func (s Set) play(p *player) {
	configured, ok := p.config[s.Block]
	if !ok {
		return
	}
	configured.Arguments = maps.Clone(configured.Arguments)
	configured.Arguments[s.Argument] = s.Value
	if s.Value == nil {
		delete(configured.Arguments, s.Argument)
	}
	p.config[s.Block] = configured
	for _, dependency := range configured.Dependencies() {
		p.add(dependency)
	}
}

func (s Lifecycle) play(p *player) {
	if configured, ok := p.config[s.Block]; ok {
		configured.CreateBeforeDestroy = s.CreateBeforeDestroy
		p.config[s.Block] = configured
	}
}

func (s Apply) play(p *player) {
	options := walk.PlanOptions{SkipRefresh: s.SkipRefresh, RefreshOnly: s.RefreshOnly, Destroy: s.Destroy}
	if s.Replace != "" {
		options.Replace = []string{s.Replace}
	}
	if id := p.importID(s.Import, s.Object); id != "" && p.terraform[s.Workspace].State.Instances[s.Import] == nil {
		if _, configured := p.config[s.Import]; configured {
			options.Imports = map[string]string{s.Import: id}
		}
	}
	p.do(s.Workspace, s.Faults, s.During, func(r *run, terraform *walk.Terraform) { p.apply(r, terraform, options) })
}

// importID returns the import ID of the object with an index among those of the block's type that are in no state.
func (p *player) importID(address string, index int) string {
	if address == "" {
		return ""
	}
	return p.unmanaged(walk.Type(address), index)
}

// unmanaged returns the ID of an object that is in no state.
func (p *player) unmanaged(kind string, index int) string {
	inState := p.managed()
	ids := slices.DeleteFunc(p.ids(kind), func(id string) bool { return len(inState[object{kind, id}]) > 0 })
	if len(ids) == 0 {
		return ""
	}
	return ids[index%len(ids)]
}

func (s SavePlan) play(p *player) {
	p.do(s.Workspace, nil, During{}, func(r *run, terraform *walk.Terraform) {
		first := len(p.world.Requests())
		r.planned = terraform.Plan(p.resolve(), walk.PlanOptions{})
		r.results = append(r.results, &r.planned.Result)
		p.checkPlan(r, p.world.Requests()[first:])
		p.traceChanges(r.planned)
		p.saved[s.Workspace], p.savedCredentials[s.Workspace] = r.planned, p.credentials
	})
}

func (s ApplySaved) play(p *player) {
	plan := p.saved[s.Workspace]
	if plan == nil || plan.Failed() {
		return
	}
	defer p.setCredentials(p.credentials)
	// The plan has the world of Venueless. The credentials of the other services can come from the environment, and be others by now.
	arguments := p.terraform[s.Workspace].Arguments
	arguments["venueless"] = p.world.Arguments(p.savedCredentials[s.Workspace].Account)["venueless"]
	p.do(s.Workspace, s.Faults, s.During, func(r *run, terraform *walk.Terraform) {
		r.clean = false // the world may have changed since
		r.planner = p.savedCredentials[s.Workspace].Account
		r.results = append(r.results, terraform.Apply(plan))
	})
}

func (s Import) play(p *player) {
	id := p.unmanaged(walk.Type(s.Block), s.Object)
	if _, configured := p.config[s.Block]; !configured || id == "" || p.terraform[0].State.Instances[s.Block] != nil {
		return
	}
	kind := walk.Type(s.Block)
	r := p.do(0, s.Faults, During{}, func(r *run, terraform *walk.Terraform) {
		r.imported = object{kind, id}
		switch {
		case s.ByIdentity:
			r.results = append(r.results, terraform.Import(p.resolve(), s.Block, "", identityOf(kind, id)))
		case s.Object%2 == 1:
			r.results = append(r.results, terraform.Import(p.resolve(), s.Block, p.withParent(kind, id), nil))
		default:
			r.results = append(r.results, terraform.Import(p.resolve(), s.Block, id, nil))
		}
	})
	p.checkImport(s.Block, id, r)
}

// identityOf returns the identity of an object in Terraform.
func identityOf(kind, id string) map[string]any {
	if kind == "xrcloud_whiteboard_room" {
		region, uuid, _ := strings.Cut(id, "/")
		return map[string]any{"region": region, "uuid": uuid}
	}
	return map[string]any{"id": id}
}

func (s Forget) play(p *player) {
	if instance := p.terraform[0].State.Instances[s.Block]; instance != nil {
		p.released[object{walk.Type(s.Block), instance.String("id")}] = "removed from the state by the user"
		p.terraform[0].State.Remove(s.Block)
	}
}

func (s Taint) play(p *player) { p.terraform[0].State.Taint(s.Block) }

func (s Move) play(p *player) {
	configured, ok := p.config[s.From]
	if _, taken := p.config[s.To]; !ok || taken || walk.Type(s.From) != walk.Type(s.To) {
		return
	}
	if p.terraform[1].State.Instances[s.From] != nil || p.terraform[1].State.Instances[s.To] != nil || !p.terraform[0].State.Move(s.From, s.To) {
		return
	}
	p.config[s.To] = configured
	for address, block := range p.config {
		block.Arguments = maps.Clone(block.Arguments)
		for name, value := range block.Arguments {
			if reference, ok := value.(walk.Ref); ok && reference.Address == s.From {
				block.Arguments[name] = walk.Ref{Address: s.To, Attribute: reference.Attribute}
			}
		}
		p.config[address] = block
	}
	delete(p.config, s.From)
}

func (s Somebody) play(p *player) {
	if !p.world.Do(s.Act) {
		return
	}
	p.report.act(s.Act)
}

func (s Credentials) play(p *player) { p.setCredentials(s) }

func (s Query) play(p *player) {
	var found []map[string]any
	r := p.do(0, s.Faults, During{}, func(r *run, terraform *walk.Terraform) {
		config := map[string]any{}
		if s.Type == "xrcloud_scene" || s.Type == "xrcloud_room" {
			config["project_id"] = p.existing["xrcloud_project"][0]
		}
		if s.Type == "xrcloud_whiteboard_room" {
			config["region"] = queriedRegion
		}
		var result *walk.Result
		found, result = terraform.Query(s.Type, config)
		r.results = append(r.results, result)
		p.trace = append(p.trace, fmt.Sprintf("      found %d", len(found)))
	})
	p.checkQuery(s.Type, found, r)
}

// queriedRegion is the region whose whiteboard rooms are queried.
const queriedRegion = "eu"

// region returns the region of a whiteboard room.
func region(id string) string {
	region, _, _ := strings.Cut(id, "/")
	return region
}
