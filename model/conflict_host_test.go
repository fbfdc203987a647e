package model_test

import (
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// holidays are the days on which Denmark, and nobody else, is free.
type holidays []model.Date

func (h holidays) IsHoliday(country model.CountryCode, day model.Date) (holiday, known bool) {
	return slices.Contains(h, day), country == model.Denmark
}

func TestHostsOwnBlockBlocks(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.in.Names[house] = "Hvidovre Hospital"
	s := p.session("13:00", "14:15", host(house))
	block := &model.HostBlock{ID: p.id(), OrganisationID: house, StartsAt: clock("13:00"), EndsAt: clock("14:00")}
	// A second block of the same host over the same session says nothing new.
	second := &model.HostBlock{ID: p.id(), OrganisationID: house, StartsAt: clock("14:00"), EndsAt: clock("15:00")}
	p.in.Blocks = []*model.HostBlock{block, second}
	// The visit keeps its conflict while it is confirmed, and whatever the host answers.
	p.in.Delegation.State = model.DelegationConfirmed
	for _, state := range []model.InvitationState{model.InvitationConfirmed, model.InvitationDeclined} {
		p.in.Invitations = []*model.HostInvitation{{ID: p.id(), SessionID: s.ID, OrganisationID: house, State: state}}
		got := model.FindConflicts(p.in)
		wantKinds(t, got, model.ConflictHostBlocked)
		if got[0].Level != model.ConflictBlock || *got[0].OrganisationID != house || got[0].Params["Host"] != "Hvidovre Hospital" {
			t.Errorf("unexpected conflict: %+v", got[0])
		}
	}
}

func TestBlockOfAnotherTimeOrHostIsNoConflict(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("13:00", "14:15", host(house))
	p.session("14:15", "15:00")
	p.in.Blocks = []*model.HostBlock{
		{ID: p.id(), OrganisationID: house, StartsAt: clock("12:00"), EndsAt: clock("13:00")},
		{ID: p.id(), OrganisationID: house, StartsAt: clock("14:15"), EndsAt: clock("15:00")},
		{ID: p.id(), OrganisationID: p.id(), StartsAt: clock("13:00"), EndsAt: clock("15:00")},
	}
	wantKinds(t, model.FindConflicts(p.in))
}

func TestBlockOfAHostThatIsOnlyInvitedCounts(t *testing.T) {
	p := newPlan()
	house := p.id()
	s := p.session("13:00", "14:15")
	invited := &model.HostInvitation{ID: p.id(), SessionID: s.ID, OrganisationID: house, State: model.InvitationInvited}
	p.in.Invitations = []*model.HostInvitation{invited}
	p.in.Blocks = []*model.HostBlock{{ID: p.id(), OrganisationID: house, StartsAt: clock("13:30"), EndsAt: clock("14:00")}}
	wantKinds(t, model.FindConflicts(p.in), model.ConflictHostBlocked)
	for _, state := range []model.InvitationState{model.InvitationDraft, model.InvitationWithdrawn, model.InvitationLapsed} {
		invited.State = state
		wantKinds(t, model.FindConflicts(p.in))
	}
}

func TestOutsideOpeningHoursWarns(t *testing.T) {
	hours := model.OpeningHours{{Weekday: 1, From: "09:00", Until: "12:00"}, {Weekday: 1, From: "12:00", Until: "15:00"}}
	for _, tc := range []struct {
		name, from, until string
		hours             model.OpeningHours
		kind              model.SessionKind
		conflict          bool
	}{
		{"Within", "09:00", "11:00", hours, model.SessionSiteVisit, false},
		{"AcrossSpansThatTouch", "11:00", "15:00", hours, model.SessionSiteVisit, false},
		{"BeforeOpening", "08:59", "10:00", hours, model.SessionSiteVisit, true},
		{"AfterClosing", "14:00", "15:01", hours, model.SessionPresentation, true},
		{"DinnerIsNoVisit", "18:00", "21:00", hours, model.SessionMeal, false},
		{"HoursUnknown", "03:00", "04:00", nil, model.SessionSiteVisit, false},
		{"ClosedThatDay", "10:00", "11:00", model.OpeningHours{{Weekday: 2, From: "00:00", Until: "24:00"}}, model.SessionSiteVisit, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newPlan()
			house := p.id()
			p.session(tc.from, tc.until, host(house), kind(tc.kind))
			p.in.Hosts = map[model.ID]*model.Organisation{house: {ID: house, Name: "House", TimeZone: model.Copenhagen, OpeningHours: tc.hours}}
			got := model.FindConflicts(p.in)
			if !tc.conflict {
				wantKinds(t, got)
				return
			}
			wantKinds(t, got, model.ConflictOutsideOpeningHours)
			if got[0].Level != model.ConflictWarn || got[0].Params["Host"] != "House" {
				t.Errorf("unexpected conflict: %+v", got[0])
			}
		})
	}
}

