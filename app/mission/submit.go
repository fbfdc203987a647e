package mission

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Submit sends an application in, and says at once whether it can be considered.
// One that cannot is refused with the reasons and stays a draft; whoever insists
// sends it in all the same, as INELIGIBLE, and can appeal.
func (s Service) Submit(ctx context.Context, in model.MissionApplicationSubmitInput, f model.Fields) (*model.MissionApplication, error) {
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := hold(ctx, tx, in.ID, in.ExpectedVersion)
		if err != nil {
			return err
		}
		if h.State != model.ApplicationDraft {
			return model.Conflict("id", "error.application.twice")
		}
		if err := takesApplications(tx, h.mission); err != nil {
			return err
		}
		var errs model.Errors
		if h.ContactID == nil {
			errs.Add(model.GuardFailed("guard.application.contact").At("contactId"))
		}
		if h.Motivation == "" {
			errs.Add(model.GuardFailed("guard.application.motivation").At("motivation"))
		}
		facts, err := h.facts(ctx, tx)
		if err != nil {
			return err
		}
		reasons := model.CheckEligibility(h.mission, h.MissionApplication, facts)
		if !app.Value(in.Insist) {
			explain(&errs, h.mission, facts, reasons)
		}
		if err := errs.Err(); err != nil {
			return err
		}
		number, err := tx.NextSubmissionNumber(ctx, h.MissionID)
		if err != nil {
			return err
		}
		if err := h.to(tx, model.ApplicationSubmitted); err != nil {
			return err
		}
		h.SubmissionNumber, h.SubmittedAt = &number, &tx.Now
		if err := h.save(ctx, tx, "missionApplicationSubmit", ""); err != nil {
			return err
		}
		return h.judge(ctx, tx, reasons, "")
	})
}

// facts are what an application's eligibility rests on.
func (h *held) facts(ctx context.Context, tx *app.Tx) (model.Eligibility, error) {
	facts := model.Eligibility{SubmittedAt: tx.Now}
	if h.SubmittedAt != nil {
		facts.SubmittedAt = *h.SubmittedAt
	}
	levels, err := tx.ReadinessLevels(ctx, []model.ID{h.CompanyID}, h.mission.CountryCode)
	if level, known := levels[h.CompanyID]; known {
		facts.Level = &level
	}
	return facts, err
}

// explain says of each reason what would help.
func explain(errs *model.Errors, m *model.TradeMission, facts model.Eligibility, reasons model.IneligibleReasons) {
	for _, reason := range reasons {
		switch reason {
		case model.IneligibleLevel:
			errs.Add(model.GuardFailed("guard.application.level").With("Level", *facts.Level).With("Minimum", *m.MinimumLevel))
		case model.IneligibleDeMinimis:
			errs.Add(model.GuardFailed("guard.application.deMinimis").At("deMinimis"))
		case model.IneligibleDeadline, model.IneligibleOther: // the one was refused before, the other is a person's word
		}
	}
}

// judge notes whether the application can be considered.
func (h *held) judge(ctx context.Context, tx *app.Tx, reasons model.IneligibleReasons, why string) error {
	to := model.ApplicationEligible
	if len(reasons) > 0 {
		to = model.ApplicationIneligible
	}
	if h.State != to {
		if err := h.to(tx, to); err != nil {
			return err
		}
	}
	h.Ineligible, h.Reason = reasons, why
	return h.save(ctx, tx, "missionEligibilitySet", why)
}

// SetEligibility says by hand whether an application can be considered, with the
// reasons why not.
func (s Service) SetEligibility(ctx context.Context, in model.MissionEligibilitySetInput, f model.Fields) (*model.MissionApplication, error) {
	why, err := model.CleanText("reason", app.Value(in.Reason), model.MaxBody)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, in.ID, f, func(ctx context.Context, tx *app.Tx) error {
		h, err := holdAsOrganiser(ctx, tx, in.ID, "id", in.ExpectedVersion)
		if err != nil {
			return err
		}
		for _, reason := range in.Reasons {
			if reason == model.IneligibleOther && why == "" {
				return model.BadInput("reason", "error.text.required")
			}
		}
		return h.judge(ctx, tx, in.Reasons, why)
	})
}
