package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestConditionsHold(t *testing.T) {
	person := map[string]string{"state": "OWN"}
	subject := map[string]string{"state": "OPEN", "urgent": "true"}
	one := func(attribute string, operator model.Operator, values ...string) model.Conditions {
		return model.Conditions{{Attribute: attribute, Operator: operator, Values: values}}
	}
	for _, c := range []struct {
		name       string
		conditions model.Conditions
		want       bool
	}{
		{"NoneHolds", nil, true},
		{"In", one("urgent", model.OpIn, "false", "true"), true},
		{"NotAmong", one("urgent", model.OpIn, "false"), false},
		{"NotIn", one("urgent", model.OpNotIn, "false"), true},
		{"NotInButIs", one("urgent", model.OpNotIn, "true"), false},
		{"TheFirstSetGoesBefore", one("state", model.OpIn, "OWN"), true},
		{"TheSecondIsHiddenByIt", one("state", model.OpIn, "OPEN"), false},
		{"MissingIsNotIn", one("answered", model.OpIn, "true"), false},
		{"MissingIsOutside", one("answered", model.OpNotIn, "true"), true},
		{"UnknownOperatorNeverHolds", one("urgent", "EQUALS", "true"), false},
		{"OneOfTwoIsNotEnough", append(one("urgent", model.OpIn, "true"), one("state", model.OpIn, "OPEN")...), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.conditions.Hold(person, subject); got != c.want {
				t.Errorf("= %t, want %t", got, c.want)
			}
		})
	}
}

func TestStillRelevant(t *testing.T) {
	type change = func(*model.ReminderRule, *model.ReminderSubject)
	for _, c := range []struct {
		name   string
		level  int
		change change
		want   bool
	}{
		{"AsPlanned", 0, func(*model.ReminderRule, *model.ReminderSubject) {}, true},
		{"RuleDisabled", 0, func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Enabled = false }, false},
		{"FilterNoLonger", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.Attributes["state"] = "CONFIRMED" }, false},
		{"Stopped", 0, func(r *model.ReminderRule, _ *model.ReminderSubject) {
			r.StopWhen = model.Conditions{{Attribute: "state", Operator: model.OpIn, Values: []string{"INVITED"}}}
		}, false},
		{"NoLongerInTheAudience", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People[0].Roles = nil }, false},
		{"GoneFromTheSubject", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People = s.People[1:] }, false},
		{"DateMoved", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentSessionStartsAt] = instant(t, "2027-03-31T07:00:00Z")
		}, false},
		{"HourMovedOnTheDay", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentSessionStartsAt] = instant(t, "2027-03-30T09:00:00Z")
		}, true},
		{"DateGone", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.Moments = nil }, false},
		{"AnotherSubject", 0, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.ID = model.ID{15: 9} }, false},
		{"AnotherRule", 0, func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Key = "other" }, false},
		{"Escalation", 1, func(*model.ReminderRule, *model.ReminderSubject) {}, true},
		{"EscalationAfterTheAnswer", 1, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.Attributes["state"] = "CONFIRMED" }, false},
		{"EscalationAfterTheDateMoved", 1, func(_ *model.ReminderRule, s *model.ReminderSubject) {
			s.Moments[model.MomentSessionStartsAt] = instant(t, "2027-03-31T07:00:00Z")
		}, false},
		{"EscalationToWhoNoLongerOwnsIt", 1, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.People[1].Roles = nil }, false},
		{"EscalationThatTheRuleDropped", 1, func(r *model.ReminderRule, _ *model.ReminderSubject) { r.Escalate = nil }, false},
		{"EscalationOfWhatWasNotSent", 1, func(_ *model.ReminderRule, s *model.ReminderSubject) { s.Sent = nil }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			rule, subject := askingRule(), askedSubject(t, sentAt(t, 0, 1, "2027-03-12T10:30:00Z"))
			planned := planAt(t, "2027-03-10T12:00:00Z", rule, subject)
			if len(planned) != 2 {
				t.Fatalf("planned %v", spelledOut(planned))
			}
			c.change(rule, &subject)
			if got := model.StillRelevant(rule, subject, planned[c.level]); got != c.want {
				t.Errorf("= %t, want %t", got, c.want)
			}
		})
	}
}

