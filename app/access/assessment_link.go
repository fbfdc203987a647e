package access

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// AssessmentLinkCreate makes the way of somebody who answers for a company to
// one assessment. The company no longer waits for a link.
func (s Service) AssessmentLinkCreate(ctx context.Context, in model.AssessmentLinkCreateInput) (*model.AssessmentLink, error) {
	var errs model.Errors
	id, err := in.ID.As(model.KindAssessment, "id")
	errs.Add(err)
	person, err := in.PersonID.As(model.KindPerson, "personId")
	errs.Add(err)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if !model.ActorFrom(ctx).IsStaff() {
		return nil, model.Forbidden("error.forbidden")
	}
	link := new(model.AssessmentLink)
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		link.ExpiresAt = tx.Now.Add(model.AssessmentLinkLasts)
		if in.ExpiresAt != nil {
			link.ExpiresAt = in.ExpiresAt.UTC().Truncate(time.Second)
		}
		if !link.ExpiresAt.After(tx.Now) {
			errs.Add(model.BadInput("expiresAt", "error.time.past"))
		}
		if err := tx.Known(ctx, &errs, model.KindAssessment, map[string]*model.ID{"id": &id}); err != nil {
			return err
		}
		if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"personId": &person}); err != nil {
			return err
		}
		if err := errs.Err(); err != nil {
			return err
		}
		if link.Secret, err = s.LinkCreate(ctx, tx, model.LinkAssessment, id, person, "", link.ExpiresAt); err != nil {
			return err
		}
		if err := tx.ClearLinkRequest(ctx, id); err != nil {
			return err
		}
		return tx.Audit(ctx, "assessmentLinkCreate", model.KindAssessment, id, nil, nil, "")
	})
	if err != nil {
		return nil, err
	}
	return link, nil
}

// LinkExpired answers a link for the purpose that has led somewhere until
// lately, so that its page can say so and offer a new one.
func (s Service) LinkExpired(ctx context.Context, secret string, purpose model.LinkPurpose) (*model.Link, error) {
	link, err := s.known(ctx, secret)
	if err != nil {
		return nil, err
	}
	if link.Purpose != purpose || s.Clock.Now().Before(link.ExpiresAt) {
		return nil, model.NotFound("")
	}
	return link, nil
}
