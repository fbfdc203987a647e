package model

import (
	"errors"
	"strings"
)

// Code says what kind of refusal an Error is. It is the value of
// extensions.code in GraphQL.
type Code string

// The codes of every error that a caller may see.
const (
	CodeBadUserInput    Code = "BAD_USER_INPUT"
	CodeUnauthenticated Code = "UNAUTHENTICATED"
	CodeForbidden       Code = "FORBIDDEN"
	CodeNotFound        Code = "NOT_FOUND"
	CodeConflict        Code = "CONFLICT"
	CodeGuardFailed     Code = "GUARD_FAILED"
	CodeLimitExceeded   Code = "LIMIT_EXCEEDED"
	CodeRateLimited     Code = "RATE_LIMITED"
	CodeInternal        Code = "INTERNAL"
)

// Error is a refusal that the caller may read. It names a message of the
// catalogues instead of carrying a sentence: the edge translates it into the
// caller's language, once.
type Error struct {
	Code      Code
	MessageID string
	// Field is the input field, as a path with dots ("title", "sessions.2.startsAt"),
	// or empty when the whole request is meant.
	Field string
	// Params are the message's named variables.
	Params map[string]any
}

// Error is for logs: codes and ids, no sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	b.WriteString(" ")
	b.WriteString(e.MessageID)
	if e.Field != "" {
		b.WriteString(" (")
		b.WriteString(e.Field)
		b.WriteString(")")
	}
	return b.String()
}

// With answers a copy of e that carries one more variable of its message.
func (e *Error) With(name string, value any) *Error {
	params := make(map[string]any, len(e.Params)+1)
	for k, v := range e.Params {
		params[k] = v
	}
	params[name] = value
	c := *e
	c.Params = params
	return &c
}

// At answers a copy of e that names another input field.
func (e *Error) At(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// BadInput is the refusal of one input field.
func BadInput(field, messageID string) *Error {
	return &Error{Code: CodeBadUserInput, Field: field, MessageID: messageID}
}

// NotFound is the answer for an id that does not exist and for an id of
// something that the viewer may not see; the two are not told apart.
func NotFound(field string) *Error {
	return &Error{Code: CodeNotFound, Field: field, MessageID: "error.notFound"}
}

// Conflict is the refusal of a change that was based on an older state.
func Conflict(field, messageID string) *Error {
	return &Error{Code: CodeConflict, Field: field, MessageID: messageID}
}

// StaleVersion is the refusal of an update whose expectedVersion is not the
// version that the object has now.
func StaleVersion(expected, actual int) *Error {
	return Conflict("expectedVersion", "error.version.stale").With("Expected", expected).With("Actual", actual)
}

// GuardFailed is the refusal of a transition; the message says what would
// satisfy the guard.
func GuardFailed(messageID string) *Error {
	return &Error{Code: CodeGuardFailed, MessageID: messageID}
}

// Forbidden is the refusal of an act that the actor's role or scope does not allow.
func Forbidden(messageID string) *Error { return &Error{Code: CodeForbidden, MessageID: messageID} }

// Errors are several refusals of one request, all reported together.
type Errors []*Error

// Error is for logs.
func (e Errors) Error() string {
	parts := make([]string, len(e))
	for i, one := range e {
		parts[i] = one.Error()
	}
	return strings.Join(parts, "; ")
}

// Add appends an error when there is one. It flattens Errors.
func (e *Errors) Add(err error) {
	if err == nil {
		return
	}
	*e = append(*e, Refusals(err)...)
}

// OptionalID reads an id that may be absent, and notes an error of its field.
func (e *Errors) OptionalID(id *GlobalID, kind Kind, field string) *ID {
	if id == nil {
		return nil
	}
	parsed, err := id.As(kind, field)
	if err != nil {
		e.Add(err)
		return nil
	}
	return &parsed
}

// Err is nil when nothing was added.
func (e Errors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Refusals finds the readable errors inside err; it is empty when err is an
// internal failure.
func Refusals(err error) []*Error {
	var many Errors
	if errors.As(err, &many) {
		return many
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}

// IsCode tells whether err is a readable error of the given code.
func IsCode(err error, code Code) bool {
	for _, e := range Refusals(err) {
		if e.Code == code {
			return true
		}
	}
	return false
}

// AtField names the input field in a readable error that names none.
func AtField(err error, field string) error {
	var one *Error
	if errors.As(err, &one) && one.Field == "" {
		return one.At(field)
	}
	return err
}

// OptionalActivity reads the id of an activity that may be absent, and notes an
// error of its field.
func (e *Errors) OptionalActivity(id *GlobalID, field string) *ID {
	if id == nil {
		return nil
	}
	_, parsed, err := id.AsActivity(field)
	if err != nil {
		e.Add(err)
		return nil
	}
	return &parsed
}
