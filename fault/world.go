package main

import (
	"context"
	"fmt"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/person"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// size is how many visits of how many people are reminded how often.
type size struct{ visits, people, rules int }

func (s size) mails() int { return s.visits * s.people * s.rules }

var languages = []model.LanguageTag{"en", "da", "fr", "de", "ja", "ar", "ko", "uk", "es", "pl"}

// populate makes the visits and their people through the use cases.
func populate(ctx context.Context, core *app.Core, s size) error {
	ctx = model.WithActor(ctx, model.System("drill"))
	if err := core.Store.SyncCountries(ctx); err != nil {
		return err
	}
	host, err := organisation.Service{Core: core}.Create(ctx, model.OrganisationCreateInput{
		Kind: model.OrganisationHospital, Name: "Drill Hospital", CountryCode: model.Denmark,
	}, nil)
	if err != nil {
		return err
	}
	for n := range s.visits {
		if err := populateVisit(ctx, core, n, s.people, host.GlobalID()); err != nil {
			return err
		}
	}
	return nil
}

// plan makes rules that fall due one after the other from the first instant on,
// and plans what they say.
func plan(ctx context.Context, core *app.Core, s size, first time.Time, step time.Duration) error {
	err := core.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		for n := range s.rules {
			if err := tx.Insert(ctx, ruleAt(tx, n, first.Add(time.Duration(n)*step))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	refs, err := core.Store.LiveSubjects(ctx, model.KindDelegation, store.Span{Since: core.Clock.Now()}, model.ID{}, s.visits)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		if err := core.Plan(ctx, []store.Subject{ref}); err != nil {
			return err
		}
	}
	return nil
}

func populateVisit(ctx context.Context, core *app.Core, n, people int, host model.GlobalID) error {
	visits := delegation.Service{Core: core}
	firstDay := model.DateOf(core.Clock.Now()).AddDays(10)
	visit, err := visits.Create(ctx, model.DelegationCreateInput{
		Title:       []model.TranslationInput{{Language: model.English, Text: fmt.Sprintf("Drill visit %d", n)}},
		Purpose:     []model.TranslationInput{{Language: model.English, Text: "To be killed and to arrive."}},
		CountryCode: "DE", StartsOn: &firstDay, EndsOn: &firstDay, HostID: &host,
	}, nil)
	if err != nil {
		return err
	}
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return err
	}
	for hour := 9; hour < 15; hour++ {
		_, err := visits.SessionCreate(ctx, model.SessionCreateInput{
			DelegationID: visit.GlobalID(), Kind: model.SessionPresentation,
			Title:    []model.TranslationInput{{Language: model.English, Text: fmt.Sprintf("Session at %d", hour)}},
			StartsAt: firstDay.At(hour, 0, zone), EndsAt: firstDay.At(hour, 45, zone),
		}, nil)
		if err != nil {
			return err
		}
	}
	for i := range people {
		email, copenhagen := fmt.Sprintf("p%d-%d@drill.example", n, i), model.Copenhagen
		who, err := person.Service{Core: core}.Create(ctx, model.PersonCreateInput{
			FullName: fmt.Sprintf("Delegate %d of %d", i, n), Email: &email, Language: &languages[i%len(languages)],
			CountryCode: model.Denmark, TimeZone: &copenhagen,
		}, nil)
		if err != nil {
			return err
		}
		if _, err := visits.DelegateAdd(ctx, model.DelegateAddInput{DelegationID: visit.GlobalID(), PersonID: who.GlobalID()}, nil); err != nil {
			return err
		}
	}
	return nil
}

// ruleAt is a rule that tells every delegate the programme at one instant.
func ruleAt(tx *app.Tx, n int, at time.Time) *model.ReminderRule {
	return &model.ReminderRule{
		ID: tx.NewID(), Key: fmt.Sprintf("drill.%02d", n), Name: "Drill", Enabled: true, SubjectKind: model.KindDelegation,
		Trigger: model.TriggerFixedAt, FixedAt: &at, Unit: model.OffsetMinutes, Zone: model.ZoneRecipient, Calendar: model.CalendarRecipient,
		Shift: model.ShiftStay, GraceMinutes: 1440, Audience: model.Roles{model.AudienceDelegate}, Late: model.LateSkip,
		EffectiveFrom: tx.Now, Template: "programme", Attachment: model.AttachCalendar, Category: model.CategoryProgramme, Stamps: model.Created(tx.Now),
	}
}
