package model_test

import (
	"strings"
	"testing"

	"fyrtaarn/model"
)

func TestTravelBetweenCitiesTooShortBlocks(t *testing.T) {
	p := newPlan()
	from := p.session("10:45", "12:00")
	to := p.session("13:00", "14:15", at("Aarhus", "Living Lab"))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictTravelTooShort)
	c := got[0]
	if c.Level != model.ConflictBlock || c.SessionID != from.ID || *c.OtherSessionID != to.ID {
		t.Errorf("unexpected conflict: %+v", c)
	}
	if c.Params["From"] != "København" || c.Params["To"] != "Aarhus" || c.Params["Needed"] != 180 || c.Params["Free"] != 60 {
		t.Errorf("the reason has other variables: %v", c.Params)
	}
}

func TestTravelIsMeasuredToTheMinute(t *testing.T) {
	for _, tc := range []struct {
		until, city, venue string
		level              model.ConflictLevel
	}{
		{"10:00", "Aarhus", "House", ""},
		{"10:01", "Aarhus", "House", model.ConflictBlock},
		{"12:30", "Hvidovre", "Hospital", ""},
		{"12:31", "hvidovre", "Hospital", model.ConflictBlock},
		{"12:45", "Copenhagen", "Other House", ""},
		{"12:46", "Copenhagen", "Other House", model.ConflictWarn},
		{"13:00", "København", "demo  house", ""},    // the same venue
		{"13:00", "København", "", ""},               // nobody knows where
		{"13:00", "", "House", ""},                   // nor in which city
		{"12:59", "Skagen", "Lighthouse", ""},        // the table does not know it
		{"10:49", "Hvidovre", "Hospital", ""},        // far enough
		{"12:59", "Odense", "", model.ConflictBlock}, // another city needs no venue
	} {
		p := newPlan()
		p.session("09:00", tc.until)
		p.session("13:00", "14:00", at(tc.city, tc.venue))
		got := model.FindConflicts(p.in)
		if tc.level == "" {
			wantKinds(t, got)
			continue
		}
		wantKinds(t, got, model.ConflictTravelTooShort)
		if got[0].Level != tc.level {
			t.Errorf("%s to %q: level %s, want %s", tc.until, tc.city, got[0].Level, tc.level)
		}
	}
}

func TestTravelThatWasAddedUpOnlyWarns(t *testing.T) {
	p := newPlan()
	p.session("09:00", "11:30", at("Hvidovre", "Hospital"))
	p.session("13:00", "14:00", at("Odense", "Living Lab"))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictTravelTooShort)
	if got[0].Level != model.ConflictWarn || got[0].Params["Needed"] != 130 {
		t.Errorf("unexpected conflict: %+v", got[0])
	}
}

func TestTravelBlocksAndBreaksAreNoPlaces(t *testing.T) {
	for _, k := range []model.SessionKind{model.SessionTravel, model.SessionBreak, model.SessionPrivateTime} {
		p := newPlan()
		p.session("09:00", "10:00")
		p.session("10:00", "12:55", kind(k), at("Skagen", "Bus"))
		p.session("13:00", "14:00", at("Aarhus", "House"))
		wantKinds(t, model.FindConflicts(p.in)) // 180 minutes are free
		p.in.Sessions[2].StartsAt = clock("12:55")
		wantKinds(t, model.FindConflicts(p.in), model.ConflictTravelTooShort)
	}
}

func TestOverlappingPairIsNotATravelConflictToo(t *testing.T) {
	p := newPlan()
	p.session("09:00", "12:00")
	p.session("11:00", "11:30", at("Aarhus", "House"))
	// People leave from the one that ends last, and that is near enough.
	p.session("12:30", "13:00", at("Hvidovre", "Hospital"))
	wantKinds(t, model.FindConflicts(p.in), model.ConflictGroupTwice)
}

func TestParallelGroupsTravelApart(t *testing.T) {
	p := newPlan()
	p.session("09:00", "10:00")
	p.session("11:00", "12:00", group("A"), at("Hvidovre", "Hospital"))
	b := p.session("11:00", "12:00", group("B"), at("Odense", "Living Lab"))
	p.session("13:00", "14:00", at("København", "Town Hall"))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictTravelTooShort, model.ConflictTravelTooShort)
	if *got[0].OtherSessionID != b.ID || got[1].SessionID != b.ID {
		t.Errorf("group B cannot get to Odense and back: %+v", got)
	}
}

func TestJourneyOfBothGroupsIsReportedOnce(t *testing.T) {
	p := newPlan()
	p.in.GroupSizes = map[string]int{"A": 5, "B": 5, "": 1}
	p.session("09:00", "10:00")
	p.session("11:00", "12:00", at("Aarhus", "House"))
	wantKinds(t, model.FindConflicts(p.in), model.ConflictTravelTooShort)
}

func TestNightOfTheClockChangeIsMeasuredInRealTime(t *testing.T) {
	p := newPlan()
	// The clocks go from 02.00 to 03.00: by the wall this is two hours, in truth one.
	transfer := p.session("2027-03-28 01:30", "2027-03-28 03:30", kind(model.SessionTravel))
	if hours := transfer.EndsAt.Sub(transfer.StartsAt).Hours(); hours != 1 {
		t.Fatalf("the transfer takes %v hours", hours)
	}
	p.session("2027-03-27 22:00", "2027-03-28 01:30", at("Hvidovre", "Hospital"))
	p.session("2027-03-28 03:30", "2027-03-28 05:00", at("Odense", "Living Lab"))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictTravelTooShort, model.ConflictWeekend, model.ConflictWeekend)
	if got[0].Params["Free"] != 60 {
		t.Errorf("free are %v min, want 60", got[0].Params["Free"])
	}
}

