package transport

// CreationError is the error of a creation that leaves it unknown which object of the service it created.
type CreationError struct {
	// Err says what happened, and names the objects in question.
	Err error
	// Kind is the kind of object, such as "project".
	Kind    string
	Problem CreationProblem
}

func (e *CreationError) Error() string { return e.Err.Error() }

func (e *CreationError) Unwrap() error { return e.Err }

// CreationProblem is the reason of a CreationError.
type CreationProblem int

const (
	// SameObjectTwice means that the service returned the same object for two creations.
	SameObjectTwice CreationProblem = iota
	// SeveralNewObjects means that the response was lost, and that several new objects have the values of the creation.
	SeveralNewObjects
	// UnknownAge means that the response was lost, and that it is unknown whether the objects with the values of the creation
	// existed before.
	UnknownAge
)