func TestOpeningHoursAreReadInTheHostsZone(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("09:00", "10:00", host(house))
	office := &model.Organisation{
		ID: house, Name: "Office in Lisbon", TimeZone: "Europe/Lisbon",
		OpeningHours: model.OpeningHours{{Weekday: 1, From: "08:00", Until: "09:00"}},
	}
	p.in.Hosts = map[model.ID]*model.Organisation{house: office}
	wantKinds(t, model.FindConflicts(p.in))
	office.TimeZone = "" // unknown: the visit's
	wantKinds(t, model.FindConflicts(p.in), model.ConflictOutsideOpeningHours)
}

func TestOpeningHoursHold(t *testing.T) {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		t.Fatal(err)
	}
	tokyo, err := model.LoadZone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	week := make(model.OpeningHours, 0, 7)
	for day := range 7 {
		week = append(week, model.OpeningSpan{Weekday: day, From: "00:00", Until: "24:00"})
	}
	night := model.OpeningHours{{Weekday: 6, From: "22:00", Until: "06:00"}} // Saturday into Sunday
	for _, tc := range []struct {
		name       string
		hours      model.OpeningHours
		start, end string
		zone       *time.Location
		want       bool
	}{
		{"RoundTheClockOverMidnight", week, "2027-03-01 22:00", "2027-03-02 03:00", zone, true},
		{"OverTheClockChange", week, "2027-03-28 01:30", "2027-03-28 03:30", zone, true},
		{"SpanIntoTheNextDay", night, "2027-03-28 01:00", "2027-03-28 06:00", zone, true},
		{"SpanIntoTheNextDayEnds", night, "2027-03-28 01:00", "2027-03-28 06:01", zone, false},
		{"ReadInTheHostsZone", model.OpeningHours{{Weekday: 1, From: "17:00", Until: "18:00"}}, "2027-03-01 09:00", "2027-03-01 10:00", tokyo, true},
		{"GapBetweenSpans", model.OpeningHours{{Weekday: 1, From: "09:00", Until: "10:00"}, {Weekday: 1, From: "10:30", Until: "12:00"}}, "2027-03-01 09:30", "2027-03-01 11:00", zone, false},
		{"UnreadableSpanIsNone", model.OpeningHours{{Weekday: 1, From: "nine", Until: "25:00"}}, "2027-03-01 09:30", "2027-03-01 11:00", zone, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.hours.Hold(clock(tc.start), clock(tc.end), tc.zone); got != tc.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestHostAskedTooOftenIsNotedOnce(t *testing.T) {
	p := newPlan()
	house := p.id()
	first := p.session("09:00", "10:00", host(house))
	second := p.session("11:00", "12:00", host(house))
	load := func(n int) {
		p.in.HostLoad = map[model.HostAsk]int{
			{SessionID: first.ID, OrganisationID: house}: n, {SessionID: second.ID, OrganisationID: house}: n + 1,
		}
	}
	load(model.HostLoadLimit)
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictHostLoad)
	if got[0].Level != model.ConflictNote || got[0].SessionID != first.ID || got[0].Params["Count"] != model.HostLoadLimit {
		t.Errorf("unexpected conflict: %+v", got[0])
	}
	load(model.HostLoadLimit - 2)
	wantKinds(t, model.FindConflicts(p.in))
}

func TestRoomTooSmallCountsStaffToo(t *testing.T) {
	seats := func(n int) func(*model.Session) { return func(s *model.Session) { s.Capacity = &n } }
	for _, tc := range []struct {
		name     string
		sizes    map[string]int
		expected int
		group    string
		seats    int
		needed   int // 0: the room is large enough
	}{
		{"ExpectedAndStaff", nil, 20, "", 20, 24},
		{"ExactlyEnough", nil, 20, "", 24, 0},
		{"MoreNamedThanExpected", map[string]int{"": 22}, 20, "", 24, 26},
		{"FewerNamedThanExpected", map[string]int{"": 3}, 20, "", 23, 24},
		{"OneGroup", map[string]int{"A": 10, "B": 12}, 22, "A", 14, 0},
		{"OneGroupAndTheUngrouped", map[string]int{"A": 10, "B": 12, "": 2}, 24, "A", 15, 16},
		{"AllGroupsTogether", map[string]int{"A": 10, "B": 12}, 20, "", 25, 26},
		{"NobodyKnown", nil, 0, "", 1, 0},
		{"NobodyKnownInTheGroup", nil, 20, "A", 1, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newPlan()
			p.in.GroupSizes, p.in.Delegation.ExpectedSize = tc.sizes, &tc.expected
			p.session("09:00", "10:00", group(tc.group), seats(tc.seats))
			p.session("10:00", "11:00", group(tc.group)) // nobody knows how large
			got := model.FindConflicts(p.in)
			if tc.needed == 0 {
				wantKinds(t, got)
				return
			}
			wantKinds(t, got, model.ConflictRoomTooSmall)
			if c := got[0]; c.Level != model.ConflictWarn || c.Params["Needed"] != tc.needed || c.Params["Capacity"] != tc.seats {
				t.Errorf("unexpected conflict: %+v", c)
			}
		})
	}
}

