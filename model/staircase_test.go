package model_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
)

// flight is a staircase of n steps.
func flight(n int) []*model.StaircaseStep {
	steps := make([]*model.StaircaseStep, n)
	for i := range steps {
		steps[i] = &model.StaircaseStep{ID: uuid.New(), Key: fmt.Sprint(i + 1), Number: i + 1, IsFirst: i == 0, IsLast: i == n-1}
	}
	return steps
}

var reportDay = model.NewDate(2027, time.March, 3)

// member is a company that was placed on the numbered steps, a month apart, the
// last time on the report's day.
func member(steps []*model.StaircaseStep, numbers ...int) *model.StaircaseMember {
	m := &model.StaircaseMember{CompanyID: uuid.New()}
	m.Today = reportDay
	var all []*model.Placement
	for i, n := range numbers {
		all = append(all, &model.Placement{ID: uuid.New(), StepID: steps[n-1].ID, Step: steps[n-1], PlacedOn: reportDay.AddDays(-30 * (len(numbers) - 1 - i))})
	}
	m.Placements, m.Corrected = model.Effective(all)
	return m
}

func percent(t *testing.T, s model.Share) string {
	t.Helper()
	if s.Percent() == nil {
		return ""
	}
	return *s.Percent()
}

func TestTheDemosStaircaseGivesTheFieldsShares(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	var members []*model.StaircaseMember
	for _, way := range []struct{ from, to, n int }{
		{1, 3, 5}, {1, 2, 2}, {1, 1, 1}, {2, 4, 6}, {2, 3, 2}, {2, 1, 1}, {3, 5, 4}, {3, 4, 2}, {3, 3, 1}, {4, 5, 2}, {4, 4, 1}, {5, 5, 1},
	} {
		for range way.n {
			members = append(members, member(steps, way.from, way.to))
		}
	}
	members = append(members, member(steps, 1), member(steps, 2))
	f := model.NewStaircase(steps, members, model.DefaultStuckDays, nil).Figures
	if f.Placed != 30 || f.BaselineOnly != 2 || f.Companies != 28 || f.Hidden {
		t.Fatalf("%+v", f)
	}
	got := []string{percent(t, f.Steps[0].Before), percent(t, f.Steps[4].After), percent(t, f.Climb.ExactlyTwo), percent(t, f.Climb.TwoOrMore)}
	if want := []string{"28.6", "25.0", "53.6", "53.6"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
	if f.Climb.ExactlyOne.Count != 8 || f.Climb.Stayed.Count != 4 || f.Climb.Fell.Count != 1 {
		t.Errorf("%+v", f.Climb)
	}
}

func TestExactlyTwoStepsAndTwoOrMoreAreToldApart(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	members := []*model.StaircaseMember{
		member(steps, 1, 3), member(steps, 2, 4), member(steps, 1, 4), member(steps, 1, 5), member(steps, 2, 5), member(steps, 3, 4), member(steps, 1, 2, 3, 1),
	}
	climb := model.NewStaircase(steps, members, 0, nil).Figures.Climb
	if climb.ExactlyTwo.Count != 2 || climb.TwoOrMore.Count != 5 || climb.ExactlyOne.Count != 1 || climb.Stayed.Count != 1 || climb.Rose.Count != 6 {
		t.Errorf("%+v", climb)
	}
	if climb.ExactlyTwo.Of != 7 || climb.TwoOrMore.Of != 7 {
		t.Errorf("n is %d and %d", climb.ExactlyTwo.Of, climb.TwoOrMore.Of)
	}
}

func TestFewerThanFiveAreNotShown(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	four := []*model.StaircaseMember{member(steps, 1, 2), member(steps, 1, 3), member(steps, 2, 2), member(steps, 5, 5), member(steps, 1)}
	if f := model.NewStaircase(steps, four, 0, nil).Figures; !f.Hidden || len(f.Steps) > 0 || f.Climb != nil || f.StuckCount != nil {
		t.Errorf("shown: %+v", f)
	}
	five := append(four, member(steps, 1, 4))
	if f := model.NewStaircase(steps, five, 0, nil).Figures; f.Hidden || f.Climb == nil || f.FirstToLast != nil {
		t.Errorf("hidden: %+v", f)
	}
}

func TestWhoIsPlacedOnTheSameStepAgainIsStuckSinceItCameThere(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	stands, top, once, rose := member(steps, 2, 3, 3, 3), member(steps, 5, 5), member(steps, 1), member(steps, 1, 2)
	s := model.NewStaircase(steps, []*model.StaircaseMember{stands, top, once, rose}, 60, nil)
	if len(s.Stuck) != 1 || s.Stuck[0].CompanyID != stands.CompanyID || s.Stuck[0].Days != 60 || s.Stuck[0].Step != steps[2] {
		t.Fatalf("%+v", s.Stuck)
	}
	if stands.IsStuck(61) {
		t.Error("stuck before its time")
	}
}

func TestDaysFromTheFirstStepToTheLast(t *testing.T) {
	t.Parallel()
	steps := flight(3)
	var members []*model.StaircaseMember
	for range 4 {
		members = append(members, member(steps, 1, 2, 3))
	}
	members = append(members, member(steps, 1, 3, 2, 3), member(steps, 2, 3))
	days := model.NewStaircase(steps, members, 0, nil).Figures.FirstToLast
	if days == nil || *days != (model.StaircaseDays{Companies: 5, Median: 60, Fewest: 30, Most: 60}) {
		t.Errorf("%+v", days)
	}
}

func TestACorrectedPlacementDoesNotCount(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	wrong := &model.Placement{ID: uuid.New(), StepID: steps[4].ID, Step: steps[4], PlacedOn: reportDay}
	right := &model.Placement{ID: uuid.New(), StepID: steps[1].ID, Step: steps[1], PlacedOn: reportDay.AddDays(-1), CorrectsID: &wrong.ID}
	count, corrected := model.Effective([]*model.Placement{wrong, right})
	if len(count) != 1 || count[0] != right || len(corrected) != 1 || *corrected[0].CorrectedBy != right.ID {
		t.Errorf("%v %v", count, corrected)
	}
}

func TestCohortsHideThemselvesEachByItsOwnN(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	var members []*model.StaircaseMember
	for i := range 9 {
		m := member(steps, 1, 3)
		m.Region = "North"
		if i >= 5 {
			m.Region = "South"
		}
		members = append(members, m)
	}
	cohorts := model.NewStaircase(steps, members, 0, nil).Cohorts(model.CohortRegion)
	if len(cohorts) != 2 || *cohorts[0].Name != "North" || cohorts[0].Figures.Hidden || !cohorts[1].Figures.Hidden || cohorts[1].Figures.Companies != 4 {
		t.Errorf("%+v", cohorts)
	}
}

func TestSharesOfTheStaircaseHoldTogetherWhateverTheWays(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 2027))
	for range 2000 {
		steps := flight(2 + r.IntN(6))
		members := make([]*model.StaircaseMember, 5+r.IntN(40))
		for i := range members {
			ways := make([]int, 1+r.IntN(4))
			for j := range ways {
				ways[j] = 1 + r.IntN(len(steps))
			}
			members[i] = member(steps, ways...)
		}
		f := model.NewStaircase(steps, members, 0, nil).Figures
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		if again := model.NewStaircase(steps, members, 0, nil).Figures; fmt.Sprint(f.Climb) != fmt.Sprint(again.Climb) || f.Companies != again.Companies {
			t.Fatalf("the order of companies changes the numbers: %+v %+v", f, again)
		}
		if f.Placed != len(members) || f.Companies+f.BaselineOnly != f.Placed || f.Hidden != (f.Companies < model.FewestShown) {
			t.Fatalf("%+v", f)
		}
		if f.Hidden {
			continue
		}
		before, after := 0, 0
		for _, s := range f.Steps {
			before, after = before+s.Before.Count, after+s.After.Count
		}
		c := f.Climb
		if before != f.Companies || after != f.Companies || c.Rose.Count+c.Stayed.Count+c.Fell.Count != f.Companies ||
			c.ExactlyOne.Count+c.TwoOrMore.Count != c.Rose.Count || c.ExactlyTwo.Count > c.TwoOrMore.Count {
			t.Fatalf("%+v of %d: %d before, %d after", c, f.Companies, before, after)
		}
	}
}

