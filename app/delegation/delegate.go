package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// DelegateAdd adds a person to a delegation; a person can be in it once.
func (s Service) DelegateAdd(ctx context.Context, in model.DelegateAddInput, f model.Fields) (*model.Delegate, error) {
	var errs model.Errors
	delegation := errs.OptionalID(&in.DelegationID, model.KindDelegation, "delegationId")
	person := errs.OptionalID(&in.PersonID, model.KindPerson, "personId")
	group, err := model.CleanLine("group", app.Value(in.Group), model.MaxLine)
	errs.Add(err)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		visit, err := s.openProgramme(ctx, tx, *delegation, "delegationId")
		if err != nil {
			return err
		}
		row := &model.Delegate{
			DelegationID: visit.ID, PersonID: *person, Role: or(in.Role, model.DelegateMember), Rank: app.Value(in.Rank), Group: group,
			MailRoute: or(in.MailRoute, model.MailSelf), Consent: or(in.Consent, model.ListDelegation),
			Letter: or(in.Letter, model.LetterNotNeeded), JoinedAt: tx.Now, Stamps: model.Created(tx.Now),
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "delegateAdd", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"personId": person}); err != nil {
				return err
			}
			if err := errs.Err(); err != nil {
				return err
			}
			if err := tx.InsertUnique(ctx, row, model.Conflict("personId", "error.delegate.twice")); err != nil {
				return err
			}
			tx.Touch(model.KindDelegation, visit.ID)
			return tx.Audit(ctx, "delegateAdd", model.KindDelegate, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.delegateAsked(ctx, id, f)
}

// or answers what a pointer points to, or the default.
func or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

func (s Service) delegateAsked(ctx context.Context, id model.ID, f model.Fields) (*model.Delegate, error) {
	return app.First(s.Store.DelegatesByID(ctx, []model.ID{id}, f))
}

// DelegateUpdate changes what the input names.
func (s Service) DelegateUpdate(ctx context.Context, in model.DelegateUpdateInput, f model.Fields) (*model.Delegate, error) {
	id, err := in.ID.As(model.KindDelegate, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := s.ownDelegate(ctx, tx, id, in.ExpectedVersion)
		if err != nil {
			return err
		}
		before := *row
		if v, ok := in.Group.ValueOK(); ok {
			if row.Group, err = model.CleanLine("group", app.Value(v), model.MaxLine); err != nil {
				return err
			}
		}
		set(&row.Role, in.Role.ValueOK)
		set(&row.Rank, in.Rank.ValueOK)
		set(&row.MailRoute, in.MailRoute.ValueOK)
		set(&row.Consent, in.Consent.ValueOK)
		set(&row.Letter, in.Letter.ValueOK)
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "delegateUpdate", model.KindDelegate, id, &before, row, "")
	})
	if err != nil {
		return nil, err
	}
	return s.delegateAsked(ctx, id, f)
}

// set writes a member that was named and is not null.
func set[T any](into *T, named func() (*T, bool)) {
	if v, ok := named(); ok && v != nil {
		*into = *v
	}
}

// ownDelegate reads a delegate and locks the visit that it belongs to.
func (s Service) ownDelegate(ctx context.Context, tx *app.Tx, id model.ID, expected *int) (*model.Delegate, error) {
	row, err := tx.Delegate(ctx, id)
	if err != nil {
		return nil, model.AtField(err, "id")
	}
	if _, err := s.openProgramme(ctx, tx, row.DelegationID, "id"); err != nil {
		return nil, err
	}
	if err := row.Expect(expected); err != nil {
		return nil, err
	}
	tx.Touch(model.KindDelegation, row.DelegationID)
	return row, nil
}

// DelegateRemove takes a person out of a delegation, with the needs.
func (s Service) DelegateRemove(ctx context.Context, in model.DelegateRemoveInput, f model.Fields) (*model.Delegation, error) {
	id, err := in.ID.As(model.KindDelegate, "id")
	if err != nil {
		return nil, err
	}
	reason, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	var visit model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := s.ownDelegate(ctx, tx, id, in.ExpectedVersion)
		if err != nil {
			return err
		}
		visit = row.DelegationID
		if err := tx.Delete(ctx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, "delegateRemove", model.KindDelegate, id, row, nil, reason)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, visit, f)
}

// NeedsSet writes what a delegate needs. The audit row says that it happened
// and not what: health data stand in one place only.
func (s Service) NeedsSet(ctx context.Context, in model.DelegateNeedsSetInput, f model.Fields) (*model.Delegate, error) {
	id, err := in.ID.As(model.KindDelegate, "id")
	if err != nil {
		return nil, err
	}
	var errs model.Errors
	needs := &model.DelegateNeeds{DelegateID: id, NoPhoto: app.Value(in.NoPhoto)}
	if needs.Diet, err = model.CleanText("diet", app.Value(in.Diet), model.MaxLine); err != nil {
		errs.Add(err)
	}
	if needs.Access, err = model.CleanText("access", app.Value(in.Access), model.MaxLine); err != nil {
		errs.Add(err)
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.Delegate(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		visit, err := tx.LockDelegation(ctx, row.DelegationID)
		if err != nil {
			return err
		}
		if !visit.EndsOn.IsZero() && visit.EndsOn.AddDays(model.NeedsKeptDays).Before(model.DateOf(tx.Now)) {
			return model.GuardFailed("guard.needs.tooLate").With("Days", model.NeedsKeptDays)
		}
		needs.UpdatedAt = tx.Now
		if err := tx.SetNeeds(ctx, needs); err != nil {
			return err
		}
		return tx.Audit(ctx, "delegateNeedsSet", model.KindDelegate, id, nil, nil, "")
	})
	if err != nil {
		return nil, err
	}
	return s.delegateAsked(ctx, id, f)
}
