package reminder_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

const (
	unfinished     = "assessment.unfinished"
	expiring       = "assessment.expiring"
	silent         = "assessment.adviserSilent"
	silentToNobody = "assessment.silentWithoutAdviser"
)

// company is a firm with two people, one of whom reads French, and its adviser.
type company struct {
	*world
	readiness readiness.Service
	template  *model.ReadinessTemplate
	firm      *model.Organisation
	dane      *model.Person
	french    *model.Person
	guide     *model.Person
	guiding   context.Context
}

// newCompany begins on Wednesday 6 January 2027: five and twelve days later are
// Mondays.
func newCompany(t *testing.T, rig *testrig.Rig) *company {
	t.Helper()
	c := &company{world: newWorld(t, rig, 300), readiness: readiness.New(rig.Core)}
	rig.Clock.Set(onDay(model.NewDate(2027, time.January, 6), 10, 0))
	c.template = must[*model.ReadinessTemplate](t)(c.readiness.Template(c.adviser, nil))
	c.firm = c.firmCalled(t, "Fjordpuls Demo ApS")
	c.dane = c.contactOf(t, c.firm, "dane@fjordpuls.example", "da")
	c.french = c.contactOf(t, c.firm, "french@fjordpuls.example", "fr")
	c.contactOf(t, c.firmCalled(t, "Havblik Demo ApS"), "other@havblik.example", "da")
	c.guide = rig.Person(t, "Rådgiver Demo", func(in *model.PersonCreateInput) {
		in.Email, in.StaffRole = testrig.Ptr("guide@example.org"), testrig.Ptr(model.RoleAdviser)
	})
	c.guiding = model.WithActor(t.Context(), model.Actor{Role: model.RoleAdviser, Name: c.guide.FullName, PersonID: c.guide.ID, Language: model.Danish})
	return c
}

// onDay is a wall time in Copenhagen.
func onDay(day model.Date, hour, minute int) time.Time {
	zone, _ := model.LoadZone(model.Copenhagen)
	return day.At(hour, minute, zone)
}

func (c *company) firmCalled(t *testing.T, name string) *model.Organisation {
	t.Helper()
	return c.Organisation(t, name, func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany })
}

func (c *company) contactOf(t *testing.T, firm *model.Organisation, email string, language model.LanguageTag) *model.Person {
	t.Helper()
	return c.Person(t, strings.Split(email, "@")[0], func(in *model.PersonCreateInput) {
		in.Email, in.Language, in.OrganisationID = &email, &language, testrig.Ptr(firm.GlobalID())
	})
}

func (c *company) begin(t *testing.T) *model.Assessment {
	t.Helper()
	return must[*model.Assessment](t)(c.readiness.Create(c.adviser, model.AssessmentCreateInput{OrganisationID: c.firm.GlobalID(), Market: "SE"}, nil))
}

// answer answers the first n questions.
func (c *company) answer(t *testing.T, a *model.Assessment, n int) *model.Assessment {
	t.Helper()
	var in []model.RatingInput
	for _, q := range c.template.Questions()[:n] {
		in = append(in, model.RatingInput{QuestionID: q.ID, Level: testrig.Ptr(2)})
	}
	return must[*model.Assessment](t)(c.readiness.Answer(c.adviser, model.AssessmentAnswerInput{ID: a.GlobalID(), Answers: in}, testrig.Fields("result")))
}

func (c *company) submit(t *testing.T, a *model.Assessment) {
	t.Helper()
	must[*model.Assessment](t)(c.readiness.Submit(c.adviser, model.AssessmentSubmitInput{ID: a.GlobalID()}, nil))
}

func (c *company) move(t *testing.T, a *model.Assessment, to model.AssessmentState) {
	t.Helper()
	must[*model.Assessment](t)(c.readiness.Transition(c.guiding, model.AssessmentTransitionInput{ID: a.GlobalID(), To: to, Reason: testrig.Ptr("because")}, nil))
}

