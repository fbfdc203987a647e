package reminder_test

import (
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

const (
	milestoneDue  = "milestone.due"
	milestoneLate = "milestone.late"
)

// country is the record of a lighthouse country, which the world's owner has.
type country struct {
	*world
	lighthouses lighthouse.Service
	record      *model.LighthouseCountry
}

func newCountry(t *testing.T, rig *testrig.Rig) *country {
	t.Helper()
	c := &country{world: newWorld(t, rig, 300), lighthouses: lighthouse.Service{Core: rig.Core}}
	c.record = must[*model.LighthouseCountry](t)(c.lighthouses.Open(c.adviser, model.LighthouseCountryOpenInput{
		CountryCode: "DE", OwnerID: testrig.Ptr(c.owner.GlobalID()),
	}, nil))
	return c
}

// milestone is expected on a day; without an owner it is the country desk's.
func (c *country) milestone(t *testing.T, title string, day model.Date, owner *model.Person) *model.Milestone {
	t.Helper()
	in := model.MilestoneCreateInput{LighthouseCountryID: c.record.GlobalID(), Title: texts("en", title, "da", title), BaselineOn: day}
	if owner != nil {
		in.OwnerID = testrig.Ptr(owner.GlobalID())
	}
	return must[*model.Milestone](t)(c.lighthouses.MilestoneCreate(c.adviser, in, nil))
}

func (c *country) change(t *testing.T, in model.MilestoneUpdateInput) {
	t.Helper()
	must[*model.Milestone](t)(c.lighthouses.MilestoneUpdate(c.adviser, in, nil))
}

// The forecast is a Wednesday; thirty days before is a Monday.
var forecast = model.NewDate(2027, time.March, 3)

func TestAMilestoneIsToldThirtyDaysBeforeOnTheDayAndEveryOtherWeekUntilItIsReached(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCountry(t, rig)
		m := c.milestone(t, "Agreement signed", forecast, nil)
		c.wantDue(t, milestoneDue, c.owner, "Mon 1 Feb 09:00")
		c.dispatch(t, onDay(forecast.AddDays(-30), 8, 59))
		c.wantSent(t, milestoneDue)
		c.dispatch(t, onDay(forecast.AddDays(-30), 9, 0))
		if m := c.wantSent(t, milestoneDue, c.owner.Email)[0]; m.language != "da" || !strings.Contains(text(m.raw), "onsdag den 3. marts 2027") || !strings.Contains(text(m.raw), "Tyskland") {
			t.Fatalf("the desk reads\n%s", text(m.raw))
		}
		c.dispatch(t, onDay(forecast.AddDays(-1), 12, 0))
		c.wantSent(t, milestoneLate)
		var to []string
		for i, says := range []string{"i dag", "14 dage forsinket", "28 dage forsinket"} {
			c.dispatch(t, onDay(forecast.AddDays(14*i), 8, 59))
			c.wantSent(t, milestoneLate, to...)
			c.dispatch(t, onDay(forecast.AddDays(14*i), 9, 0))
			to = append(to, c.owner.Email)
			if sent := c.wantSent(t, milestoneLate, to...); !strings.Contains(text(sent[i].raw), says) {
				t.Fatalf("mail %d does not say %q\n%s", i, says, text(sent[i].raw))
			}
		}
		c.change(t, model.MilestoneUpdateInput{ID: m.GlobalID(), ActualOn: model.Sent(forecast.AddDays(28)), Evidence: model.Sent("Signed")})
		c.wantDue(t, milestoneLate, c.owner)
		c.dispatch(t, onDay(forecast.AddDays(42), 9, 0))
		c.wantSent(t, milestoneLate, to...)
	})
}

func TestAForecastThatMovesTakesItsRemindersAlong(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCountry(t, rig)
		m := c.milestone(t, "Agreement signed", model.NewDate(2027, time.January, 13), nil)
		c.wantDue(t, milestoneDue, c.owner) // its day was before the milestone was planned
		c.wantDue(t, milestoneLate, c.owner, "Wed 13 Jan 09:00", "Wed 27 Jan 09:00", "Wed 10 Feb 09:00")
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 13), 9, 0))
		c.wantSent(t, milestoneLate, c.owner.Email)
		c.change(t, model.MilestoneUpdateInput{ID: m.GlobalID(), ForecastOn: model.Sent(forecast)})
		c.wantDue(t, milestoneLate, c.owner)
		c.wantDue(t, milestoneDue, c.owner, "Mon 1 Feb 09:00")
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 27), 9, 0))
		c.wantSent(t, milestoneLate, c.owner.Email)
	})
}

