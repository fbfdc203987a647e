package model_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// randomPlan is a world that a seed invents: rules of every kind, people in
// zones from −11 to +14 with weekends of several kinds, some of them on the way.
type randomPlan struct {
	rules   []*model.ReminderRule
	subject model.ReminderSubject
	now     time.Time
}

func inventPlan(t testing.TB, seed uint64) randomPlan {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	zones := []string{
		"Europe/Copenhagen", "Asia/Tokyo", "Africa/Cairo", "Pacific/Tongatapu", "Pacific/Apia", "Pacific/Pago_Pago",
		"Pacific/Kiritimati", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "Asia/Tehran", "America/St_Johns",
	}
	countries := []model.CountryCode{"DK", "JP", "EG", "AF", "IR", "NP", "IN", "AE", ""}
	base := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	moment := func() time.Time { return base.Add(time.Duration(r.IntN(365*24*60)) * time.Minute) }
	subject := model.ReminderSubject{
		Kind: model.KindDelegation, ID: model.ID{15: 1},
		Moments: map[string]time.Time{
			model.MomentStartsAt: moment(), model.MomentEndsAt: moment(), model.MomentProgrammeChanged: moment(),
		},
		Attributes: map[string]string{model.AttributeUrgent: model.AttributeBool(r.IntN(4) == 0)},
		Zone:       zoneNamed(t, zones[r.IntN(len(zones))]), OrganisationZone: zoneNamed(t, model.Copenhagen),
		Country: countries[r.IntN(len(countries))], OrganisationCountry: "DK",
	}
	for n := range 1 + r.IntN(4) {
		person := livingIn(t, byte(n), zones[r.IntN(len(zones))], countries[r.IntN(len(countries))])
		person.JoinedAt = base
		if r.IntN(3) == 0 {
			person.JoinedAt = moment()
		}
		if r.IntN(2) == 0 {
			person.Arrives = subject.Moments[model.MomentStartsAt].Add(-time.Duration(r.IntN(100)) * time.Hour)
			person.Departs = person.Arrives.Add(time.Duration(1+r.IntN(200)) * time.Hour)
		}
		if r.IntN(4) == 0 {
			person.Roles = append(person.Roles, model.AudienceOwner)
		}
		subject.People = append(subject.People, person)
	}
	pick := func(n int) int { return r.IntN(n) }
	var rules []*model.ReminderRule
	for n := range 6 {
		rules = append(rules, inventRule(r, pick, n))
	}
	for _, rule := range rules {
		subject.Sent = append(subject.Sent, model.SentReminder{
			RuleKey: rule.Key, PersonID: personID(0), Fingerprint: "startsAt@" + model.DateOf(subject.Moments[model.MomentStartsAt].In(subject.Zone)).String(),
			Number: 1, At: moment(),
		})
	}
	return randomPlan{rules: rules, subject: subject, now: moment()}
}

func inventRule(r *rand.Rand, pick func(int) int, n int) *model.ReminderRule {
	units := []model.OffsetUnit{model.OffsetDays, model.OffsetWorkingDays, model.OffsetWeeks, model.OffsetMonths, model.OffsetHours, model.OffsetMinutes}
	rule := dayRule(pick(21)-10, units[pick(len(units))])
	rule.Key = "rule" + string(rune('A'+n))
	rule.Zone = []model.ZoneOf{model.ZoneRecipient, model.ZonePlace, model.ZoneOrganisation}[pick(3)]
	rule.Calendar = []model.CalendarOf{model.CalendarRecipient, model.CalendarOrganisation, model.CalendarBoth}[pick(3)]
	rule.Shift = []model.DayShift{"", model.ShiftPrevious, model.ShiftNext, model.ShiftStay}[pick(4)]
	rule.LocalTime = []string{"09:00", "07:00", "19:59", ""}[pick(4)]
	rule.Anchor = []string{model.MomentStartsAt, model.MomentEndsAt, model.MomentProgrammeChanged}[pick(3)]
	rule.UselessAfter = []string{"", model.MomentEndsAt}[pick(2)]
	rule.Late = []model.LateJoiner{model.LateSkip, model.LateSendNow}[pick(2)]
	if rule.Unit == model.OffsetHours || rule.Unit == model.OffsetMinutes {
		rule.LocalTime = ""
	}
	if r.IntN(3) == 0 {
		rule.UrgentWhen = model.Conditions{{Attribute: model.AttributeUrgent, Operator: model.OpIn, Values: []string{"true"}}}
	}
	if r.IntN(3) == 0 {
		rule.Repeat = &model.Repeat{Every: 1 + pick(10), Unit: units[pick(4)], AtMost: pick(6)}
	}
	if r.IntN(3) == 0 {
		rule.Escalate = model.Escalations{{AfterWorkingDays: 1 + pick(5), To: model.AudienceOwner}}
	}
	return rule
}

// quietByHand tells quiet hours without asking the code under test.
func quietByHand(s *model.ReminderSubject, p *model.Recipient, at time.Time) bool {
	zone, country := p.Zone, p.Country
	if !p.Arrives.IsZero() && !at.Before(p.Arrives) && at.Before(p.Departs) {
		zone, country = s.Zone, s.Country
	}
	local := at.In(zone)
	return local.Hour() < 7 || local.Hour() >= 20 || slices.Contains(model.Weekend(country), local.Weekday())
}

