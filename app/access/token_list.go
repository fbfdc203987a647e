package access

import (
	"context"

	"fyrtaarn/model"
)

// Tokens answers all tokens, the newest first, also those that let nobody in
// any more.
func (s Service) Tokens(ctx context.Context, f model.Fields) ([]*model.AccessToken, error) {
	if err := adminsOnly(model.ActorFrom(ctx)); err != nil {
		return nil, err
	}
	return s.Store.AccessTokens(ctx, f)
}
