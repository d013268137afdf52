package histories

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/walk"
)

// twins are the IDs of the objects in the one world, by the corresponding objects in the other one. Terraform creates objects that do not
// depend on each other in any order, so that objects correspond if they are at the same address.
type twins map[object]string

func (all twins) pair(a, b moment) {
	paired := map[object]bool{}
	for one, id := range all {
		paired[object{one.Type, id}] = true
	}
	pair := func(a, b object) {
		if all[a] == "" && !paired[b] && a.ID != "" && b.ID != "" {
			all[a], paired[b] = b.ID, true
		}
	}
	for i, state := range a.states {
		others := map[string]*walk.Instance{}
		for _, other := range b.states[i].All() {
			others[key(other)] = other.Instance
		}
		for _, resource := range state.All() {
			if other := others[key(resource)]; other != nil {
				kind := walk.Type(resource.Address)
				pair(object{kind, resource.String("id")}, object{kind, other.String("id")})
			}
		}
	}
	for _, one := range a.objects {
		for _, other := range b.objects {
			if one.Type == other.Type && all[object{"xrcloud_project", one.Project}] == other.Project {
				pair(object{one.Type, one.ID}, object{other.Type, other.ID})
			}
		}
	}
}

// key returns the address of a resource, and whether it is deposed.
func key(resource walk.Resource) string {
	if resource.Deposed {
		return resource.Address + " (deposed)"
	}
	return resource.Address
}

// compare returns the differences between a step of walk and of Terraform.
func (all twins) compare(want played, got result, after moment) (problems []string) {
	if want.ran != got.ran || want.failed != got.failed {
		problems = append(problems, fmt.Sprintf("walk ran: %t, failed: %t. Terraform ran: %t, failed: %t", want.ran, want.failed, got.ran, got.failed))
	}
	if want.planned != nil && got.planned != nil && !slices.Equal(want.planned, got.planned) {
		problems = append(problems, fmt.Sprintf("walk plans      %s\nTerraform plans %s", strings.Join(want.planned, ", "), strings.Join(got.planned, ", ")))
	}
	var ids []string
	for one, id := range all {
		ids = append(ids, one.ID, id, path.Base(one.ID), path.Base(id)) // the base is the UUID of a whiteboard room
	}
	renamed := strings.NewReplacer(ids...)
	for i := range after.states {
		before, now := stateLines(want.after.states[i], renamed.Replace), stateLines(after.states[i], func(text string) string { return text })
		if !slices.ContainsFunc(after.states[i].All(), func(r walk.Resource) bool { return r.Identity.Type() != nil && !r.Identity.IsNull() }) {
			maps.DeleteFunc(before, func(name, _ string) bool { return strings.HasSuffix(name, " (identity)") }) // Terraform is older than 1.12
		}
		for _, name := range slices.Sorted(maps.Keys(before)) {
			if now[name] != before[name] {
				problems = append(problems, fmt.Sprintf("state %d: %s is\n  %s with walk\n  %s with Terraform", i, name, before[name], cmp.Or(now[name], "nothing")))
			}
			delete(now, name)
		}
		for _, name := range slices.Sorted(maps.Keys(now)) {
			problems = append(problems, fmt.Sprintf("state %d: %s is\n  nothing with walk\n  %s with Terraform", i, name, now[name]))
		}
	}
	return problems
}

// generated are values that a service generates: times and URLs.
var generated = regexp.MustCompile(`"(20\d\d-[^"]*Z|http://[^"/]*(\.localhost|127\.0\.0\.1)[^"]*)"`)

// stateLines returns a text for each attribute of each resource in a state.
func stateLines(state *walk.State, rename func(string) string) map[string]string {
	lines := map[string]string{}
	for address := range state.Data {
		lines[address] = "read"
	}
	for _, resource := range state.All() {
		values, _ := walk.Go(resource.Value).(map[string]any)
		add := func(name string, value any) {
			text, err := json.Marshal(value)
			if err != nil {
				panic(err) // the values are those of JSON
			}
			lines[key(resource)+" "+name] += generated.ReplaceAllString(rename(string(text)), "(generated)")
		}
		for name, value := range values {
			add(name, value)
		}
		dependencies := slices.Clone(resource.Dependencies)
		slices.Sort(dependencies)
		add("(dependencies)", append([]string{}, dependencies...))
		add("(tainted)", resource.Tainted)
		add("(create_before_destroy)", resource.CreateBeforeDestroy)
		var private map[string]any
		_ = json.Unmarshal(resource.Private, &private) // it can be empty
		add("(private)", slices.Sorted(maps.Keys(private)))
		if resource.Identity.Type() != nil && !resource.Identity.IsNull() {
			add("(identity)", walk.Go(resource.Identity))
		}
	}
	return lines
}
