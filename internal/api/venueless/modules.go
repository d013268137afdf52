package venueless

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// chatModuleType is the type of the module that gives a room a chat.
const chatModuleType = "chat.native"

// Module is a part of a room, such as its stream or its chat.
type Module struct {
	// Type is the type of the module, such as "chat.native". The server does not check it, but fails if it is missing.
	Type string `json:"type"`
	// Config is a JSON object with the settings of the module. It is always sent, because some types fail without it.
	Config json.RawMessage `json:"config"`
	// Other has the names of all other fields of the module at the server. The next change of the modules removes them.
	Other []string `json:"-"`
}

// UnmarshalJSON accepts every JSON value, since the server does not check modules, and one malformed module must not make
// the whole room unreadable. A type that is not a string becomes its JSON text. A module that is not an object becomes the
// config of a module without a type.
func (m *Module) UnmarshalJSON(data []byte) error {
	*m = Module{Config: json.RawMessage("{}")}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields == nil {
		m.Config = slices.Clone(data)
		return nil //nolint:nilerr // the data is JSON, or this method would not be called, but not an object
	}
	if moduleType, ok := fields["type"]; ok {
		m.Type = stringOrJSON(moduleType)
	}
	if config, ok := fields["config"]; ok {
		m.Config = config
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "type" && name != "config" {
			m.Other = append(m.Other, name)
		}
	}
	return nil
}

// stringOrJSON returns the value of a JSON string, or the JSON text of any other value.
func stringOrJSON(value json.RawMessage) string {
	var text *string
	if err := json.Unmarshal(value, &text); err != nil || text == nil {
		return string(value)
	}
	return *text
}

// TraitGrants has the traits that a room grants each role to. A person gets a role with at least one trait of each inner
// list. Everybody gets a role without inner lists.
type TraitGrants map[string][][]string

// UnmarshalJSON accepts every JSON value, since the server does not check grants. The server reads a single trait as a list
// with that trait. It grants nothing for a value that is not a list, or if the grants are not an object.
func (t *TraitGrants) UnmarshalJSON(data []byte) error {
	*t = TraitGrants{}
	var roles map[string]any
	if json.Unmarshal(data, &roles) != nil {
		return nil //nolint:nilerr // the data is JSON, or this method would not be called, but not an object
	}
	for role, granted := range roles {
		alternatives, ok := granted.([]any)
		if !ok {
			continue
		}
		all := [][]string{}
		for _, alternative := range alternatives {
			traits, ok := alternative.([]any)
			if !ok {
				traits = []any{alternative}
			}
			names := []string{}
			for _, trait := range traits {
				names = append(names, fmt.Sprint(trait)) // nobody has a trait that is not a string, but the list must keep it
			}
			all = append(all, names)
		}
		(*t)[role] = all
	}
	return nil
}
