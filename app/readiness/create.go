package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Create begins an assessment of a company for a market. What the company has
// answered about itself lately, for whatever market, is not asked again. Who came
// by the link to another one is refused.
func (s Service) Create(ctx context.Context, in model.AssessmentCreateInput, f model.Fields) (*model.Assessment, error) {
	var errs model.Errors
	organisation, err := in.OrganisationID.As(model.KindOrganisation, "organisationId")
	errs.Add(err)
	adviser := errs.OptionalID(in.AdviserID, model.KindPerson, "adviserId")
	line, err := model.CleanLine("productLine", app.Value(in.ProductLine), model.MaxName)
	errs.Add(err)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		if err := mine(tx.Actor, organisation, "organisationId"); err != nil {
			return err
		}
		if tx.Actor.AssessmentID != (model.ID{}) {
			return model.Forbidden("error.forbidden")
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "assessmentCreate", in, func(id model.ID) error {
			company, err := tx.LockOrganisation(ctx, organisation)
			if err != nil {
				return model.AtField(err, "organisationId")
			}
			row := &model.Assessment{
				ID: id, OrganisationID: organisation, CountryCode: in.Market, ProductLine: line, State: model.AssessmentDraft, StateSince: tx.Now,
				AdviserID: adviser, LastSavedAt: tx.Now, Stamps: model.Created(tx.Now),
			}
			if err := s.check(ctx, tx, company, row); err != nil {
				return err
			}
			return s.begin(ctx, tx, row)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

// check refuses an assessment of what is no company, or for no market.
func (s Service) check(ctx context.Context, tx *app.Tx, company *model.Organisation, row *model.Assessment) error {
	var errs model.Errors
	if company.Kind != model.OrganisationCompany {
		errs.Add(model.BadInput("organisationId", "error.assessment.noCompany"))
	}
	switch {
	case store.Country(row.CountryCode, model.English) == nil:
		errs.Add(model.BadInput("market", "error.country.unknown").With("Code", string(row.CountryCode)))
	case row.CountryCode == company.CountryCode:
		errs.Add(model.BadInput("market", "error.assessment.homeMarket"))
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"adviserId": row.AdviserID}); err != nil {
		return err
	}
	return errs.Err()
}

// begin stores the row with the answers that it takes over.
func (s Service) begin(ctx context.Context, tx *app.Tx, row *model.Assessment) error {
	template, err := s.template(ctx, tx.Queries, 0)
	if err != nil {
		return err
	}
	row.TemplateVersion = template.Version
	w := &work{tx: tx, row: row, template: template, answers: map[string]*model.AssessmentAnswer{}}
	if w.siblings, err = tx.AssessmentsOf(ctx, row.OrganisationID); err != nil {
		return err
	}
	if err := w.inherit(ctx); err != nil {
		return err
	}
	w.rescore()
	if err := takenIfOpen(tx.Insert(ctx, row)); err != nil {
		return err
	}
	for _, answer := range w.answers {
		if err := tx.SaveAnswer(ctx, answer); err != nil {
			return err
		}
	}
	tx.Touch(model.KindAssessment, row.ID)
	w.touchEarlier()
	return tx.Audit(ctx, "assessmentCreate", model.KindAssessment, row.ID, nil, audited(*row), "")
}

// takenIfOpen is the refusal of a second open assessment for one market and
// product line.
func takenIfOpen(err error) error {
	if store.IsUnique(err) {
		return model.Conflict("market", "error.assessment.open")
	}
	return err
}

// inherit takes over what the company said about itself on the same version of
// the questionnaire and still stands by: of each question the newest answer that
// has not expired, with the age that it has. An adviser's ratings stay with the
// submission that they were given to.
func (w *work) inherit(ctx context.Context) error {
	var ids []model.ID
	for _, a := range w.siblings {
		if a.TemplateVersion == w.row.TemplateVersion {
			ids = append(ids, a.ID)
		}
	}
	earlier, err := w.tx.AnswersOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, answer := range earlier {
		q, self := w.template.Question(answer.QuestionID), answer.Ratings().Self
		if q.Scope != model.ScopeCompany || !self.Said() || !w.tx.Now.Before(q.ExpiresAt(self.At)) {
			continue
		}
		if known := w.answers[q.ID]; known == nil || self.At.After(*known.SelfAt) {
			taken := &model.AssessmentAnswer{AssessmentID: w.row.ID, QuestionID: q.ID}
			taken.Set(model.SideSelf, self, answer.SelfBy)
			taken.ExpiresAt = q.Expiry(taken.Ratings())
			w.answers[q.ID] = taken
		}
	}
	return nil
}
