package mail

import (
	"bytes"
	"context"
	"slices"
	"sync"
)

// Recorded is one mail that a Recorder was given, and what would have gone over
// the wire.
type Recorded struct {
	Message Message
	Raw     []byte
}

// Recorder is a Sender that renders each mail and keeps it. It may be used
// concurrently; the zero Recorder is ready.
type Recorder struct {
	// Refuse, when set, is asked before a mail is kept; its error is Send's.
	Refuse func(*Message) error

	mu    sync.Mutex
	mails []Recorded
}

// Send renders and keeps the mail.
func (r *Recorder) Send(_ context.Context, m *Message) error {
	if r.Refuse != nil {
		if err := r.Refuse(m); err != nil {
			return err
		}
	}
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return &SendError{Kind: Permanent, Said: err.Error(), Err: err}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mails = append(r.mails, Recorded{*m, raw.Bytes()})
	return nil
}

// Mails are all mails so far, in the order in which they came.
func (r *Recorder) Mails() []Recorded {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.mails)
}

// To are the mails to one address.
func (r *Recorder) To(email string) []Recorded {
	return slices.DeleteFunc(r.Mails(), func(one Recorded) bool { return one.Message.To.Email != email })
}

// Reset forgets all mails.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mails = nil
}
