package mail

import (
	"context"
	"errors"
	"fmt"
)

// Sender carries a mail away. An error is always a *SendError.
type Sender interface {
	Send(ctx context.Context, m *Message) error
}

// FailureKind says what a failed sending means for the next try.
type FailureKind string

// The kinds of failure.
const (
	// Temporary: the server has not taken the mail; a later try may succeed.
	Temporary FailureKind = "TEMPORARY"
	// Permanent: the server has refused this mail or its recipient for good.
	Permanent FailureKind = "PERMANENT"
	// InDoubt: the mail was handed over whole, and the connection was lost
	// before the server said whether it took it. Only here can a second try
	// make a second mail.
	InDoubt FailureKind = "IN_DOUBT"
)

// SendError is why a mail is not known to have been taken.
type SendError struct {
	Kind FailureKind
	// Said is the server's last word with its code, or the cause in ours.
	Said string
	// Recipient tells that the address was refused, not the mail.
	Recipient bool
	Err       error
}

// Error is for logs.
func (e *SendError) Error() string { return fmt.Sprintf("mail not sent (%s): %s", e.Kind, e.Said) }

// Unwrap answers the cause.
func (e *SendError) Unwrap() error { return e.Err }

// FailureOf is the kind of a sending's error; what is no SendError counts as
// temporary. It must not be asked about nil.
func FailureOf(err error) *SendError {
	var failure *SendError
	if errors.As(err, &failure) {
		return failure
	}
	return &SendError{Kind: Temporary, Said: err.Error(), Err: err}
}
