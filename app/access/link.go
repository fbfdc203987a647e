package access

import (
	"context"
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/auth"
	"fyrtaarn/model"
)

// LinkCreate makes one person's way to one page, and answers the secret that
// stands in its address: this once, since only its hash is stored. It belongs
// to the unit of work of the mail that carries it. category is what an opt-out
// refuses, and empty for every other purpose.
func (s Service) LinkCreate(
	ctx context.Context, tx *app.Tx, purpose model.LinkPurpose, subject, person model.ID, category string, expires time.Time,
) (secret string, err error) {
	secret, hash := auth.NewSecret()
	err = tx.Insert(ctx, &model.Link{
		Hash: hash, Purpose: purpose, SubjectID: subject, PersonID: person, Category: category,
		CreatedAt: tx.Now, ExpiresAt: expires.UTC().Truncate(time.Second),
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// LinkOpen answers where a secret leads, if that is one of the purposes; none
// named stands for all. NOT_FOUND is the answer for one that is unknown, has
// expired or leads elsewhere. Opening changes nothing: scanners of mail follow
// links.
func (s Service) LinkOpen(ctx context.Context, secret string, purposes ...model.LinkPurpose) (*model.Link, error) {
	link, err := s.known(ctx, secret)
	if err != nil {
		return nil, err
	}
	if !s.Clock.Now().Before(link.ExpiresAt) || len(purposes) > 0 && !slices.Contains(purposes, link.Purpose) {
		return nil, model.NotFound("")
	}
	return link, nil
}

// known answers a link that there is, or was until it is purged.
func (s Service) known(ctx context.Context, secret string) (*model.Link, error) {
	if !auth.LooksLikeSecret(secret) {
		return nil, model.NotFound("")
	}
	return s.Store.LinkByHash(ctx, auth.Hash(secret))
}
