package outcome

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Question is what a link asks: the request, which is not stored yet where the
// link leads to something else, and what is known of its activity and company.
type Question struct {
	Request  *model.OutcomeRequest
	Outcomes []*model.Outcome
}

// Open answers what a link asks somebody. NOT_FOUND is the answer for a subject
// that asks nothing, or somebody else. It changes nothing.
func (s Service) Open(ctx context.Context, subject, person model.ID) (*Question, error) {
	f := model.Fields{}.Ask("activity", "title").Ask("company", "name")
	request, err := s.find(ctx, s.Store.Queries, subject, person, f)
	if err != nil {
		return nil, err
	}
	outcomes, err := s.Store.OutcomesFor(ctx, request.ActivityID, request.CompanyID)
	if err != nil {
		return nil, err
	}
	return &Question{Request: request, Outcomes: outcomes}, nil
}

// occasion is what a link asks about whose subject is an application to a
// mission: what came of it, in the latest wave. NOT_FOUND says that there is no
// such application.
func (s Service) occasion(ctx context.Context, q store.Queries, application model.ID) (*model.OutcomeOccasion, error) {
	rows, err := q.MissionApplicationsByID(model.WithActor(ctx, model.System("outcomes")), []model.ID{application}, nil)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, model.NotFound("")
	}
	found, err := q.ActivitiesByID(ctx, []model.ID{rows[0].MissionID}, nil)
	if err != nil {
		return nil, err
	}
	mission := found[rows[0].MissionID]
	if mission == nil {
		return nil, model.NotFound("")
	}
	on := model.OutcomeOccasionOf(rows[0], mission.Common().EndsOn, s.Today())
	return &on, nil
}

// find reads the request behind a link's subject. Of an occasion that has not
// led to one it answers a request without an id.
func (s Service) find(ctx context.Context, q store.Queries, subject, person model.ID, f model.Fields) (*model.OutcomeRequest, error) {
	rows, err := q.OutcomeRequestsByID(ctx, []model.ID{subject}, f)
	if err != nil {
		return nil, err
	}
	var request *model.OutcomeRequest
	if len(rows) > 0 {
		request = rows[0]
	} else {
		on, err := s.occasion(ctx, q, subject)
		if err != nil {
			return nil, err
		}
		request = &model.OutcomeRequest{ActivityID: on.ActivityID, CompanyID: on.CompanyID, PersonID: on.PersonID, Wave: on.Wave}
		if err := q.FillOutcomeRequest(ctx, request, f); err != nil {
			return nil, err
		}
	}
	if request.PersonID != nil && *request.PersonID != person {
		return nil, model.NotFound("")
	}
	return request, nil
}

// AnswerNone says that nothing has come yet. It is refused where something has
// been told under the same request.
func (s Service) AnswerNone(ctx context.Context, subject, person model.ID) error {
	return s.answer(ctx, subject, person, func(ctx context.Context, tx *app.Tx, request *model.OutcomeRequest, told []*model.Outcome) error {
		for _, o := range told {
			switch {
			case o.State == model.OutcomeRejected:
			case o.Kind == model.OutcomeNone:
				return nil // said before
			default:
				return model.GuardFailed("guard.outcome.told")
			}
		}
		entries, err := tx.ActivityEntries(ctx, []model.ID{request.ActivityID})
		if err != nil || len(entries) == 0 {
			return err
		}
		row := &model.Outcome{
			Kind: model.OutcomeNone, ActivityID: request.ActivityID, CompanyID: request.CompanyID, CountryCode: entries[0].CountryCode,
			OccurredOn: s.Today(), Certainty: model.CertaintyCertain,
		}
		row.Settle(model.OutcomeConfirmed, tx.Actor.Name, tx.Now)
		request.Answered(model.AnswerNone, tx.Now)
		return tell(ctx, tx, request, row)
	})
}