func TestStepsStayNumberedWithoutAGapAndKeepTheirEnds(t *testing.T) {
	t.Parallel()
	steps := flight(5)
	moved := *steps[1]
	moved.Number = 4
	next, err := model.Reordered(steps, &moved)
	if err != nil {
		t.Fatal(err)
	}
	keys := ""
	for i, s := range next {
		keys += s.Key
		if s.Number != i+1 {
			t.Errorf("%s has number %d", s.Key, s.Number)
		}
	}
	if keys != "13425" {
		t.Errorf("order %s", keys)
	}
	moved.Number = 1
	if _, err := model.Reordered(steps, &moved); !model.IsCode(err, model.CodeGuardFailed) {
		t.Errorf("a step below the first: %v", err)
	}
	moved.IsFirst = true
	next, err = model.Reordered(steps, &moved)
	if err != nil || !next[0].IsFirst || next[1].IsFirst {
		t.Errorf("the mark moves with the step: %v", err)
	}
}

func TestWavesAskAfter14And90And180DaysAndThenYearly(t *testing.T) {
	t.Parallel()
	ended := model.NewDate(2026, time.November, 5)
	for n, want := range map[int]string{1: "2026-11-19", 2: "2027-02-03", 3: "2027-05-04", 4: "2027-11-05", 5: "2028-11-05"} {
		if got := model.OutcomeWaveDay(ended, n).String(); got != want {
			t.Errorf("wave %d on %s, want %s", n, got, want)
		}
	}
	for day, want := range map[int]int{0: 0, 13: 0, 14: 1, 89: 1, 90: 2, 180: 3, 364: 3, 365: 4} {
		if got := model.OutcomeWaveAt(ended, ended.AddDays(day)); got != want {
			t.Errorf("%d days after: wave %d, want %d", day, got, want)
		}
	}
}

