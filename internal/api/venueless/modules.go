package venueless

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Module is a part of a room, such as its stream or its chat.
type Module struct {
	// Type says what it is, such as "chat.native". The server does not check it, but breaks where it is missing.
	Type string `json:"type"`
	// Config is a JSON object that the type gives a meaning to. It is always sent, since some types break without.
	Config json.RawMessage `json:"config"`
	// Other names what the server has of the module besides; it goes when the modules of the room are next changed.
	Other []string `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *Module) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	*m = Module{Config: json.RawMessage("{}")}
	if kind, ok := fields["type"]; ok {
		if err := json.Unmarshal(kind, &m.Type); err != nil {
			return err
		}
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

// TraitGrants names the roles that a room gives, and to whom: to those who have, of each inner list, at least one trait.
// A role with no inner list is everybody's.
type TraitGrants map[string][][]string

// UnmarshalJSON implements json.Unmarshaler. The server does not check grants: it reads a bare trait as a list of one,
// and what is no list as not granted.
func (t *TraitGrants) UnmarshalJSON(data []byte) error {
	var roles map[string]any
	if err := json.Unmarshal(data, &roles); err != nil {
		return err
	}
	*t = TraitGrants{}
	for role, granted := range roles {
		all, ok := granted.([]any)
		if !ok {
			continue
		}
		traits := [][]string{}
		for _, one := range all {
			choice, ok := one.([]any)
			if !ok {
				choice = []any{one}
			}
			names := []string{}
			for _, trait := range choice {
				names = append(names, fmt.Sprint(trait)) // what is no text is nobody's trait, but must not vanish from the list
			}
			traits = append(traits, names)
		}
		(*t)[role] = traits
	}
	return nil
}