func checkInvented(t *testing.T, seed uint64) int {
	t.Helper()
	world := inventPlan(t, seed)
	horizon := model.NewHorizon(world.now)
	planned := model.PlanReminders(world.rules, world.subject, horizon, easter2027)
	again := model.PlanReminders(world.rules, world.subject, horizon, easter2027)
	if !reflect.DeepEqual(planned, again) {
		t.Fatalf("seed %d: planned twice, and differently", seed)
	}
	if insert, update, supersede := model.SupersededBy(planned, again); len(insert)+len(update)+len(supersede) != 0 {
		t.Fatalf("seed %d: planning again changes %d, %d, %d", seed, len(insert), len(update), len(supersede))
	}
	for _, o := range planned {
		person := &world.subject.People[slices.IndexFunc(world.subject.People, func(p model.Recipient) bool { return p.PersonID == o.PersonID })]
		sent := o.State == model.OccurrencePlanned
		switch {
		case !o.Urgent && quietByHand(&world.subject, person, o.DueAt):
			t.Errorf("seed %d: %s is due in quiet hours, at %s", seed, o.RuleKey, o.DueAt)
		case !o.Urgent && quietByHand(&world.subject, person, o.MissedAt):
			t.Errorf("seed %d: the grace of %s ends in quiet hours, at %s", seed, o.RuleKey, o.MissedAt)
		case o.DueAt.Before(o.PlannedFor):
			t.Errorf("seed %d: %s is due at %s, before it is wanted at %s", seed, o.RuleKey, o.DueAt, o.PlannedFor)
		case sent && o.ExpiresAt != nil && !o.DueAt.Before(*o.ExpiresAt):
			t.Errorf("seed %d: %s is due at %s, useless since %s", seed, o.RuleKey, o.DueAt, o.ExpiresAt)
		case o.DueAt.After(horizon.Until):
			t.Errorf("seed %d: %s is beyond the horizon, at %s", seed, o.RuleKey, o.DueAt)
		case o.DueAt.Before(person.JoinedAt):
			t.Errorf("seed %d: %s is due before the person joined", seed, o.RuleKey)
		case o.MissedAt.Before(o.DueAt.Add(24 * time.Hour)):
			t.Errorf("seed %d: the grace of %s is too short", seed, o.RuleKey)
		case sent && world.now.After(o.MissedAt):
			t.Errorf("seed %d: %s is past its grace and still planned", seed, o.RuleKey)
		case o.DueAt.Location() != time.UTC || o.DueAt.Nanosecond() != 0:
			t.Errorf("seed %d: %s is not in whole seconds of UTC", seed, o.DueAt)
		}
		if rule := world.rules[slices.IndexFunc(world.rules, func(r *model.ReminderRule) bool { return r.Key == o.RuleKey })]; !model.StillRelevant(rule, world.subject, o) {
			t.Errorf("seed %d: %s is planned and not relevant", seed, o.RuleKey)
		}
	}
	checkLater(t, seed, world, planned)
	return len(planned)
}

// checkLater plans again up to ten days later with nothing changed: what waits
// still waits for the same moment, or was missed.
func checkLater(t *testing.T, seed uint64, world randomPlan, planned []*model.Occurrence) {
	t.Helper()
	later := world.now.Add(time.Duration(seed%240) * time.Hour)
	replanned := model.PlanReminders(world.rules, world.subject, model.NewHorizon(later), easter2027)
	_, update, supersede := model.SupersededBy(planned, replanned)
	if len(supersede) != 0 {
		t.Errorf("seed %d: time alone superseded %d", seed, len(supersede))
	}
	for _, o := range update {
		if o.State != model.OccurrenceExpired {
			t.Errorf("seed %d: time alone changed %s to %s at %s", seed, o.RuleKey, o.State, o.DueAt)
		}
	}
}

func TestPlanKeepsItsPromisesInInventedWorlds(t *testing.T) {
	var count int
	for seed := range uint64(2000) {
		count += checkInvented(t, seed)
	}
	if count < 2000 {
		t.Errorf("only %d occurrences were planned: the worlds are too empty to prove anything", count)
	}
}

func FuzzPlanKeepsItsPromises(f *testing.F) {
	f.Add(uint64(1 << 40))
	f.Fuzz(func(t *testing.T, seed uint64) { checkInvented(t, seed) })
}

// BenchmarkPlan plans all default rules for a visit of 12 delegates.
func BenchmarkPlan(b *testing.B) {
	subject, rules := visitSubject(b), defaultRules(b)
	for n := range byte(12) {
		subject.People = append(subject.People, livingIn(b, n, "Asia/Tokyo", "JP"))
	}
	horizon := model.NewHorizon(instant(b, "2027-02-25T12:00:00Z"))
	for b.Loop() {
		if len(model.PlanReminders(rules, subject, horizon, easter2027)) != 48 {
			b.Fatal("planned something else")
		}
	}
}