func TestAMilestoneIsItsOwnersElseTheCountryDesks(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCountry(t, rig)
		tokyo := c.person(t, "Tokyo Demo", "tokyo@example.org", "ja", "JP", "Asia/Tokyo")
		own := c.milestone(t, "Pilot", model.NewDate(2027, time.January, 13), tokyo)
		desks := c.milestone(t, "Funding", model.NewDate(2027, time.January, 13), nil)
		c.wantDue(t, milestoneLate, tokyo, "Wed 13 Jan 01:00", "Wed 27 Jan 01:00", "Wed 10 Feb 01:00") // nine o'clock in Tokyo
		c.wantDue(t, milestoneLate, c.owner, "Wed 13 Jan 09:00", "Wed 27 Jan 09:00", "Wed 10 Feb 09:00")

		// The desk passes to another, and the milestone to nobody of its own.
		must[*model.LighthouseCountry](t)(c.lighthouses.Update(c.adviser, model.LighthouseCountryUpdateInput{
			ID: c.record.GlobalID(), OwnerID: model.Sent(c.lead.GlobalID()),
		}, nil))
		c.wantDue(t, milestoneLate, c.owner)
		c.change(t, model.MilestoneUpdateInput{ID: own.GlobalID(), OwnerID: model.Cleared[model.GlobalID]()})
		c.wantDue(t, milestoneLate, tokyo)
		// Two milestones to one person in one run are one mail.
		r := c.dispatch(t, onDay(model.NewDate(2027, time.January, 13), 9, 0))
		if r.Sent != 1 || r.Merged != 1 {
			t.Fatalf("the result is %+v\n%s", r, c.ledger(t))
		}
		c.change(t, model.MilestoneUpdateInput{ID: desks.GlobalID(), ActualOn: model.Sent(model.NewDate(2027, time.January, 13)), Evidence: model.Sent("Paid")})
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 27), 9, 0))
		if m := c.wantSent(t, milestoneLate, c.lead.Email, c.lead.Email)[1]; !strings.Contains(text(m.raw), "Pilot") || strings.Contains(text(m.raw), "Funding") {
			t.Fatalf("the new desk reads\n%s", text(m.raw))
		}
	})
}

func TestAMilestoneOfACountryThatIsSetAsideIsLeftAlone(t *testing.T) {
	for _, as := range []model.LighthouseStage{model.StagePaused, model.StageDeclined} {
		t.Run(string(as), func(t *testing.T) {
			testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
				c := newCountry(t, rig)
				c.milestone(t, "Agreement signed", model.NewDate(2027, time.January, 13), nil)
				must[*model.LighthouseCountry](t)(c.lighthouses.SetAside(c.adviser, model.LighthouseCountrySetAsideInput{
					ID: c.record.GlobalID(), As: as, Reason: "An election", ReviewOn: testrig.Ptr(forecast),
				}, nil))
				c.wantDue(t, milestoneLate, c.owner)
				c.dispatch(t, onDay(model.NewDate(2027, time.January, 13), 9, 0))
				c.wantSent(t, milestoneLate)
				must[*model.LighthouseCountry](t)(c.lighthouses.Resume(c.adviser, model.LighthouseCountryResumeInput{ID: c.record.GlobalID()}, nil))
				c.dispatch(t, onDay(model.NewDate(2027, time.January, 27), 9, 0))
				c.wantSent(t, milestoneLate, c.owner.Email)
			})
		})
	}
}

func TestTheDanishRoadmapIsSpokenOfToWhoeverAnswersForIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		c := newCountry(t, rig)
		must[int](t)(roadmap.Service{Core: rig.Core}.LayOut(c.admin))
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 5), 9, 0))
		c.wantSent(t, milestoneLate)
		home := model.Denmark
		own := must[*model.LighthouseCountry](t)(c.lighthouses.Find(c.adviser, nil, &home, testrig.Fields("milestones")))
		m := own.Milestones[0]
		c.change(t, model.MilestoneUpdateInput{
			ID: m.GlobalID(), ForecastOn: model.Sent(model.NewDate(2027, time.January, 13)), OwnerID: model.Sent(c.owner.GlobalID()),
		})
		c.dispatch(t, onDay(model.NewDate(2027, time.January, 13), 9, 0))
		if sent := c.wantSent(t, milestoneLate, c.owner.Email); !strings.Contains(text(sent[0].raw), "Danmark") {
			t.Fatalf("the owner reads\n%s", text(sent[0].raw))
		}
	})
}
