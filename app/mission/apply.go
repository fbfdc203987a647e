package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Apply begins a company's application. A company applies for itself; staff and
// organisers for any.
func (s Service) Apply(ctx context.Context, in model.MissionApplicationCreateInput, f model.Fields) (*model.MissionApplication, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.MissionApplication{State: model.ApplicationDraft, StateSince: tx.Now, Stamps: model.Created(tx.Now)}
		var errs model.Errors
		mission, err := in.MissionID.As(model.KindTradeMission, "missionId")
		errs.Add(err)
		row.MissionID = mission
		row.CompanyID = tx.Actor.OrganisationID
		if in.CompanyID != nil || tx.Actor.Role != model.RoleCompany {
			company, err := app.Value(in.CompanyID).As(model.KindOrganisation, "companyId")
			errs.Add(err)
			row.CompanyID = company
		}
		in.Apply(&errs, row)
		if err := errs.Err(); err != nil {
			return err
		}
		m, err := tx.LockTradeMission(ctx, mission)
		if err != nil || m.State == model.MissionDraft && tx.Actor.Role == model.RoleCompany {
			return model.AtField(orNotFound(err), "missionId")
		}
		if err := speaksFor(ctx, tx, m, row.CompanyID, "companyId"); err != nil {
			return err
		}
		if err := takesApplications(tx, m); err != nil {
			return err
		}
		if err := contactOf(ctx, tx, row); err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "missionApplicationCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.InsertUnique(ctx, row, model.Conflict("companyId", "error.application.twice")); err != nil {
				return err
			}
			tx.Touch(model.KindApplication, id)
			return tx.Audit(ctx, "missionApplicationCreate", model.KindApplication, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.changedApplication(ctx, id, f)
}

func orNotFound(err error) error {
	if err == nil {
		return model.NotFound("")
	}
	return err
}

// takesApplications refuses whoever comes too early or too late.
func takesApplications(tx *app.Tx, m *model.TradeMission) error {
	if m.TakesApplications(tx.Now) {
		return nil
	}
	if m.Deadline != nil && !tx.Now.Before(*m.Deadline) {
		return model.GuardFailed("guard.application.deadline").With("Date", m.DeadlineDay())
	}
	return model.GuardFailed("guard.application.callNotOpen")
}

// contactOf finds who is written to where nobody was named, and refuses somebody
// who is not the company's.
func contactOf(ctx context.Context, tx *app.Tx, row *model.MissionApplication) error {
	var errs model.Errors
	if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"companyId": &row.CompanyID}); err != nil {
		return err
	}
	if err := errs.Err(); err != nil {
		return err
	}
	if row.ContactID == nil {
		asked, err := tx.MissionInvitations(ctx, []model.ID{row.MissionID})
		if err != nil {
			return err
		}
		for _, i := range asked {
			if i.CompanyID == row.CompanyID {
				row.ContactID = &i.ContactID
			}
		}
	}
	if row.ContactID == nil && tx.Actor.Role == model.RoleCompany && tx.Actor.PersonID != (model.ID{}) {
		row.ContactID = &tx.Actor.PersonID
	}
	if row.ContactID == nil {
		return nil
	}
	people, err := tx.PeopleByID(ctx, []model.ID{*row.ContactID}, nil)
	if err != nil {
		return err
	}
	if len(people) == 0 || people[0].OrganisationID == nil || *people[0].OrganisationID != row.CompanyID {
		return model.BadInput("contactId", "error.application.contactElsewhere")
	}
	return nil
}

// UpdateApplication changes what the company wrote, while it is a draft or
// something was asked of it. An answer to a question puts the application back
// into review. Who is written to can be changed at any time.
func (s Service) UpdateApplication(ctx context.Context, in model.MissionApplicationUpdateInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		content := in.Motivation.IsSet() || in.Goals.IsSet() || in.Participants.IsSet() || in.DeMinimis.IsSet() || in.DeMinimisOn.IsSet() || in.Answer.IsSet()
		if content && !h.State.Editable() {
			return model.GuardFailed("guard.application.notEditable")
		}
		var errs model.Errors
		in.Apply(&errs, h.MissionApplication)
		if err := errs.Err(); err != nil {
			return err
		}
		if in.ContactID.IsSet() {
			if err := contactOf(ctx, tx, h.MissionApplication); err != nil {
				return err
			}
		}
		if h.State == model.ApplicationInfoRequested && in.Answer.IsSet() && h.Answer != "" {
			if err := h.to(tx, model.ApplicationInReview); err != nil {
				return err
			}
		}
		return h.save(ctx, tx, "missionApplicationUpdate", "")
	})
}