func TestFreeDaysAreNotedOnceADay(t *testing.T) {
	p := newPlan()
	p.in.Holidays = holidays{model.NewDate(2027, time.March, 28), model.NewDate(2027, time.March, 29)}
	for _, day := range []string{"26", "27", "28", "29", "30"} {
		p.session("2027-03-"+day+" 09:00", "2027-03-"+day+" 10:00")
		p.session("2027-03-"+day+" 11:00", "2027-03-"+day+" 12:00")
	}
	got := model.FindConflicts(p.in)
	// Easter Sunday is a holiday and therefore not a weekend as well.
	wantKinds(t, got, model.ConflictWeekend, model.ConflictHoliday, model.ConflictHoliday)
	for i, c := range got {
		want := model.NewDate(2027, time.March, 27+i)
		if c.Level != model.ConflictNote || *c.Day != want || c.Params["Date"] != want || c.SessionID != p.in.Sessions[2+2*i].ID {
			t.Errorf("unexpected conflict: %+v", c)
		}
	}
}

func TestFreeDayIsThatOfTheVisitsZone(t *testing.T) {
	p := newPlan()
	p.session("2027-03-06 00:30", "2027-03-06 01:30") // Saturday there, Friday in UTC
	wantKinds(t, model.FindConflicts(p.in), model.ConflictWeekend)
}

func TestFreeDayWithoutAPlaceToComeToIsNotNoted(t *testing.T) {
	p := newPlan()
	p.session("2027-03-06 09:00", "2027-03-06 10:00", kind(model.SessionTravel))
	p.session("2027-03-07 09:00", "2027-03-07 10:00", kind(model.SessionPrivateTime))
	wantKinds(t, model.FindConflicts(p.in))
}

func TestHolidaysThatNobodyKnowsAreNotGuessed(t *testing.T) {
	p := newPlan()
	p.in.Holidays = nil
	p.session("2027-03-29 09:00", "2027-03-29 10:00")
	wantKinds(t, model.FindConflicts(p.in))
}
