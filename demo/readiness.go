package demo

import (
	"context"
	"fmt"
	"time"

	"fyrtaarn/model"
)

// assessed is one time that a company was assessed, and placed on the staircase.
type assessed struct {
	// Day counts from D.
	Day    int
	Scores model.DemoScores
	// Step is the number of the staircase's step.
	Step int
	// Why says why the company was placed there, where there is more to say than
	// that it was assessed; Comment is what the adviser noted.
	Why, Comment string
}

// draft is an assessment that a company has begun on a phone.
type draft struct {
	Day, Answered, LinkUntil int
}

// missedLink is a way to an assessment that the company came too late for; it
// has asked for another on the day Missed.
type missedLink struct {
	Day, Until, Missed int
}

// readinessEvents lists when the companies were assessed and placed, which of
// them are on their way to the next assessment, and what their links are worth.
func (w *World) readinessEvents() []event {
	var events []event
	for _, f := range w.firms {
		minute := fmt.Sprintf("%02d", 2*(f.Number-1))
		for i := range f.Assessments {
			a := &f.Assessments[i]
			events = append(
				events,
				event{w.at(a.Day, "09:"+minute), func(ctx context.Context) error { return w.submit(ctx, f, a) }},
				event{w.at(a.Day+1, "13:"+minute), func(ctx context.Context) error { return w.validate(ctx, f, a) }},
			)
		}
		if d := f.Draft; d != nil {
			events = append(events, event{w.at(d.Day, "21:"+minute), func(ctx context.Context) error { return w.beginDraft(ctx, f) }})
		}
		if l := f.Link; l != nil {
			events = append(
				events,
				event{w.at(l.Day, "09:"+minute), func(ctx context.Context) error { return w.link(ctx, f, w.at(l.Until, "12:00")) }},
				event{w.at(l.Missed, "15:"+minute), func(ctx context.Context) error {
					return w.Readiness.LinkRequest(w.asCompany(ctx, f), f.assessment)
				}},
			)
		}
	}
	return events
}

// asCompany acts as whoever answers for the company.
func (w *World) asCompany(ctx context.Context, f *firm) context.Context {
	return model.WithActor(ctx, model.Actor{
		Role: model.RoleCompany, Name: f.Contact, Language: f.Language, OrganisationID: f.id,
	})
}

// asAdviser acts as the adviser of the company: the two take turns.
func (w *World) asAdviser(ctx context.Context, f *firm) context.Context {
	adviser := w.adviser(f)
	return model.WithActor(ctx, model.Actor{Role: model.RoleAdviser, Name: adviser.FullName, Language: adviser.Language, PersonID: adviser.ID})
}

func (w *World) adviser(f *firm) *model.Person {
	return w.staff[[]string{"demo-usr-02", "demo-usr-01"}[f.Number%2]]
}

// begin opens an assessment, and answers what the company would say to each
// question.
func (w *World) begin(ctx context.Context, f *firm, scores model.DemoScores) ([]model.RatingInput, error) {
	adviser := w.adviser(f).GlobalID()
	made, err := w.Readiness.Create(ctx, model.AssessmentCreateInput{OrganisationID: f.organisation, Market: f.Market, AdviserID: &adviser}, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	f.assessment = made.GlobalID()
	template, err := w.Readiness.Template(ctx, nil)
	if err != nil {
		return nil, err
	}
	return scores.Ratings(template), nil
}

// submit lets the company answer everything, and hand it in.
func (w *World) submit(ctx context.Context, f *firm, a *assessed) error {
	ctx = w.asCompany(ctx, f)
	answers, err := w.begin(ctx, f, a.Scores)
	if err != nil {
		return err
	}
	if _, err := w.Readiness.Answer(ctx, model.AssessmentAnswerInput{ID: f.assessment, Answers: answers}, nil); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if _, err := w.Readiness.Submit(ctx, model.AssessmentSubmitInput{ID: f.assessment}, nil); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// validate lets the adviser go through the answers, agree on them, and place the
// company on the staircase as of the day on which it handed them in.
func (w *World) validate(ctx context.Context, f *firm, a *assessed) error {
	ctx = w.asAdviser(ctx, f)
	template, err := w.Readiness.Template(ctx, nil)
	if err != nil {
		return err
	}
	agreed := model.AssessmentRateInput{ID: f.assessment}
	for _, rating := range a.Scores.Ratings(template) {
		if template.Question(rating.QuestionID).Gate {
			agreed.Ratings = append(agreed.Ratings, rating)
		}
	}
	if _, err := w.Readiness.Rate(ctx, agreed, nil); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if a.Comment != "" {
		if _, err := w.Readiness.Comment(ctx, model.AssessmentCommentInput{ID: f.assessment, Text: a.Comment}, nil); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	for _, to := range []model.AssessmentState{model.AssessmentInSparring, model.AssessmentValidated} {
		if _, err := w.Readiness.Transition(ctx, model.AssessmentTransitionInput{ID: f.assessment, To: to}, nil); err != nil {
			return fmt.Errorf("%s to %s: %w", f.Name, to, err)
		}
	}
	return w.place(ctx, f, a)
}

func (w *World) place(ctx context.Context, f *firm, a *assessed) error {
	steps, err := w.Core.Store.StaircaseSteps(ctx)
	if err != nil {
		return err
	}
	in := model.PlacementCreateInput{CompanyID: f.organisation, PlacedOn: w.day0.AddDays(a.Day), Reason: a.Why}
	if in.Reason == "" {
		in.Reason = "As the assessment shows (demo)."
	}
	for _, step := range steps {
		if step.Number == a.Step {
			in.StepID = step.GlobalID()
		}
	}
	if _, err := w.Staircase.Place(ctx, in, nil); err != nil {
		return fmt.Errorf("%s on step %d: %w", f.Name, a.Step, err)
	}
	return nil
}

// beginDraft lets the company begin its next assessment, and leave it.
func (w *World) beginDraft(ctx context.Context, f *firm) error {
	company := w.asCompany(ctx, f)
	answers, err := w.begin(company, f, f.Assessments[0].Scores)
	if err != nil {
		return err
	}
	if err := w.link(ctx, f, w.at(f.Draft.LinkUntil, "12:00")); err != nil {
		return err
	}
	in := model.AssessmentAnswerInput{ID: f.assessment, Answers: answers[:f.Draft.Answered]}
	if _, err := w.Readiness.Answer(company, in, nil); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}

// link makes a way to the company's newest assessment.
func (w *World) link(ctx context.Context, f *firm, until time.Time) error {
	_, err := w.Access.AssessmentLinkCreate(w.asAdviser(ctx, f), model.AssessmentLinkCreateInput{
		ID: f.assessment, PersonID: f.contactPerson, ExpiresAt: &until,
	})
	return err
}