// wantDue fails unless exactly this waits of the rule for the person, as local
// times in Copenhagen.
func (w *world) wantDue(t *testing.T, rule string, person *model.Person, want ...string) {
	t.Helper()
	zone, _ := model.LoadZone(model.Copenhagen)
	var due []string
	for _, o := range w.occurrences(t, rule) {
		if o.PersonID == person.ID && o.State == model.OccurrencePlanned {
			due = append(due, o.DueAt.In(zone).Format("Mon 2 Jan 15:04"))
		}
	}
	if !slices.Equal(due, want) {
		t.Fatalf("%s for %s is due %q, want %q\n%s", rule, person.FullName, due, want, w.ledger(t))
	}
}

func TestACompanyIsAskedToGoOnFiveAndTwelveDaysAfterItSavedLast(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		a := c.begin(t)
		c.answer(t, a, 9)
		for _, contact := range []*model.Person{c.dane, c.french} {
			c.wantDue(t, unfinished, contact, "Mon 11 Jan 09:00", "Mon 18 Jan 09:00")
		}
		// A run that is late in the evening waits for the morning.
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 11), 21, 30))
		c.wantSent(t, unfinished)
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 12), 7, 0))
		for _, m := range c.wantSent(t, unfinished, c.dane.Email, c.french.Email) {
			if m.to == c.dane.Email && (m.language != "da" || !strings.Contains(text(m.raw), "9 af 27 spørgsmål er besvaret.") ||
				!strings.Contains(text(m.raw), "https://fyrtaarn.example/p/ASSESSMENT") || !strings.Contains(text(m.raw), "Sverige")) {
				t.Fatalf("the Dane reads\n%s", text(m.raw))
			}
			if m.to == c.french.Email && m.language != "fr" {
				t.Fatalf("the French reads %s\n%s", m.language, text(m.raw))
			}
		}
		lasts := c.Clock.Now().Add(model.AssessmentLinkLasts)
		i := slices.IndexFunc(c.links, func(l reminder.LinkWanted) bool { return l.Purpose == model.LinkAssessment && l.PersonID == c.dane.ID })
		if i < 0 || c.links[i].SubjectID != a.ID || !c.links[i].ExpiresAt.Equal(lasts) {
			t.Fatalf("the links are %+v", c.links)
		}

		// Who saves again is left alone for five days more.
		c.Clock.Set(onDay(model.NewDate(2027, time.January, 14), 22, 0))
		c.answer(t, a, 27)
		c.wantDue(t, unfinished, c.dane, "Tue 19 Jan 09:00", "Tue 26 Jan 09:00")
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 18), 9, 0))
		c.wantSent(t, unfinished, c.dane.Email, c.french.Email)
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 19), 9, 0))
		c.wantSent(t, unfinished, c.dane.Email, c.french.Email, c.dane.Email, c.french.Email)

		c.submit(t, a)
		c.wantDue(t, unfinished, c.dane)
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 26), 9, 0))
		c.wantSent(t, unfinished, c.dane.Email, c.french.Email, c.dane.Email, c.french.Email)

		// What is given back is asked for again.
		c.move(t, a, model.AssessmentReturned)
		c.wantDue(t, unfinished, c.dane, "Mon 1 Feb 09:00", "Mon 8 Feb 09:00")
	})
}

func TestNobodyIsAskedToGoOnWithWhatWasAbandoned(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		a := c.begin(t)
		c.wantDue(t, unfinished, c.dane, "Mon 11 Jan 09:00", "Mon 18 Jan 09:00")
		c.move(t, a, model.AssessmentAbandoned)
		c.wantDue(t, unfinished, c.dane)
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 11), 9, 0))
		c.wantSent(t, unfinished)
	})
}

