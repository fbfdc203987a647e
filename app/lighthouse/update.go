package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes the country desk, the interested organisation and the note.
func (s Service) Update(ctx context.Context, in model.LighthouseCountryUpdateInput, f model.Fields) (*model.LighthouseCountry, error) {
	why, whyErr := model.Why("reason", in.Reason)
	return s.change(ctx, in.ID, in.ExpectedVersion, "lighthouseCountryUpdate", why, f, func(ctx context.Context, tx *app.Tx, row *model.LighthouseCountry) error {
		var errs model.Errors
		errs.Add(whyErr)
		errs.Add(in.Apply(row))
		if err := known(ctx, tx, row, &errs); err != nil {
			return err
		}
		return errs.Err()
	})
}

// SetAside pauses a country or notes that it declined: the only stages that
// somebody sets.
func (s Service) SetAside(ctx context.Context, in model.LighthouseCountrySetAsideInput, f model.Fields) (*model.LighthouseCountry, error) {
	return s.change(ctx, in.ID, in.ExpectedVersion, "lighthouseCountrySetAside", in.Reason, f, func(_ context.Context, tx *app.Tx, row *model.LighthouseCountry) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		return in.Apply(row, today)
	})
}

// Resume takes a country up again: its stage follows from its elements.
func (s Service) Resume(ctx context.Context, in model.LighthouseCountryResumeInput, f model.Fields) (*model.LighthouseCountry, error) {
	why, whyErr := model.Why("reason", in.Reason)
	return s.change(ctx, in.ID, in.ExpectedVersion, "lighthouseCountryResume", why, f, func(_ context.Context, _ *app.Tx, row *model.LighthouseCountry) error {
		if whyErr != nil {
			return whyErr
		}
		if row.Aside == "" {
			return model.GuardFailed("guard.lighthouse.notAside")
		}
		row.Aside, row.AsideReason, row.ReviewOn = "", "", model.Date{}
		return nil
	})
}

// change stores what write does to a record, with the stage that follows.
func (s Service) change(
	ctx context.Context, global model.GlobalID, expected *int, action, why string, f model.Fields,
	write func(ctx context.Context, tx *app.Tx, row *model.LighthouseCountry) error,
) (*model.LighthouseCountry, error) {
	id, err := global.As(model.KindLighthouseCountry, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockLighthouseCountry(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		before := *row
		if err := write(ctx, tx, row); err != nil {
			return err
		}
		return save(ctx, tx, action, &before, row, why)
	})
	if err != nil {
		return nil, err
	}
	return app.First(s.Many(ctx, []model.ID{id}, f))
}

// save derives the stage and stores the record with its audit.
func save(ctx context.Context, tx *app.Tx, action string, before, row *model.LighthouseCountry, why string) error {
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return err
	}
	if stage := m.Stage(row.Facts()); stage != row.Stage {
		row.Stage, row.StageSince = stage, tx.Now
	}
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	tx.Touch(model.KindLighthouseCountry, row.ID)
	return tx.Audit(ctx, action, model.KindLighthouseCountry, row.ID, before, row, why)
}

// restage stores the stage that follows from the record's elements, where it
// is another one than before. The record is the locked one, with its elements
// as they are now.
func restage(ctx context.Context, tx *app.Tx, row *model.LighthouseCountry, why string) error {
	m, err := model.DanishPartnershipModel()
	if err != nil {
		return err
	}
	if m.Stage(row.Facts()) == row.Stage {
		return nil
	}
	before := *row
	return save(ctx, tx, "lighthouseCountryStage", &before, row, why)
}
