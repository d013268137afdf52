package histories

import (
	"reflect"
	"slices"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/histories/world"
)

// Shrink returns the shortest history that it finds that still fails. It calls fails at most limit times.
func Shrink(h History, limit int, fails func(History) bool) History {
	s := &shrinker{fails: fails, left: limit, best: h}
	for {
		before := s.left
		s.steps()
		s.details()
		s.options()
		if s.progress = s.progress && s.left > 0 && before != s.left; !s.progress {
			return s.best
		}
		s.progress = false
	}
}

type shrinker struct {
	fails    func(History) bool
	left     int
	best     History
	progress bool
}

// try keeps a history if it fails.
func (s *shrinker) try(h History) bool {
	if s.left <= 0 || !s.failsNow(h) {
		return false
	}
	s.best, s.progress = h, true
	return true
}

func (s *shrinker) failsNow(h History) bool {
	s.left--
	return s.fails(h)
}

// steps removes steps: first half of them, then less.
func (s *shrinker) steps() {
	for size := max(1, len(s.best.Steps)/2); size > 0; size /= 2 {
		for i := len(s.best.Steps) - size; i >= 0; i-- {
			if i+size > len(s.best.Steps) {
				continue
			}
			s.try(s.best.with(slices.Delete(slices.Clone(s.best.Steps), i, i+size)))
		}
	}
}

// details makes the steps simpler: each field of a step that can have its zero value gets it, and lists lose elements.
func (s *shrinker) details() {
	for i := range s.best.Steps {
		for field := range reflect.TypeOf(s.best.Steps[i]).NumField() {
			for _, simpler := range simplified(reflect.ValueOf(s.best.Steps[i]).Field(field)) {
				changed := reflect.New(reflect.TypeOf(s.best.Steps[i])).Elem()
				changed.Set(reflect.ValueOf(s.best.Steps[i]))
				changed.Field(field).Set(simpler)
				steps := slices.Clone(s.best.Steps)
				steps[i], _ = reflect.TypeAssert[Step](changed)
				if s.try(s.best.with(steps)) {
					break
				}
			}
		}
	}
}

// simplified returns simpler values of a field, the simplest first. The name of a block has none.
func simplified(value reflect.Value) []reflect.Value {
	if value.IsZero() || value.Kind() == reflect.String {
		return nil
	}
	simpler := []reflect.Value{reflect.Zero(value.Type())}
	if faults, ok := reflect.TypeAssert[[]world.Fault](value); ok {
		for i, fault := range faults {
			simpler = append(simpler, reflect.ValueOf(slices.Delete(slices.Clone(faults), i, i+1)))
			for _, change := range []func(*world.Fault){
				func(f *world.Fault) { f.Act = nil }, func(f *world.Fault) { f.Name = "" }, func(f *world.Fault) { f.Skip = 0 },
				func(f *world.Fault) { f.Times = 0 }, func(f *world.Fault) { f.Operation = "" },
			} {
				changed := slices.Clone(faults)
				change(&changed[i])
				if changed[i] != fault {
					simpler = append(simpler, reflect.ValueOf(changed))
				}
			}
		}
	}
	return simpler
}

// options resets the options of the world.
func (s *shrinker) options() {
	for field := range reflect.TypeOf(s.best.World).NumField() {
		options := s.best.World
		if reflected := reflect.ValueOf(&options).Elem().Field(field); !reflected.IsZero() {
			reflected.SetZero()
			h := s.best
			h.World = options
			s.try(h)
		}
	}
	if h := s.best; h.EmptyProjects {
		h.EmptyProjects = false
		s.try(h)
	}
}

// with returns the history with other steps.
func (h History) with(steps []Step) History {
	h.Steps = steps
	return h
}
