package mission

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Announce tells all decisions at once: offers hold their places, the waitlist
// gets its order, by class and then by submission.
func (s Service) Announce(ctx context.Context, in model.MissionAnnounceInput, f model.Fields) (*model.TradeMission, error) {
	id, err := in.MissionID.As(model.KindTradeMission, "missionId")
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, err := tx.LockTradeMission(ctx, id)
		if err != nil {
			return model.AtField(err, "missionId")
		}
		if err := organises(ctx, tx, row); err != nil {
			return err
		}
		if err := row.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		applications, err := tx.ApplicationsToMissions(ctx, []model.ID{id})
		if err != nil {
			return err
		}
		guards, err := guards(ctx, tx, row, applications)
		if err != nil {
			return err
		}
		if err := model.CheckMissionTransition(row.State, model.MissionAnnounced, guards); err != nil {
			return err
		}
		expires, err := offerUntil(tx, row, in.OfferExpiresAt)
		if err != nil {
			return err
		}
		before := *row
		row.State, row.StateSince, row.AnnouncedAt = model.MissionAnnounced, tx.Now, &tx.Now
		if err := tell(ctx, tx, row, applications, expires); err != nil {
			return err
		}
		return tx.SaveActivity(ctx, "missionAnnounce", &before, row, &row.Stamps, "")
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// offerUntil is until when the places of an announcement are held.
func offerUntil(tx *app.Tx, m *model.TradeMission, wanted *time.Time) (time.Time, error) {
	if wanted == nil {
		return offerEnds(tx, m), nil
	}
	until := wanted.UTC().Truncate(time.Second)
	if !until.After(tx.Now) || until.After(m.StartsOn.At(0, 0, m.Zone())) {
		return until, model.BadInput("offerExpiresAt", "error.mission.offerExpires")
	}
	return until, nil
}

// offerEnds is until when a place offered now is held: the mission's hours, and
// not into its first day.
func offerEnds(tx *app.Tx, m *model.TradeMission) time.Time {
	until, first := tx.Now.Add(time.Duration(m.OfferHours)*time.Hour), m.StartsOn.At(0, 0, m.Zone())
	if until.After(first) {
		return first
	}
	return until
}

// tell moves every decided application to what was decided.
func tell(ctx context.Context, tx *app.Tx, m *model.TradeMission, applications []*model.MissionApplication, expires time.Time) error {
	var waiting []*model.MissionApplication
	for _, a := range applications {
		if a.State == model.ApplicationInReview && a.Decision == model.DecisionWaitlist {
			waiting = append(waiting, a)
		}
	}
	slices.SortStableFunc(waiting, func(a, b *model.MissionApplication) int { return cmp.Compare(a.WaitlistClass, b.WaitlistClass) })
	if err := tx.SetWaitlist(ctx, m.ID, waiting); err != nil {
		return err
	}
	for _, a := range applications {
		if a.State != model.ApplicationInReview || a.Decision == "" {
			continue
		}
		h := held{MissionApplication: a, mission: m, before: *a}
		var err error
		switch a.Decision {
		case model.DecisionAccept:
			err = h.offer(ctx, tx, expires)
		case model.DecisionWaitlist:
			err = h.to(tx, model.ApplicationWaitlisted)
		case model.DecisionReject:
			err = h.to(tx, model.ApplicationRejected)
		}
		if err != nil {
			return err
		}
		if err := h.save(ctx, tx, "missionApplicationAnnounce", ""); err != nil {
			return err
		}
	}
	return nil
}
