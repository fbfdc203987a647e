package store

import (
	"context"
	"time"

	"fyrtaarn/model"
)

// JobSlot says that one replica took one run of a job.
type JobSlot struct {
	Job     string    `bun:"job,pk"`
	Slot    time.Time `bun:"slot,pk"`
	TakenAt time.Time `bun:"taken_at,notnull"`
}

// TakeSlot inserts (job, slot) and answers whether the caller is the one who
// did: who inserts, runs.
func (db *DB) TakeSlot(ctx context.Context, slot JobSlot) (bool, error) {
	done, err := db.takeTurn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	res, err := db.idb.NewInsert().Model(&slot).On("CONFLICT (job, slot) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, db.d.mapError(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// PurgeSlots forgets the slots before the instant.
func (q Queries) PurgeSlots(ctx context.Context, before time.Time) error {
	_, err := q.idb.NewDelete().Model((*JobSlot)(nil)).Where("slot < ?", before).Exec(ctx)
	return q.d.mapError(err)
}

// KeptMail is a mail that was kept because no mail server is configured.
type KeptMail struct {
	ID        model.ID          `bun:"id,pk"`
	MessageID string            `bun:"message_id,notnull"`
	Recipient string            `bun:"recipient,notnull"`
	Subject   string            `bun:"subject,notnull"`
	Language  model.LanguageTag `bun:"language,notnull"`
	KeptAt    time.Time         `bun:"kept_at,notnull"`
	Raw       []byte            `bun:"raw,notnull"`
}

// KeepMail stores a mail; one with a Message-ID that is already there is the
// same mail again and changes nothing.
func (db *DB) KeepMail(ctx context.Context, mail *KeptMail) error {
	done, err := db.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	_, err = db.idb.NewInsert().Model(mail).On("CONFLICT (message_id) DO NOTHING").Exec(ctx)
	return db.d.mapError(err)
}

// KeptMails reads the newest kept mails without their text.
func (q Queries) KeptMails(ctx context.Context, limit int) ([]*KeptMail, error) {
	s := q.statement()
	var rows []*KeptMail
	sel := q.bun.NewSelect().Model(&rows).ExcludeColumn("raw").OrderExpr("kept_mail.kept_at DESC, kept_mail.id DESC").Limit(int64(limit))
	return rows, s.scan(ctx, sel, &rows)
}

// KeptMail reads one kept mail whole.
func (q Queries) KeptMail(ctx context.Context, id model.ID) (*KeptMail, error) {
	row := new(KeptMail)
	return row, q.byID(ctx, row, id)
}