func TestSupersededBy(t *testing.T) {
	earlier, later := instant(t, "2027-03-08T08:00:00Z"), instant(t, "2027-03-08T09:00:00Z")
	occurrence := func(fingerprint string, state model.OccurrenceState, due time.Time) *model.Occurrence {
		return &model.Occurrence{
			RuleKey: "test", SubjectID: model.ID{15: 1}, PersonID: personID(1), Fingerprint: fingerprint, Number: 1,
			State: state, PlannedFor: due, DueAt: due, MissedAt: due.Add(24 * time.Hour),
		}
	}
	const (
		planned, held, superseded = model.OccurrencePlanned, model.OccurrenceHeld, model.OccurrenceSuperseded
		expired, missed           = model.OccurrenceExpired, model.OccurrenceMissed
	)
	for _, c := range []struct {
		name     string
		existing model.OccurrenceState
		existsAt time.Time
		plan     model.OccurrenceState
		planAt   time.Time
		// update is the state that the row gets, or empty when it stays.
		update model.OccurrenceState
	}{
		{"TheSameStays", planned, earlier, planned, earlier, ""},
		{"AnotherTimeUpdates", planned, earlier, planned, later, planned},
		{"NowUselessExpires", planned, earlier, expired, later, expired},
		{"TooLateIsTheSendersWord", planned, earlier, missed, earlier, ""},
		{"HeldStaysHeldAtItsNewTime", held, earlier, planned, later, held},
		{"MovedBackIsRevived", superseded, earlier, planned, earlier, planned},
		{"MovedBackTooLateIsNot", superseded, earlier, missed, earlier, ""},
		{"ExpiredIsRevivedByAnEarlierTime", expired, later, planned, earlier, planned},
		{"MissedIsRevivedByALaterTime", missed, earlier, planned, later, planned},
		{"SentIsNeverRepeated", model.OccurrenceSent, earlier, planned, later, ""},
		{"FailedIsLeftToPeople", model.OccurrenceFailed, earlier, planned, later, ""},
		{"CancelledStays", model.OccurrenceCancelled, earlier, planned, later, ""},
		{"IrrelevantStays", model.OccurrenceIrrelevant, earlier, planned, later, ""},
		{"RefusedStays", model.OccurrenceRefused, earlier, planned, later, ""},
		{"WithoutAddressStays", model.OccurrenceNoAddress, earlier, planned, later, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			row, plan := occurrence("a", c.existing, c.existsAt), occurrence("a", c.plan, c.planAt)
			row.ID, row.Reason = model.ID{15: 42}, "before"
			insert, update, supersede := model.SupersededBy([]*model.Occurrence{row}, []*model.Occurrence{plan})
			if len(insert) != 0 || len(supersede) != 0 {
				t.Fatalf("inserts %d and supersedes %d, want none", len(insert), len(supersede))
			}
			if row.State != c.existing || !row.DueAt.Equal(c.existsAt) {
				t.Error("the ledger's row was changed in place")
			}
			if c.update == "" {
				if len(update) != 0 {
					t.Errorf("updates to %s at %s, want nothing", update[0].State, update[0].DueAt)
				}
				return
			}
			if len(update) != 1 || update[0].State != c.update || !update[0].DueAt.Equal(c.planAt) || update[0].ID != row.ID {
				t.Errorf("updates %+v, want %s at %s", update, c.update, c.planAt)
			}
		})
	}
	t.Run("NewOnesAreInsertedOnce", func(t *testing.T) {
		plan := occurrence("a", planned, earlier)
		insert, update, supersede := model.SupersededBy(nil, []*model.Occurrence{plan, plan})
		if !slices.Equal(insert, []*model.Occurrence{plan}) || update != nil || supersede != nil {
			t.Errorf("= %v, %v, %v", insert, update, supersede)
		}
	})
	t.Run("WhatNobodyPlansAnyMoreIsSupersededIfItWaits", func(t *testing.T) {
		var existing []*model.Occurrence
		for i, state := range []model.OccurrenceState{
			planned, held, superseded, expired, missed, model.OccurrenceSent, model.OccurrenceFailed, model.OccurrenceCancelled,
			model.OccurrenceIrrelevant, model.OccurrenceRefused, model.OccurrenceNoAddress,
		} {
			row := occurrence("a", state, earlier)
			row.PersonID = personID(byte(i))
			existing = append(existing, row)
		}
		insert, update, supersede := model.SupersededBy(existing, nil)
		if insert != nil || update != nil || len(supersede) != 2 {
			t.Fatalf("= %v, %v, %d superseded, want 2", insert, update, len(supersede))
		}
		for i, gone := range supersede {
			if gone.PersonID != personID(byte(i)) || gone.State != superseded || existing[i].State == superseded {
				t.Errorf("%d: %+v", i, gone)
			}
		}
	})
}

// A date that moves and moves back must not lose its reminder, nor say it twice.
func TestMovedAndMovedBack(t *testing.T) {
	rule, subject := dayRule(-7, model.OffsetDays), visitSubject(t)
	subject.People = []model.Recipient{livingIn(t, 1, "Europe/Paris", "FR")}
	original, moved := subject.Moments[model.MomentStartsAt], instant(t, "2027-03-16T08:00:00Z")
	ledger := map[string]*model.Occurrence{}
	replan := func(starts time.Time) {
		subject.Moments[model.MomentStartsAt] = starts
		var existing []*model.Occurrence
		for _, o := range ledger {
			existing = append(existing, o)
		}
		insert, update, supersede := model.SupersededBy(existing, planAt(t, "2027-02-20T12:00:00Z", rule, subject))
		for _, o := range slices.Concat(insert, update, supersede) {
			ledger[o.Fingerprint] = o
		}
	}
	wantStates := func(want map[string]model.OccurrenceState) {
		t.Helper()
		for fingerprint, state := range want {
			if o := ledger[fingerprint]; o == nil || o.State != state {
				t.Errorf("%s: %+v, want %s", fingerprint, o, state)
			}
		}
		if len(ledger) != len(want) {
			t.Errorf("%d rows, want %d", len(ledger), len(want))
		}
	}
	const first, second = "startsAt@2027-03-09", "startsAt@2027-03-16"
	replan(original)
	wantStates(map[string]model.OccurrenceState{first: model.OccurrencePlanned})
	replan(moved)
	wantStates(map[string]model.OccurrenceState{first: model.OccurrenceSuperseded, second: model.OccurrencePlanned})
	replan(original)
	wantStates(map[string]model.OccurrenceState{first: model.OccurrencePlanned, second: model.OccurrenceSuperseded})
	ledger[first].State = model.OccurrenceSent
	replan(original)
	wantStates(map[string]model.OccurrenceState{first: model.OccurrenceSent, second: model.OccurrenceSuperseded})
}
