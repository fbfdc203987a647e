package reminder

import (
	"bytes"
	"context"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Keeper is the sender of a program without a mail server: it keeps each mail
// in the database, where it can be looked at.
type Keeper struct{ *app.Core }

// nowhere is the top level under which no name exists (RFC 2606, section 2):
// mail to it bounces everywhere, and so it does here.
const nowhere = ".invalid"

// Send keeps the mail as it would have gone over the wire. A twin of a mail that
// is there already is dropped, as a relay would.
func (k Keeper) Send(ctx context.Context, m *mail.Message) error {
	if strings.HasSuffix(strings.ToLower(m.To.Email), nowhere) {
		return &mail.SendError{Kind: mail.Permanent, Said: "no such domain", Recipient: true}
	}
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return &mail.SendError{Kind: mail.Permanent, Said: err.Error(), Err: err}
	}
	err := k.Store.KeepMail(ctx, &store.KeptMail{
		ID: k.NewID(), MessageID: m.MessageID, Recipient: m.To.Email, Subject: m.Subject,
		Language: model.LanguageTag(m.Language), KeptAt: k.Clock.Now(), Raw: raw.Bytes(),
	})
	if err != nil {
		return &mail.SendError{Kind: mail.Temporary, Said: err.Error(), Err: err}
	}
	return nil
}
