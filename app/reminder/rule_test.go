package reminder_test

import (
	"testing"
	"time"

	"fyrtaarn/app/reminder"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestDefaultRulesAreInstalledOnceAndEditsStay(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		rule := w.rule(t, programme1)
		if !rule.EffectiveFrom.Equal(testrig.Start) || !rule.Enabled {
			t.Fatalf("the rule is %+v", rule)
		}
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), LocalTime: model.Sent("11:00")}))
		w.later(time.Hour)
		if n := must[int](t)(w.reminders.SeedRules(t.Context())); n != 0 {
			t.Fatalf("%d rules were installed again", n)
		}
		if now := w.rule(t, programme1); now.LocalTime != "11:00" || now.Version != 2 {
			t.Fatalf("the edit is gone: %+v", now)
		}
		if got := rig.Audited(t, rule.ID); len(got) != 2 || got[1] != "reminderRuleUpdate" {
			t.Fatalf("the trail is %v", got)
		}
	})
}

func TestAnEditedRuleMovesWhatWaitsAndADisabledOneTakesItBack(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, _, _, due := announced(t, rig)
		rule := w.rule(t, programme1)
		version := rule.Version
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{
			ID: rule.GlobalID(), ExpectedVersion: &version, LocalTime: model.Sent("11:30"),
		}))
		if o := w.wantState(t, programme1, anne, model.OccurrencePlanned); !o.DueAt.Equal(due.Add(150*time.Minute)) || !o.Delivery.DueAt.Equal(o.DueAt) {
			t.Fatalf("it is due %s, its delivery %s", o.DueAt, o.Delivery.DueAt)
		}
		_, _, err := w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), ExpectedVersion: &version, Enabled: model.Sent(false)})
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), Enabled: model.Sent(false)}))
		w.wantState(t, programme1, anne, model.OccurrenceSuperseded)

		// Switched on again in time it says what it would have said.
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), Enabled: model.Sent(true)}))
		w.wantState(t, programme1, anne, model.OccurrencePlanned)
		w.dispatch(t, due.Add(150*time.Minute))
		w.wantSent(t, programme1, anne.Email, "luc@example.fr")
	})
}

func TestARuleSwitchedOnMailsNothingOfThePast(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, _, _, _, due := announced(t, rig)
		rule := w.rule(t, programme1)
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), Enabled: model.Sent(false)}))
		w.Clock.Set(due.Add(time.Hour))
		must2(t)(w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{ID: rule.GlobalID(), Enabled: model.Sent(true)}))
		w.dispatch(t, due.Add(2*time.Hour))
		w.wantSent(t, programme1)
	})
}

func TestARuleForManyIsEnabledOnlyAfterItsPreview(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w, anne, _, _, due := announced(t, rig)
		clone := must[*model.ReminderRule](t)(w.reminders.CloneRule(w.admin, model.ReminderRuleCloneInput{
			ID: w.rule(t, programme1).GlobalID(), Key: "demo.second", Name: "Once more",
		}))
		if clone.Enabled {
			t.Fatal("the clone is enabled")
		}
		_, err := w.reminders.CloneRule(w.admin, model.ReminderRuleCloneInput{ID: clone.GlobalID(), Key: programme1, Name: "Taken"})
		testrig.WantErrors(t, err, "CONFLICT key")

		enable := model.ReminderRuleUpdateInput{ID: clone.GlobalID(), Enabled: model.Sent(true), PreviewAbove: model.Sent(1)}
		_, _, err = w.reminders.UpdateRule(w.admin, enable)
		testrig.WantErrors(t, err, "GUARD_FAILED ")

		preview := must[*model.ReminderPreview](t)(w.reminders.Preview(w.adviser, clone.GlobalID(), reminder.PreviewDays))
		if preview.Total != 2 || preview.Recipients != 2 || len(preview.Entries) != 2 {
			t.Fatalf("the preview is %+v", preview)
		}
		first := preview.Entries[0]
		if !first.Occurrence.DueAt.Equal(due) || first.RecipientTime != "2027-01-06 09:00" || first.RecipientZone != "Europe/Paris" ||
			first.PlaceZone != model.Copenhagen || first.Language != "fr" || first.AnchorTime == nil || !first.AnchorTime.Equal(w.at(1, 9, 0)) {
			t.Fatalf("the entry is %+v", first)
		}
		enable.PreviewedRecipients = &preview.Recipients
		dry := enable
		dry.DryRun = testrig.Ptr(true)
		if rule, shown := must2(t)(w.reminders.UpdateRule(w.admin, dry)); !rule.Enabled || shown.Recipients != 2 || w.rule(t, "demo.second").Enabled {
			t.Fatal("the dry run changed something, or showed nothing")
		}
		must2(t)(w.reminders.UpdateRule(w.admin, enable))
		w.wantState(t, "demo.second", anne, model.OccurrencePlanned)
	})
}

func TestRulesAreForAdministratorsAndTheLedgerForStaff(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 10)
		rule := w.rule(t, programme1)
		_, _, err := w.reminders.UpdateRule(w.adviser, model.ReminderRuleUpdateInput{ID: rule.GlobalID()})
		testrig.WantErrors(t, err, "FORBIDDEN ")
		partner := testrig.Partner(t.Context(), "*:read")
		_, err = w.reminders.Occurrences(partner, nil, model.PageRequest{}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		_, err = w.reminders.Deliveries(partner, nil, model.PageRequest{}, nil)
		testrig.WantErrors(t, err, "FORBIDDEN ")
		if rules, err := w.reminders.ManyRules(partner, []model.ID{rule.ID}, nil); err != nil || len(rules) != 0 {
			t.Fatalf("a partner sees %v, %v", rules, err)
		}
		_, _, err = w.reminders.UpdateRule(w.admin, model.ReminderRuleUpdateInput{
			ID: rule.GlobalID(), Template: model.Sent("none"), Offset: model.Sent(5000), Category: model.Cleared[string](),
		})
		testrig.WantErrors(t, err, "BAD_USER_INPUT template", "BAD_USER_INPUT offset", "BAD_USER_INPUT category")
		if now := w.rule(t, programme1); now.Version != rule.Version {
			t.Fatal("a refused edit changed the rule")
		}
	})
}

// must2 is must for two values.
func must2(t *testing.T) func(*model.ReminderRule, *model.ReminderPreview, error) (*model.ReminderRule, *model.ReminderPreview) {
	t.Helper()
	return func(rule *model.ReminderRule, preview *model.ReminderPreview, err error) (*model.ReminderRule, *model.ReminderPreview) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return rule, preview
	}
}
