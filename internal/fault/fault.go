// Package fault names the kinds of failure that a use case can meet. It knows
// nothing of HTTP, databases or languages: an edge maps a Kind to a status, and
// the message catalogue maps a key to a sentence.
package fault

import (
	"errors"
	"fmt"
)

// Kind is what sort of failure an Error is. A Kind is itself an error, so that
// errors.Is(err, fault.NotFound) works on any wrapped Error.
type Kind string

// The kinds. Everything else is an internal failure and shows only a reference
// number to the user.
const (
	Invalid      Kind = "invalid"      // the input can't be used as it is
	Denied       Kind = "denied"       // the viewer may see the object but not do this
	NotFound     Kind = "not_found"    // no such object, or not open to the viewer: one answer for both
	Conflict     Kind = "conflict"     // somebody else changed it in between
	RuleBroken   Kind = "rule_broken"  // a rule of the county or of the law forbids it
	TooLarge     Kind = "too_large"    // an upload over its limit
	TooMany      Kind = "too_many"     // rate limit
	Unauthorized Kind = "unauthorized" // nobody is signed in
	Unavailable  Kind = "unavailable"  // a part the act needs is down; try again
)

// Error lets a Kind be used as the target of errors.Is.
func (k Kind) Error() string { return string(k) }

// Error is a failure with a kind, the key of a translated sentence with its
// arguments, and a cause that goes to the log only.
type Error struct {
	Kind  Kind
	Key   string // key in the message catalogue
	Args  []any  // arguments of the sentence
	Field string // form field it concerns, or empty
	Cause error  // never shown to a user
}

// New gives an Error of a kind, with the catalogue key of its sentence and the
// sentence's arguments.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// On says which form field the failure concerns.
func (e *Error) On(field string) *Error { e.Field = field; return e }

// Because adds the cause, for the log.
func (e *Error) Because(err error) *Error { e.Cause = err; return e }

func (e *Error) Error() string {
	s := fmt.Sprintf("%s: %s", e.Kind, e.Key)
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause != nil {
		return []error{e.Kind, e.Cause}
	}
	return []error{e.Kind}
}

// KindOf tells the kind of an error, or "" for one that has none.
func KindOf(err error) Kind {
	var k Kind
	if errors.As(err, &k) {
		return k
	}
	return ""
}

// All gives every Error that an error holds, in order: one for each field where
// several were joined.
func All(err error) []*Error {
	switch e := err.(type) {
	case nil:
		return nil
	case *Error:
		return []*Error{e}
	case interface{ Unwrap() error }:
		return All(e.Unwrap())
	case interface{ Unwrap() []error }:
		var out []*Error
		for _, x := range e.Unwrap() {
			out = append(out, All(x)...)
		}
		return out
	}
	return nil
}
