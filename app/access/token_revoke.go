package access

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// TokenRevoke shuts a token out, for good: at once in this process, within
// CacheFor in every other. A token that was revoked before stays as it is.
func (s Service) TokenRevoke(ctx context.Context, in model.AccessTokenRevokeInput, f model.Fields) (*model.AccessToken, error) {
	if err := adminsOnly(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	id, err := in.ID.As(model.KindAccessToken, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return revoke(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	s.verified.forget(id)
	return s.Store.AccessTokenWith(ctx, id, f)
}

func revoke(ctx context.Context, tx *app.Tx, id model.ID, in model.AccessTokenRevokeInput) error {
	row, err := tx.AccessToken(ctx, id)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	why, err := model.Why("reason", in.Reason)
	if err != nil || row.RevokedAt != nil {
		return err
	}
	before := audited(row)
	row.RevokedAt = &tx.Now
	if err := tx.Save(ctx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "accessTokenRevoke", model.KindAccessToken, id, before, audited(row), why)
}
