package mission

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// SaveReview keeps one person's judgement of an application; a later one
// replaces it. Whoever belongs to the company cannot judge it.
func (s Service) SaveReview(ctx context.Context, in model.MissionReviewSaveInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ApplicationID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ApplicationID, "applicationId", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if !slices.Contains([]model.ApplicationState{model.ApplicationEligible, model.ApplicationInReview, model.ApplicationInfoRequested}, h.State) {
			return model.GuardFailed("guard.review.state")
		}
		row := &model.MissionReview{ApplicationID: h.ID, ReviewerID: tx.Actor.PersonID, Stamps: model.Created(tx.Now)}
		var errs model.Errors
		if in.ReviewerID != nil || row.ReviewerID == (model.ID{}) {
			row.ReviewerID, err = app.Value(in.ReviewerID).As(model.KindPerson, "reviewerId")
			errs.Add(err)
		}
		in.Apply(&errs, h.mission.Criteria, row)
		if err := errs.Err(); err != nil {
			return err
		}
		if err := impartial(ctx, tx, row.ReviewerID, h.CompanyID); err != nil {
			return err
		}
		if err := keepReview(ctx, tx, row); err != nil {
			return err
		}
		if h.State == model.ApplicationEligible {
			if err := h.to(tx, model.ApplicationInReview); err != nil {
				return err
			}
		}
		return h.save(ctx, tx, "missionApplicationReview", "")
	})
}

// impartial refuses a reviewer who is one of the company's own people.
func impartial(ctx context.Context, tx *app.Tx, reviewer, company model.ID) error {
	people, err := tx.PeopleByID(ctx, []model.ID{reviewer}, model.Fields{}.Ask("affiliations"))
	if err != nil {
		return err
	}
	if len(people) == 0 {
		return model.NotFound("reviewerId")
	}
	own := people[0].OrganisationID != nil && *people[0].OrganisationID == company
	for _, a := range people[0].Affiliations {
		own = own || a.OrganisationID == company
	}
	if own {
		return model.GuardFailed("guard.review.ownCompany").At("reviewerId")
	}
	return nil
}

// keepReview stores a review, in the place of the one that the same person gave
// before.
func keepReview(ctx context.Context, tx *app.Tx, row *model.MissionReview) error {
	there, err := tx.MissionReviews(ctx, []model.ID{row.ApplicationID})
	if err != nil {
		return err
	}
	for _, old := range there {
		if old.ReviewerID != row.ReviewerID {
			continue
		}
		before := *old
		old.ConflictOfInterest, old.Scores = row.ConflictOfInterest, row.Scores
		if row.Comment != "" {
			old.Comment = row.Comment
		}
		old.Touch(tx.Now)
		if err := tx.Update(ctx, old, old.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "missionReviewSave", model.KindMissionReview, old.ID, &before, old, "")
	}
	row.ID = tx.NewID()
	if err := tx.Insert(ctx, row); err != nil {
		return err
	}
	return tx.Audit(ctx, "missionReviewSave", model.KindMissionReview, row.ID, nil, row, "")
}

// RequestInfo asks the company something that the reviewers need to know.
func (s Service) RequestInfo(ctx context.Context, in model.MissionInfoRequestInput, f model.Fields) (*model.MissionApplication, error) {
	question, err := model.CleanText("question", in.Question, model.MaxBody)
	if err == nil {
		err = model.Required("question", question)
	}
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		if err := h.to(tx, model.ApplicationInfoRequested); err != nil {
			return err
		}
		h.Question, h.Answer = question, ""
		return h.save(ctx, tx, "missionInfoRequest", "")
	})
}