func TestOvernightSessionsOverTheClockChangeOverlapInRealTime(t *testing.T) {
	p := newPlan()
	p.session("2027-03-28 00:30", "2027-03-28 01:59", kind(model.SessionTravel))
	p.session("2027-03-28 03:00", "2027-03-28 04:00", kind(model.SessionTravel))
	wantKinds(t, model.FindConflicts(p.in))
	p.session("2027-03-28 01:30", "2027-03-28 03:30", kind(model.SessionTravel))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictGroupTwice, model.ConflictGroupTwice)
	if got[0].Params["Minutes"] != 29 || got[1].Params["Minutes"] != 30 {
		t.Errorf("overlaps of %v and %v min, want 29 and 30", got[0].Params["Minutes"], got[1].Params["Minutes"])
	}
}

func TestTravelTimesOfTheBuiltInTable(t *testing.T) {
	times := model.DefaultTravelTimes()
	for _, tc := range []struct {
		from, to string
		want     model.Travel
	}{
		{"København", "Hvidovre", model.Travel{Minutes: 30, Stated: true}},
		{"Hvidovre", "København", model.Travel{Minutes: 30, Stated: true}},
		{"Copenhagen", "Aarhus", model.Travel{Minutes: 180, Stated: true}},
		{"kobenhavn", "århus", model.Travel{Minutes: 180, Stated: true}},
		{"KØBENHAVN", " A\u030Arhus ", model.Travel{Minutes: 180, Stated: true}}, // a letter and its ring apart
		{"Odense", "Aarhus", model.Travel{Minutes: 110, Stated: true}},
		{"Odense", "København", model.Travel{Minutes: 100, Stated: true}},
		{"Hvidovre", "Odense", model.Travel{Minutes: 130}},
		{"Hvidovre", "Aarhus", model.Travel{Minutes: 210}},
		{"København", "Copenhagen", model.Travel{Minutes: 15, Stated: true}},
		{"Skagen", "skagen", model.Travel{Minutes: 15, Stated: true}},
	} {
		for _, pair := range [][2]string{{tc.from, tc.to}, {tc.to, tc.from}} {
			got, known := times.Between(pair[0], pair[1])
			if !known || got != tc.want {
				t.Errorf("%s to %s: got %+v (%v), want %+v", pair[0], pair[1], got, known, tc.want)
			}
		}
	}
	for _, pair := range [][2]string{{"København", "Skagen"}, {"", "København"}, {"", ""}, {"Skagen", "Roskilde"}} {
		if got, known := times.Between(pair[0], pair[1]); known {
			t.Errorf("%q to %q: got %+v for a way that nobody knows", pair[0], pair[1], got)
		}
	}
}

func TestStatedTimeStaysWhereAWayAroundIsShorter(t *testing.T) {
	times, err := model.ParseTravelTimes([]byte(`{"withinCity": 5, "minutes": [
		{"from": "A", "to": "B", "minutes": 100}, {"from": "A", "to": "C", "minutes": 10},
		{"from": "C", "to": "B", "minutes": 10}, {"from": "B", "to": "D", "minutes": 1}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := times.Between("A", "B"); got.Minutes != 100 || !got.Stated {
		t.Errorf("A to B: %+v", got)
	}
	if got, _ := times.Between("A", "D"); got.Minutes != 21 || got.Stated {
		t.Errorf("A to D goes through C and B: %+v", got)
	}
}

func TestNamesOfCitiesAreComparedWithoutAccents(t *testing.T) {
	times, err := model.ParseTravelTimes([]byte(`{"minutes": [{"from": "Aalborg", "to": "Málaga", "minutes": 300}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{{"Ålborg", "Malaga"}, {"A\u030alborg", "ma\u0301laga"}, {"  AALBORG", "MÁLAGA"}} {
		if got, known := times.Between(pair[0], pair[1]); !known || got.Minutes != 300 {
			t.Errorf("%q to %q: got %+v", pair[0], pair[1], got)
		}
	}
}

func TestTravelTimesRefuseATableThatContradictsItself(t *testing.T) {
	for name, table := range map[string]string{
		"NotJSON":        `minutes`,
		"UnknownMember":  `{"minuets": []}`,
		"ToItself":       `{"minutes": [{"from": "A", "to": "a", "minutes": 1}]}`,
		"NoTime":         `{"minutes": [{"from": "A", "to": "B", "minutes": 0}]}`,
		"NegativeWithin": `{"withinCity": -1}`,
		"TwoTimes":       `{"minutes": [{"from": "A", "to": "B", "minutes": 1}, {"from": "B", "to": "A", "minutes": 2}]}`,
		"AliasOfNothing": `{"aliases": {"A": ["B"]}}`,
		"AliasOfTwo":     `{"aliases": {"A": ["B"]}, "minutes": [{"from": "A", "to": "B", "minutes": 1}]}`,
	} {
		if _, err := model.ParseTravelTimes([]byte(table)); err == nil || !strings.HasPrefix(err.Error(), "travel times: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
