package walk

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stateFile is a state file of Terraform, in its version 4.
type stateFile struct {
	Serial    int `json:"serial"`
	Resources []struct {
		Mode      string `json:"mode"`
		Type      string `json:"type"`
		Name      string `json:"name"`
		Instances []struct {
			Deposed             string          `json:"deposed"`
			Status              string          `json:"status"`
			Attributes          json.RawMessage `json:"attributes"`
			Identity            json.RawMessage `json:"identity"`
			Private             []byte          `json:"private"`
			Dependencies        []string        `json:"dependencies"`
			CreateBeforeDestroy bool            `json:"create_before_destroy"`
		} `json:"instances"`
	} `json:"resources"`
}

// ReadState returns the state in a state file of Terraform. A version of Terraform without resource
// identities writes none, which are null.
func ReadState(content []byte) (*State, error) {
	var file stateFile
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, err
	}
	state := NewState()
	state.Serial = file.Serial
	for _, resource := range file.Resources {
		address := resource.Type + "." + resource.Name
		if resource.Mode == "data" {
			value, err := fromJSON(schemas().DataSourceSchemas[resource.Type].ValueType(), resource.Instances[0].Attributes)
			if err != nil {
				return nil, fmt.Errorf("data.%s: %w", address, err)
			}
			state.Data["data."+address] = value
			continue
		}
		for _, found := range resource.Instances {
			instance := &Instance{
				Private: found.Private, Tainted: found.Status == "tainted",
				Dependencies: found.Dependencies, CreateBeforeDestroy: found.CreateBeforeDestroy,
			}
			var err error
			if instance.Value, err = attributesOf(resource.Type, found.Attributes); err != nil {
				return nil, fmt.Errorf("%s: %w", address, err)
			}
			if resource.Type != builtin {
				if instance.Identity, err = fromJSON(identityType(resource.Type), found.Identity); err != nil {
					return nil, fmt.Errorf("identity of %s: %w", address, err)
				}
			}
			if found.Deposed != "" {
				state.Deposed[address] = append(state.Deposed[address], instance)
			} else {
				state.Instances[address] = instance
			}
		}
	}
	return state, nil
}

// attributesOf returns the attributes of a resource in a state file.
func attributesOf(kind string, content json.RawMessage) (tftypes.Value, error) {
	if kind != builtin {
		return fromJSON(resourceType(kind), content)
	}
	type dynamic struct {
		Value *string `json:"value"`
	}
	var found struct {
		Input  dynamic `json:"input"`
		Output dynamic `json:"output"`
	}
	if err := json.Unmarshal(content, &found); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(builtinType, map[string]tftypes.Value{
		"input": tftypes.NewValue(tftypes.String, found.Input.Value), "output": tftypes.NewValue(tftypes.String, found.Output.Value),
	}), nil
}

func fromJSON(kind tftypes.Type, content json.RawMessage) (tftypes.Value, error) {
	if len(content) == 0 {
		return tftypes.NewValue(kind, nil), nil
	}
	return (&tfprotov6.RawState{JSON: content}).Unmarshal(kind)
}
