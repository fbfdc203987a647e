package access

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/auth"
	"fyrtaarn/model"
)

// TokenCreate lets a program or a person in, and answers the token in the
// clear: this once, since only its hash is stored. Asked again under the same
// idempotency key it answers the same token with an empty plain text.
func (s Service) TokenCreate(ctx context.Context, in model.AccessTokenCreateInput, f model.Fields) (plain string, token *model.AccessToken, err error) {
	if err := adminsOnly(model.ActorFrom(ctx)); err != nil {
		return "", nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.AccessToken{CreatedAt: tx.Now}
		if err := check(ctx, tx, row, in.Apply(row, tx.Now)); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "accessTokenCreate", in, func(id model.ID) error {
			row.ID = id
			plain, row.Prefix, row.Hash = auth.NewToken()
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "accessTokenCreate", model.KindAccessToken, id, nil, audited(row), "")
		})
		return err
	})
	if err != nil {
		return "", nil, err
	}
	token, err = s.Store.AccessTokenWith(ctx, id, f)
	if err != nil {
		return "", nil, err
	}
	return plain, token, nil
}

// check answers everything that is wrong with a new token; applied is what was
// wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, row *model.AccessToken, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"organisationId": row.OrganisationID}); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"personId": row.PersonID}); err != nil {
		return err
	}
	return errs.Err()
}

// audited is the row without its hash: the audit trail is read by more people
// than the tokens.
func audited(row *model.AccessToken) *model.AccessToken {
	shown := *row
	shown.Hash = nil
	return &shown
}
