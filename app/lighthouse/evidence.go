package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// EvidenceAdd notes evidence of an element. Whoever may write may add it; only
// staff can say that an adviser saw it.
func (s Service) EvidenceAdd(ctx context.Context, in model.EvidenceAddInput, f model.Fields) (*model.EvidenceItem, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		row := &model.EvidenceItem{NotedBy: tx.Actor.Name, Stamps: model.Created(tx.Now)}
		var errs model.Errors
		errs.Add(in.Apply(row, today))
		if row.SeenByID != nil && !tx.Actor.IsStaff() {
			errs.Add(model.BadInput("seenById", "error.evidence.staffOnly"))
		}
		if err := checkEvidence(ctx, tx, row, &errs); err != nil {
			return err
		}
		if err := tx.Known(ctx, &errs, model.KindLighthouseElement, map[string]*model.ID{"elementId": &row.LighthouseElementID}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "evidenceAdd", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "evidenceAdd", model.KindEvidence, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.evidence(ctx, id, f)
}

// EvidenceSee notes that an adviser saw the evidence: from then on it counts.
func (s Service) EvidenceSee(ctx context.Context, in model.EvidenceSeeInput, f model.Fields) (*model.EvidenceItem, error) {
	return s.changeEvidence(ctx, in.ID, in.ExpectedVersion, "evidenceSee", "", f, func(ctx context.Context, tx *app.Tx, row *model.EvidenceItem) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		var errs model.Errors
		errs.Add(in.Apply(row, today))
		if err := checkEvidence(ctx, tx, row, &errs); err != nil {
			return err
		}
		return errs.Err()
	})
}

// EvidenceWithdraw takes evidence out of the count. The last one of an element
// that is EVIDENCED stays until the element is put back.
func (s Service) EvidenceWithdraw(ctx context.Context, in model.EvidenceWithdrawInput, f model.Fields) (*model.EvidenceItem, error) {
	return s.changeEvidence(ctx, in.ID, in.ExpectedVersion, "evidenceWithdraw", in.Reason, f, func(ctx context.Context, tx *app.Tx, row *model.EvidenceItem) error {
		_, element, err := lockElement(ctx, tx, row.LighthouseElementID)
		if err != nil {
			return err
		}
		seen, err := seenEvidence(ctx, tx, element.ID)
		if err != nil {
			return err
		}
		if row.Counts() && seen == 1 && element.State == model.ElementEvidenced {
			return model.GuardFailed("guard.element.lastEvidence")
		}
		return in.Apply(row)
	})
}

func (s Service) changeEvidence(
	ctx context.Context, global model.GlobalID, expected *int, action, why string, f model.Fields,
	write func(ctx context.Context, tx *app.Tx, row *model.EvidenceItem) error,
) (*model.EvidenceItem, error) {
	id, err := global.As(model.KindEvidence, "id")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.Evidence(ctx, id)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := row.Expect(expected); err != nil {
			return err
		}
		if row.Withdrawn != "" {
			return model.GuardFailed("guard.evidence.withdrawn")
		}
		before := *row
		if err := write(ctx, tx, row); err != nil {
			return err
		}
		row.Touch(tx.Now)
		if err := tx.Update(ctx, row, row.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, action, model.KindEvidence, id, &before, row, why)
	})
	if err != nil {
		return nil, err
	}
	return s.evidence(ctx, id, f)
}

// checkEvidence refuses a witness who is no adviser.
func checkEvidence(ctx context.Context, tx *app.Tx, row *model.EvidenceItem, errs *model.Errors) error {
	if row.SeenByID == nil {
		return nil
	}
	person, err := tx.Person(ctx, *row.SeenByID)
	if model.IsCode(err, model.CodeNotFound) {
		errs.Add(model.NotFound("seenById"))
		return nil
	}
	if err == nil && person.StaffRole == "" {
		errs.Add(model.BadInput("seenById", "error.evidence.notAdviser").With("Person", person.DisplayName()))
	}
	return err
}

func (s Service) evidence(ctx context.Context, id model.ID, f model.Fields) (*model.EvidenceItem, error) {
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.EvidenceItem(ctx, id, f)
}