func TestAContactWhoMovesToAnotherCompanyIsNotAskedForTheOldOne(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		c.begin(t)
		other := c.firmCalled(t, "Lyngvej Demo ApS")
		must[*model.Person](t)(c.people.Update(c.adviser, model.PersonUpdateInput{
			ID: c.dane.GlobalID(), OrganisationID: model.Sent(other.GlobalID()),
		}, nil))
		c.wantDue(t, unfinished, c.dane)
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 11), 9, 0))
		c.wantSent(t, unfinished, c.french.Email)
		// Back again, it is asked like the others.
		must[*model.Person](t)(c.people.Update(c.adviser, model.PersonUpdateInput{
			ID: c.dane.GlobalID(), OrganisationID: model.Sent(c.firm.GlobalID()),
		}, nil))
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 18), 9, 0))
		c.wantSent(t, unfinished, c.dane.Email, c.french.Email, c.french.Email)
	})
}

// handedIn is an assessment with everything answered on Friday 8 January: the
// first answers expire on 8 July.
func (c *company) handedIn(t *testing.T) *model.Assessment {
	t.Helper()
	c.Clock.Set(onDay(model.NewDate(2027, time.January, 8), 10, 0))
	a := c.begin(t)
	c.answer(t, a, 27)
	c.submit(t, a)
	return a
}

func TestAnswersThatExpireAreToldThirtyDaysBeforeUnlessTheyAreReplaced(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		a := c.handedIn(t)
		c.move(t, a, model.AssessmentInSparring)
		must[*model.Assessment](t)(c.readiness.Rate(c.guiding, model.AssessmentRateInput{ID: a.GlobalID(), Ratings: c.gates()}, nil))
		c.move(t, a, model.AssessmentValidated)
		c.wantDue(t, expiring, c.dane) // too far ahead to be planned
		c.dispatch(t, onDay(model.NewDate(2027, time.May, 3), 9, 0))
		for _, person := range []*model.Person{c.dane, c.french, c.guide} {
			c.wantDue(t, expiring, person, "Tue 8 Jun 09:00")
		}

		// A newer one for the same market takes its place, until it is abandoned.
		newer := c.begin(t)
		c.wantDue(t, expiring, c.dane)
		c.move(t, newer, model.AssessmentAbandoned)
		c.wantDue(t, expiring, c.dane, "Tue 8 Jun 09:00")
		c.dispatch(t, onDay(model.NewDate(2027, time.June, 8), 9, 0))
		for _, m := range c.wantSent(t, expiring, c.dane.Email, c.french.Email, c.guide.Email) {
			if opens := strings.Contains(text(m.raw), "/p/ASSESSMENT"); opens != (m.to != c.guide.Email) {
				t.Fatalf("%s reads\n%s", m.to, text(m.raw))
			}
		}
		c.dispatch(t, onDay(model.NewDate(2027, time.July, 7), 9, 0))
		c.wantSent(t, expiring, c.dane.Email, c.french.Email, c.guide.Email)
	})
}

// gates are ratings of the questions that an adviser must rate.
func (c *company) gates() []model.RatingInput {
	var in []model.RatingInput
	for _, q := range c.template.Questions() {
		if q.Gate {
			in = append(in, model.RatingInput{QuestionID: q.ID, Level: testrig.Ptr(2)})
		}
	}
	return in
}

func TestASupersededAssessmentExpiresInSilence(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		c.handedIn(t)
		c.dispatch(t, onDay(model.NewDate(2027, time.May, 3), 9, 0))
		c.wantDue(t, expiring, c.dane, "Tue 8 Jun 09:00")
		newer := c.begin(t)
		c.answer(t, newer, 27)
		c.submit(t, newer)
		c.wantDue(t, expiring, c.dane)
		c.dispatch(t, onDay(model.NewDate(2027, time.June, 8), 9, 0))
		c.wantSent(t, expiring)
	})
}

