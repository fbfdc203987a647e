package store

import (
	"context"
	"time"

	"fyrtaarn/model"
)

// TokenByPrefix finds the token that begins with the prefix.
func (q Queries) TokenByPrefix(ctx context.Context, prefix string) (*model.AccessToken, error) {
	s := q.statement()
	row := new(model.AccessToken)
	return row, s.scan(ctx, q.bun.NewSelect().Model(row).Where("access_token.prefix = ?", s.arg(prefix)), row)
}

// AccessToken reads one token.
func (q Queries) AccessToken(ctx context.Context, id model.ID) (*model.AccessToken, error) {
	row := new(model.AccessToken)
	return row, q.byID(ctx, row, id)
}

// AccessTokens reads all tokens, the newest first; they are few.
func (q Queries) AccessTokens(ctx context.Context, f model.Fields) ([]*model.AccessToken, error) {
	s := q.statement()
	var rows []*model.AccessToken
	sel := q.bun.NewSelect().Model(&rows).OrderExpr("access_token.created_at DESC, access_token.id DESC")
	if err := s.scan(ctx, sel, &rows); err != nil {
		return nil, err
	}
	return rows, q.tokenRelations(ctx, rows, f)
}

// AccessTokenWith reads one token with what was asked of it.
func (q Queries) AccessTokenWith(ctx context.Context, id model.ID, f model.Fields) (*model.AccessToken, error) {
	row, err := q.AccessToken(ctx, id)
	if err != nil {
		return nil, err
	}
	return row, q.tokenRelations(ctx, []*model.AccessToken{row}, f)
}

func (q Queries) tokenRelations(ctx context.Context, rows []*model.AccessToken, f model.Fields) error {
	organisations := []ref[model.AccessToken, model.Organisation]{
		{"organisation", func(t *model.AccessToken) *model.ID { return t.OrganisationID }, func(t *model.AccessToken, o *model.Organisation) { t.Organisation = o }},
	}
	if err := toOne(ctx, rows, f, organisations, q.organisationIndex); err != nil {
		return err
	}
	people := []ref[model.AccessToken, model.Person]{
		{"person", func(t *model.AccessToken) *model.ID { return t.PersonID }, func(t *model.AccessToken, p *model.Person) { t.Person = p }},
	}
	return toOne(ctx, rows, f, people, q.personIndex)
}

// TouchToken notes that a token was used.
func (db *DB) TouchToken(ctx context.Context, id model.ID, at time.Time) error {
	done, err := db.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	_, err = db.idb.NewUpdate().Model((*model.AccessToken)(nil)).Set("last_used_at = ?", at).Where("id = ?", id).Exec(ctx)
	return db.d.mapError(err)
}

// LinkByHash finds the link with the hash.
func (q Queries) LinkByHash(ctx context.Context, hash []byte) (*model.Link, error) {
	s := q.statement()
	row := new(model.Link)
	return row, s.scan(ctx, q.bun.NewSelect().Model(row).Where("link.hash = ?", s.arg(hash)), row)
}

// IdempotencyKey is what a creation left under a caller's key.
type IdempotencyKey struct {
	Actor     string    `bun:"actor,pk"`
	Key       string    `bun:"key,pk"`
	Action    string    `bun:"action,notnull"`
	InputHash []byte    `bun:"input_hash,notnull"`
	SubjectID model.ID  `bun:"subject_id,notnull"`
	CreatedAt time.Time `bun:"created_at,notnull"`
}

// TakeKey stores the key unless it is there, and answers the row that is there
// and whether it is the caller's. A second creation at the same time waits for
// the first to commit.
func (q Queries) TakeKey(ctx context.Context, key *IdempotencyKey) (*IdempotencyKey, bool, error) {
	res, err := q.idb.NewInsert().Model(key).On("CONFLICT (actor, key) DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, false, q.d.mapError(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return key, true, err
	}
	s := q.statement()
	there := new(IdempotencyKey)
	sel := q.bun.NewSelect().Model(there).Where("idempotency_key.actor = ?", s.arg(key.Actor)).Where("idempotency_key.key = ?", s.arg(key.Key))
	return there, false, s.scan(ctx, sel, there)
}

// PurgeExpired deletes idempotency keys created before the instant and links
// that ended before it.
func (q Queries) PurgeExpired(ctx context.Context, keysBefore, linksBefore time.Time) error {
	if _, err := q.idb.NewDelete().Model((*IdempotencyKey)(nil)).Where("created_at < ?", keysBefore).Exec(ctx); err != nil {
		return q.d.mapError(err)
	}
	_, err := q.idb.NewDelete().Model((*model.Link)(nil)).Where("expires_at < ?", linksBefore).Exec(ctx)
	return q.d.mapError(err)
}
