package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// organises refuses whoever is neither staff nor a partner who organises the
// mission.
func organises(ctx context.Context, tx *app.Tx, m *model.TradeMission) error {
	if !tx.Actor.IsStaff() && tx.Actor.Role != model.RolePartner {
		return model.Forbidden("error.forbidden")
	}
	return tx.OrganisedByActor(ctx, &m.Activity)
}

// speaksFor refuses whoever may not act for the company in this mission. To a
// company, the applications of others do not exist.
func speaksFor(ctx context.Context, tx *app.Tx, m *model.TradeMission, company model.ID, field string) error {
	if tx.Actor.Role != model.RoleCompany {
		return organises(ctx, tx, m)
	}
	if tx.Actor.OrganisationID != company {
		return model.NotFound(field)
	}
	return nil
}

// held is an application that is being changed, and its mission: both are ours
// until the commit.
type held struct {
	*model.MissionApplication
	mission *model.TradeMission
	before  model.MissionApplication
}

// hold reads an application for a change by its company or an organiser.
func hold(ctx context.Context, tx *app.Tx, id model.GlobalID, version *int) (held, error) {
	return holdFor(ctx, tx, id, "id", version, func(row *model.MissionApplication, m *model.TradeMission) error {
		return speaksFor(ctx, tx, m, row.CompanyID, "id")
	})
}

// holdAsOrganiser reads an application for a change that no company may make.
func holdAsOrganiser(ctx context.Context, tx *app.Tx, id model.GlobalID, field string, version *int) (held, error) {
	return holdFor(ctx, tx, id, field, version, func(_ *model.MissionApplication, m *model.TradeMission) error { return organises(ctx, tx, m) })
}

func holdFor(
	ctx context.Context, tx *app.Tx, id model.GlobalID, field string, version *int, may func(*model.MissionApplication, *model.TradeMission) error,
) (held, error) {
	key, err := id.As(model.KindApplication, field)
	if err != nil {
		return held{}, err
	}
	row, m, err := tx.LockApplication(ctx, key)
	if err != nil {
		return held{}, model.AtField(err, field)
	}
	if err := may(row, m); err != nil {
		return held{}, err
	}
	if err := row.Expect(version); err != nil {
		return held{}, err
	}
	return held{MissionApplication: row, mission: m, before: *row}, nil
}

// to moves the application on, if its machine has the step.
func (h *held) to(tx *app.Tx, state model.ApplicationState) error {
	if err := model.CheckApplicationTransition(h.State, state); err != nil {
		return err
	}
	h.State, h.StateSince = state, tx.Now
	if state == model.ApplicationAttended {
		h.AttendedAt = new(tx.Now)
	}
	if state == model.ApplicationNoShow {
		h.AttendedAt = nil
	}
	return nil
}

// save stores the application as it is now, with its audit row. What comes
// after is audited against this.
func (h *held) save(ctx context.Context, tx *app.Tx, action, why string) error {
	h.Touch(tx.Now)
	if err := tx.Update(ctx, h.MissionApplication, h.Version); err != nil {
		return err
	}
	tx.Touch(model.KindApplication, h.ID)
	before := h.before
	h.before = *h.MissionApplication
	return tx.Audit(ctx, action, model.KindApplication, h.ID, &before, h.MissionApplication, why)
}

// change is the frame of a use case that changes one application.
func (s Service) change(ctx context.Context, id model.GlobalID, f model.Fields, do func(context.Context, *app.Tx) error) (*model.MissionApplication, error) {
	if err := s.Do(ctx, do); err != nil {
		return nil, err
	}
	_, key, _ := id.Parse() // do has read it
	return s.changedApplication(ctx, key, f)
}
