package model_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestSameGroupInTwoSessionsIsOneBlock(t *testing.T) {
	p := newPlan()
	person, house := p.id(), p.id()
	// Everything the group takes along overlaps too: still one mistake.
	both := []func(*model.Session){host(house), interpreter(person), speakers(person), room("1")}
	a := p.session("10:45", "12:00", both...)
	b := p.session("11:45", "13:00", both...)
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictGroupTwice)
	c := got[0]
	if c.Level != model.ConflictBlock || c.SessionID != a.ID || *c.OtherSessionID != b.ID || c.OtherDelegationID != nil {
		t.Errorf("the conflict is not about the two sessions at level block: %+v", c)
	}
	if c.Params["Minutes"] != 15 || c.Params["Session"] != "10:45 to 12:00" || c.Params["Other"] != "11:45 to 13:00" {
		t.Errorf("the reason has other variables: %v", c.Params)
	}
}

func TestSessionsThatTouchDoNotOverlap(t *testing.T) {
	p := newPlan()
	p.session("10:45", "12:00")
	p.session("12:00", "13:00")
	wantKinds(t, model.FindConflicts(p.in))
}

func TestGroupsThatSharePeopleConflict(t *testing.T) {
	for _, tc := range []struct {
		name, a, b string
		conflict   bool
	}{
		{"ParallelGroups", "A", "B", false},
		{"OneGroup", "A", "A", true},
		{"GroupAndEverybody", "A", "", true},
		{"EverybodyAndGroup", "", "B", true},
		{"Everybody", "", "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newPlan()
			p.session("09:00", "10:00", group(tc.a))
			p.session("09:30", "10:30", group(tc.b))
			got := model.FindConflicts(p.in)
			if tc.conflict {
				wantKinds(t, got, model.ConflictGroupTwice)
			} else {
				wantKinds(t, got)
			}
		})
	}
}

func TestThreeSessionsAtOnceAreThreePairs(t *testing.T) {
	p := newPlan()
	p.session("09:00", "12:00")
	p.session("09:30", "12:00")
	p.session("10:00", "12:00")
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictGroupTwice, model.ConflictGroupTwice, model.ConflictGroupTwice)
	keys := map[string]bool{}
	for _, c := range got {
		keys[c.Key()] = true
	}
	if len(keys) != 3 {
		t.Errorf("three pairs have %d keys", len(keys))
	}
}

func TestOverlapWithTimeOfTheirOwnWarns(t *testing.T) {
	for _, k := range []model.SessionKind{model.SessionBreak, model.SessionPrivateTime} {
		p := newPlan()
		p.session("09:00", "10:00")
		p.session("09:45", "10:15", kind(k))
		got := model.FindConflicts(p.in)
		wantKinds(t, got, model.ConflictGroupTwice)
		if got[0].Level != model.ConflictWarn {
			t.Errorf("%s: level %s, want WARN", k, got[0].Level)
		}
	}
}

func TestTravellingWhileVisitingBlocks(t *testing.T) {
	p := newPlan()
	p.session("09:00", "10:00")
	p.session("09:30", "12:00", kind(model.SessionTravel))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictGroupTwice)
	if got[0].Level != model.ConflictBlock {
		t.Errorf("level %s, want BLOCK", got[0].Level)
	}
}

func TestCancelledSessionsAreIgnored(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("09:00", "10:00", host(house))
	p.session("09:00", "10:00", cancelled)
	p.elsewhere("09:00", "10:00", host(house), cancelled)
	gone := p.session("2027-03-06 09:00", "2027-03-06 10:00", cancelled, host(house), room("1"))
	one := 1
	gone.Capacity = &one
	p.in.Blocks = []*model.HostBlock{{ID: p.id(), OrganisationID: house, StartsAt: gone.StartsAt, EndsAt: gone.EndsAt}}
	wantKinds(t, model.FindConflicts(p.in))
}

