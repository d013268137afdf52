package venueless

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Module is a part of a room, such as its stream or its chat.
type Module struct {
	// Type is the kind of module, such as "chat.native". The server does not check it, but fails if it is missing.
	Type string `json:"type"`
	// Config is a JSON object that the type gives a meaning to. It is always sent, since some types break without.
	Config json.RawMessage `json:"config"`
	// Other names what the server has of the module besides; it goes when the modules of the room are next changed.
	Other []string `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler. The server does not check modules, and one that is odd must not make the
// whole room unreadable: a type that is not a string becomes its JSON text, and a module that is not an object becomes
// the config of a module without a type.
func (m *Module) UnmarshalJSON(data []byte) error {
	*m = Module{Config: json.RawMessage("{}")}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields == nil {
		m.Config = slices.Clone(data)
		return nil //nolint:nilerr // it is JSON, or this method would not be called, but not an object
	}
	if kind, ok := fields["type"]; ok {
		m.Type = text(kind)
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

// text is a JSON string, or the JSON text of any other value.
func text(value json.RawMessage) string {
	var read *string
	if err := json.Unmarshal(value, &read); err != nil || read == nil {
		return string(value)
	}
	return *read
}

// TraitGrants names the roles that a room gives, and to whom: to those who have, of each inner list, at least one trait.
// A role with no inner list is everybody's.
type TraitGrants map[string][][]string

// UnmarshalJSON implements json.Unmarshaler. The server does not check grants: it reads a bare trait as a list of one,
// and a value that is not a list, or grants that are not an object, as not granted.
func (t *TraitGrants) UnmarshalJSON(data []byte) error {
	*t = TraitGrants{}
	var roles map[string]any
	if json.Unmarshal(data, &roles) != nil {
		return nil //nolint:nilerr // it is JSON, or this method would not be called, but not an object
	}
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