func TestCountriesInContactArePlannedOnlyBeforeTheFirstContact(t *testing.T) {
	t.Parallel()
	mark := func(code model.CountryCode, kind model.Kind, state model.ActivityState) model.ActivityMark {
		return model.ActivityMark{CountryCode: code, Kind: kind, State: state}
	}
	met := model.CountryContactsOf([]model.ActivityMark{
		mark("PL", model.KindDelegation, "INQUIRY"), mark("KR", model.KindDelegation, "CANCELLED"), mark("DE", model.KindDelegation, "CLOSED"),
		mark("SE", model.KindPresentationAbroad, "HELD"), mark("IT", model.KindPresentationAbroad, "PLANNED"), mark("SE", model.KindPresentationAbroad, "PLANNED"),
		mark("NO", model.KindPresentationAbroad, "CANCELLED"), mark("FR", model.KindTradeMission, "CLOSED"), mark("DK", model.KindDelegation, "CLOSED"),
	})
	for kind, want := range map[model.CountryContactKind]int{model.ContactMade: 4, model.ContactVisited: 1, model.ContactPlanned: 1} {
		if len(met[kind]) != want {
			t.Errorf("%s: %v", kind, met[kind])
		}
	}
	if !met[model.ContactPlanned]["IT"] || !met[model.ContactVisited]["DE"] || !met[model.ContactMade]["KR"] {
		t.Errorf("%v", met)
	}
}
