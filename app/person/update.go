package person

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Update changes a person. A partner may change the people of its own
// organisation alone. The reminders of what the person takes part in are
// planned again where they depend on what changed.
func (s Service) Update(ctx context.Context, in model.PersonUpdateInput, f model.Fields) (*model.Person, error) {
	id, err := in.ID.As(model.KindPerson, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error { return update(ctx, tx, id, in) })
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

func update(ctx context.Context, tx *app.Tx, id model.ID, in model.PersonUpdateInput) error {
	row, err := tx.Person(ctx, id)
	if model.IsCode(err, model.CodeNotFound) {
		return model.NotFound("id")
	}
	if err != nil {
		return err
	}
	if err := mayChange(tx.Actor, row); err != nil {
		return err
	}
	if err := row.Expect(in.ExpectedVersion); err != nil {
		return err
	}
	if row.Affiliations, err = tx.Affiliations(ctx, id); err != nil {
		return err
	}
	before := *row
	why, err := model.Why("reason", in.Reason)
	var errs model.Errors
	errs.Add(err)
	errs.Add(in.Apply(row))
	if err := check(ctx, tx, row, errs.Err()); err != nil {
		return err
	}
	if err := staffIsForAdmins(tx.Actor, &before, row); err != nil {
		return err
	}
	return save(ctx, tx, &before, row, why)
}

// mayChange lets a partner change the people of its own organisation, and
// everybody themselves.
func mayChange(actor model.Actor, p *model.Person) error {
	own := p.OrganisationID != nil && *p.OrganisationID == actor.OrganisationID
	if actor.IsStaff() || own || actor.PersonID == p.ID {
		return nil
	}
	return model.Forbidden("error.person.notOwn")
}

func save(ctx context.Context, tx *app.Tx, before, row *model.Person, why string) error {
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	if !model.SameAffiliations(before.Affiliations, row.Affiliations) {
		if err := saveAffiliations(ctx, tx, row); err != nil {
			return err
		}
	}
	if row.RemindersDependOn(before) {
		tx.Touch(model.KindPerson, row.ID)
	}
	return tx.Audit(ctx, "personUpdate", model.KindPerson, row.ID, auditedRow(*before), auditedRow(*row), why)
}