func TestAnAdviserWhoIsSilentForSixtyDaysIsRemindedAndThenTheLeadIsTold(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		a := c.handedIn(t)
		c.move(t, a, model.AssessmentInSparring)
		c.Clock.Set(onDay(model.NewDate(2027, time.January, 14), 10, 0))
		must[*model.Assessment](t)(c.readiness.Rate(c.guiding, model.AssessmentRateInput{ID: a.GlobalID(), Ratings: c.gates()[:1]}, nil))
		c.Clock.Set(onDay(model.NewDate(2027, time.January, 21), 10, 0))
		c.comment(t, c.guiding, a)
		// What the company says is no deed of the adviser.
		c.Clock.Set(onDay(model.NewDate(2027, time.February, 2), 10, 0))
		c.comment(t, model.WithActor(t.Context(), model.Actor{Role: model.RoleCompany, Name: "Firm", OrganisationID: c.firm.ID}), a)
		c.dispatch(t, onDay(model.NewDate(2027, time.March, 1), 9, 0))
		c.wantDue(t, silent, c.guide, "Mon 22 Mar 09:00")

		c.dispatch(t, onDay(model.NewDate(2027, time.March, 22), 9, 0))
		if m := c.wantSent(t, silent, c.guide.Email)[0]; m.language != "da" || !strings.Contains(text(m.raw), "torsdag den 21. januar 2027") {
			t.Fatalf("the adviser reads\n%s", text(m.raw))
		}
		c.dispatch(t, onDay(model.NewDate(2027, time.March, 29), 8, 0))
		c.wantSent(t, silent, c.guide.Email)
		c.dispatch(t, onDay(model.NewDate(2027, time.April, 1), 12, 0)) // Easter may lie between
		for _, m := range c.wantSent(t, silent, c.guide.Email, c.lead.Email) {
			if m.to == c.lead.Email && !strings.Contains(text(m.raw), c.guide.FullName) {
				t.Fatalf("the lead is not told who was asked:\n%s", text(m.raw))
			}
		}

		// Evidence is a deed: the days count from it.
		must[*model.Assessment](t)(c.readiness.EvidenceAdd(c.guiding, model.AssessmentEvidenceInput{
			ID: a.GlobalID(), QuestionID: c.template.Questions()[0].ID, Text: "A contract",
		}, nil))
		c.dispatch(t, onDay(model.NewDate(2027, time.May, 3), 9, 0))
		c.wantDue(t, silent, c.guide, "Mon 31 May 09:00")
		c.move(t, a, model.AssessmentReturned)
		c.wantDue(t, silent, c.guide)
	})
}

func (c *company) comment(t *testing.T, ctx context.Context, a *model.Assessment) {
	t.Helper()
	must[*model.Assessment](t)(c.readiness.Comment(ctx, model.AssessmentCommentInput{ID: a.GlobalID(), Text: "Well"}, nil))
}

func TestASubmissionThatNobodyTakesIsTheLeadsAfterSixtyDays(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		a := c.handedIn(t)
		c.dispatch(t, onDay(model.NewDate(2027, time.February, 15), 9, 0))
		c.wantDue(t, silentToNobody, c.lead, "Tue 9 Mar 09:00")
		must[*model.Assessment](t)(c.readiness.Update(c.guiding, model.AssessmentUpdateInput{
			ID: a.GlobalID(), AdviserID: model.Sent(c.guide.GlobalID()),
		}, nil))
		c.wantDue(t, silentToNobody, c.lead)
		c.wantDue(t, silent, c.guide, "Tue 9 Mar 09:00")
		c.comment(t, c.guiding, a) // sixty days from now is beyond what is planned
		c.wantDue(t, silent, c.guide)
	})
}

func TestPlanningReadsNoMoreOftenForMoreAssessments(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCompany(t, rig)
		statements := func(markets ...model.CountryCode) int64 {
			var refs []store.Subject
			for _, market := range markets {
				a := must[*model.Assessment](t)(c.readiness.Create(c.adviser, model.AssessmentCreateInput{OrganisationID: c.firm.GlobalID(), Market: market}, nil))
				refs = append(refs, store.Subject{Kind: model.KindAssessment, ID: a.ID})
			}
			ctx, n := store.WithStatementCount(t.Context())
			if err := rig.Core.Plan(ctx, refs); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		few, many := statements("SE"), statements("DE", "FR", "JP", "IT", "NO")
		if many != few || many > 14 {
			t.Fatalf("1 assessment takes %d statements, 5 take %d", few, many)
		}
	})
}