func TestOneInterpreterForParallelGroupsIsOneBlock(t *testing.T) {
	p := newPlan()
	person := p.id()
	p.in.Names[person] = "Inés Demo"
	p.session("09:00", "10:00", group("A"), interpreter(person))
	p.session("09:30", "10:30", group("B"), interpreter(person), at("København", "Other House"))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictInterpreterTwice)
	if got[0].Level != model.ConflictBlock || *got[0].PersonID != person || got[0].Params["Person"] != "Inés Demo" ||
		got[0].MessageID != "conflict.interpreterTwice" {
		t.Errorf("unexpected reason: %+v", got[0])
	}
}

func TestOneInterpreterAfterTheOtherIsFine(t *testing.T) {
	p := newPlan()
	person := p.id()
	p.session("09:00", "10:00", group("A"), interpreter(person))
	p.session("10:00", "11:00", group("B"), interpreter(person))
	p.session("10:00", "11:00", group("A"), interpreter(p.id()))
	wantKinds(t, model.FindConflicts(p.in))
}

func TestSpeakerInTwoSessionsIsOneBlockForThePair(t *testing.T) {
	p := newPlan()
	first, second := p.id(), p.id()
	p.session("09:00", "10:00", group("A"), speakers(second, first))
	p.session("09:00", "10:00", group("B"), speakers(first, second))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictPersonTwice)
	if *got[0].PersonID != first {
		t.Errorf("of several shared speakers the smallest id stands for all")
	}
}

func TestWhoInterpretsHereAndSpeaksThereIsTwicePersonally(t *testing.T) {
	p := newPlan()
	person := p.id()
	p.session("09:00", "10:00", group("A"), speakers(person))
	p.session("09:00", "10:00", group("B"), interpreter(person))
	wantKinds(t, model.FindConflicts(p.in), model.ConflictPersonTwice)
}

func TestRoomIsTwiceOnlyWhenItIsTheSameRoom(t *testing.T) {
	for _, tc := range []struct {
		name     string
		a, b     []func(*model.Session)
		conflict bool
	}{
		{"SameNameWrittenOtherwise", []func(*model.Session){room("Lokale  Å1")}, []func(*model.Session){room("lokale å1")}, true},
		{"OtherRoom", []func(*model.Session){room("1")}, []func(*model.Session){room("2")}, false},
		{"NoRoomNamed", nil, nil, false},
		{"OtherVenue", []func(*model.Session){room("1")}, []func(*model.Session){room("1"), at("København", "Elsewhere")}, false},
		{"OtherCity", []func(*model.Session){room("1")}, []func(*model.Session){room("1"), at("Odense", "Demo House")}, false},
		{"RoomWithoutAnyPlace", []func(*model.Session){room("1"), at("", "")}, []func(*model.Session){room("1"), at("", "")}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := newPlan()
			p.session("09:00", "10:00", append(tc.a, group("A"))...)
			p.session("09:00", "10:00", append(tc.b, group("B"))...)
			if got := model.FindConflicts(p.in); tc.conflict {
				wantKinds(t, got, model.ConflictRoomTwice)
			} else {
				wantKinds(t, got)
			}
		})
	}
}

func TestRoomWithoutVenueIsItsHosts(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("09:00", "10:00", at("Odense", ""), room("1"), host(house), group("A"))
	p.session("09:00", "10:00", at("Odense", ""), room("1"), host(house), group("B"))
	wantKinds(t, model.FindConflicts(p.in), model.ConflictRoomTwice)
}

func TestHostOfTwoDelegationsWarns(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.in.Names[house] = "Hvidovre Hospital"
	own := p.session("09:00", "10:00", host(house))
	other := p.elsewhere("09:30", "10:30", host(house), at("Hvidovre", "Hospital"))
	p.elsewhere("10:00", "11:00", host(house)) // touches only
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictHostTwice)
	c := got[0]
	if c.Level != model.ConflictWarn || c.SessionID != own.ID || *c.OtherSessionID != other.ID ||
		*c.OtherDelegationID != other.DelegationID || *c.OrganisationID != house {
		t.Errorf("unexpected conflict: %+v", c)
	}
	if c.Params["Host"] != "Hvidovre Hospital" || c.Params["Delegation"] != "demo-del-99" {
		t.Errorf("the reason has other variables: %v", c.Params)
	}
}