// Report notes what somebody of the company says has come, which is confirmed
// with that, or is expected.
func (s Service) Report(ctx context.Context, subject, person model.ID, in model.OutcomeReport) error {
	row := &model.Outcome{}
	if err := in.Apply(row, s.Today()); err != nil {
		return err
	}
	var errs model.Errors
	knownCountry(&errs, row.CountryCode)
	if err := errs.Err(); err != nil {
		return err
	}
	return s.answer(ctx, subject, person, func(ctx context.Context, tx *app.Tx, request *model.OutcomeRequest, told []*model.Outcome) error {
		var key *string
		if in.Key != "" {
			key = &in.Key
		}
		_, err := tx.Once(ctx, key, "outcomeReport:"+request.ID.String(), in, func(model.ID) error {
			// "None yet" was true until now.
			for _, o := range told {
				if o.Kind == model.OutcomeNone && o.State == model.OutcomeConfirmed {
					if err := settle(ctx, tx, o, model.OutcomeRejected); err != nil {
						return err
					}
				}
			}
			row.ActivityID, row.CompanyID = request.ActivityID, request.CompanyID
			if !in.Expected {
				row.Settle(model.OutcomeConfirmed, tx.Actor.Name, tx.Now)
			}
			request.Answered(model.AnswerOutcomes, tx.Now)
			return tell(ctx, tx, request, row)
		})
		return err
	})
}

// Settle says whether something that is expected of the activity has come.
func (s Service) Settle(ctx context.Context, subject, person, outcome model.ID, came bool) error {
	return s.answer(ctx, subject, person, func(ctx context.Context, tx *app.Tx, request *model.OutcomeRequest, _ []*model.Outcome) error {
		row, err := tx.LockOutcome(ctx, outcome)
		if err != nil {
			return err
		}
		if row.ActivityID != request.ActivityID || row.CompanyID != request.CompanyID {
			return model.NotFound("")
		}
		if row.State != model.OutcomeForecast {
			return nil // settled before, by this form or in another window
		}
		if !came {
			return settle(ctx, tx, row, model.OutcomeRejected)
		}
		request.Answered(model.AnswerOutcomes, tx.Now)
		return settle(ctx, tx, row, model.OutcomeConfirmed)
	})
}

func settle(ctx context.Context, tx *app.Tx, row *model.Outcome, state model.OutcomeState) error {
	return save(ctx, tx, row, "outcomeSettle", "", func(_ context.Context, tx *app.Tx, row *model.Outcome) error {
		row.Settle(state, tx.Actor.Name, tx.Now)
		return nil
	})
}

// tell stores what a request was answered with.
func tell(ctx context.Context, tx *app.Tx, request *model.OutcomeRequest, row *model.Outcome) error {
	row.ID, row.RequestID, row.NotedBy, row.Stamps = tx.NewID(), &request.ID, tx.Actor.Name, model.Created(tx.Now)
	return insert(ctx, tx, row, nil, "outcomeReport")
}

// answer runs an answer to a request that nobody else answers meanwhile, and
// stores what it makes of the request. told are the outcomes that it was
// answered with before.
func (s Service) answer(
	ctx context.Context, subject, person model.ID,
	write func(ctx context.Context, tx *app.Tx, request *model.OutcomeRequest, told []*model.Outcome) error,
) error {
	return s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		request, err := s.find(ctx, tx.Queries, subject, person, nil)
		if err != nil {
			return err
		}
		if request.ID == (model.ID{}) {
			request, err = tx.AskOutcome(ctx, model.OutcomeOccasion{
				ActivityID: request.ActivityID, CompanyID: request.CompanyID, PersonID: request.PersonID, Wave: request.Wave,
			})
			if err != nil {
				return err
			}
		}
		if request, err = tx.LockOutcomeRequest(ctx, request.ID); err != nil {
			return err
		}
		told, err := tx.OutcomesOfRequests(ctx, []model.ID{request.ID}, nil)
		if err != nil {
			return err
		}
		before := *request
		if err := write(ctx, tx, request, told); err != nil {
			return err
		}
		if request.AnswerText == before.AnswerText {
			return nil
		}
		request.Touch(tx.Now)
		if err := tx.Update(ctx, request, request.Version); err != nil {
			return err
		}
		return tx.Audit(ctx, "outcomeAnswer", model.KindOutcomeRequest, request.ID, &before, request, "")
	})
}