func TestHostThatRefusedOneOfTwoIsFree(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("09:00", "10:00", host(house))
	other := p.elsewhere("09:00", "10:00", host(house))
	asked := &model.HostInvitation{
		ID: p.id(), SessionID: other.ID, OrganisationID: house, State: model.InvitationDeclined,
	}
	p.in.Invitations = []*model.HostInvitation{asked}
	wantKinds(t, model.FindConflicts(p.in))
	asked.State = model.InvitationTentative
	wantKinds(t, model.FindConflicts(p.in), model.ConflictHostTwice)
}

func TestHostOfParallelGroupsOfOneDelegationIsFine(t *testing.T) {
	p := newPlan()
	house := p.id()
	p.session("09:00", "10:00", host(house), group("A"), room("1"))
	p.session("09:00", "10:00", host(house), group("B"), room("2"))
	wantKinds(t, model.FindConflicts(p.in))
}

func TestOtherDelegationsAreComparedWithOursOnly(t *testing.T) {
	p := newPlan()
	person := p.id()
	p.elsewhere("09:00", "10:00", interpreter(person))
	p.elsewhere("09:00", "10:00", interpreter(person))
	p.session("12:00", "13:00", interpreter(person))
	wantKinds(t, model.FindConflicts(p.in))
}

func TestRoomInterpreterAndSpeakerOfAnotherDelegationBlock(t *testing.T) {
	p := newPlan()
	person, speaker := p.id(), p.id()
	p.session("09:00", "10:00", room("1"), interpreter(person), speakers(speaker))
	p.elsewhere("08:00", "09:01", room("1"), interpreter(person), speakers(speaker))
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictPersonTwice, model.ConflictInterpreterTwice, model.ConflictRoomTwice)
	for _, c := range got {
		if c.Level != model.ConflictBlock || c.OtherDelegationID == nil || c.Params["Delegation"] != "demo-del-99" {
			t.Errorf("unexpected conflict: %+v", c)
		}
	}
	if got[2].MessageID != "conflict.roomTwiceElsewhere" {
		t.Errorf("message %s", got[2].MessageID)
	}
}

// TestSweepFindsWhatComparingAllFinds checks the sweep against the plain
// definition of an overlap, on programmes that no human would write.
func TestSweepFindsWhatComparingAllFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		p := newPlan()
		person := p.id()
		place := func(s *model.Session) {
			s.StartsAt = clock("08:00").Add(time.Duration(random.IntN(40)) * 15 * time.Minute)
			s.EndsAt = s.StartsAt.Add(time.Duration(random.IntN(8)) * 15 * time.Minute)
			s.InterpreterID = &person
			s.Group = []string{"", "A", "B"}[random.IntN(3)]
		}
		for range 12 {
			p.session("09:00", "10:00", place)
		}
		for range 12 {
			p.elsewhere("09:00", "10:00", place)
		}
		want := 0
		overlap := func(a, b *model.Session) bool {
			return a.EndsAt.After(a.StartsAt) && b.EndsAt.After(b.StartsAt) &&
				a.StartsAt.Before(b.EndsAt) && b.StartsAt.Before(a.EndsAt)
		}
		for i, a := range p.in.Sessions {
			for _, b := range p.in.Sessions[i+1:] {
				if overlap(a, b) {
					want++
				}
			}
			for _, b := range p.in.Others {
				if overlap(a, b) {
					want++
				}
			}
		}
		if got := model.FindConflicts(p.in); len(got) != want {
			t.Fatalf("found %d pairs, want %d", len(got), want)
		}
	}
}
