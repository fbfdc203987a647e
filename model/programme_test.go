package model_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
)

// told is one session as a version tells it.
func told(n byte, change ...func(*model.SessionSnapshot)) model.SessionSnapshot {
	s := model.SessionSnapshot{
		SessionID: uuid.UUID{15: n}, Kind: model.SessionSiteVisit, Title: model.Localized(model.English, "Visit"),
		StartsAt: clock("09:00").Add(time.Duration(n) * time.Hour), EndsAt: clock("10:00").Add(time.Duration(n) * time.Hour),
		City: "København", Venue: "Demo House", Room: "1", Language: model.English,
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func tell(sessions ...model.SessionSnapshot) model.SessionSnapshots { return sessions }

func TestDiffNamesWhatChangedInASession(t *testing.T) {
	house, person := uuid.UUID{1}, uuid.UUID{2}
	for _, tc := range []struct {
		name   string
		change func(*model.SessionSnapshot)
		want   []model.ChangeKind
	}{
		{"Nothing", func(*model.SessionSnapshot) {}, nil},
		{"SequenceAlone", func(s *model.SessionSnapshot) { s.Sequence++ }, nil},
		{"SameInstantInAnotherZone", func(s *model.SessionSnapshot) { s.StartsAt = s.StartsAt.In(time.FixedZone("", 3600)) }, nil},
		{"Start", func(s *model.SessionSnapshot) { s.StartsAt = s.StartsAt.Add(time.Minute) }, []model.ChangeKind{model.ChangeMoved}},
		{"End", func(s *model.SessionSnapshot) { s.EndsAt = s.EndsAt.Add(time.Minute) }, []model.ChangeKind{model.ChangeMoved}},
		{"City", func(s *model.SessionSnapshot) { s.City = "Odense" }, []model.ChangeKind{model.ChangeRelocated}},
		{"Venue", func(s *model.SessionSnapshot) { s.Venue = "Hall" }, []model.ChangeKind{model.ChangeRelocated}},
		{"Room", func(s *model.SessionSnapshot) { s.Room = "2" }, []model.ChangeKind{model.ChangeRelocated}},
		{"Title", func(s *model.SessionSnapshot) { s.Title = model.Localized(model.English, "Talk") }, []model.ChangeKind{model.ChangeRenamed}},
		{"TitleTranslated", func(s *model.SessionSnapshot) {
			s.Title = s.Title.Apply([]model.TranslationInput{{Language: model.Danish, Text: "Besøg"}})
		}, []model.ChangeKind{model.ChangeRenamed}},
		{"TitleOfAnotherReader", func(s *model.SessionSnapshot) { s.Title.Reader = model.Danish }, nil},
		{"Host", func(s *model.SessionSnapshot) { s.HostID = &house }, []model.ChangeKind{model.ChangeHost}},
		{"Interpreter", func(s *model.SessionSnapshot) { s.InterpreterID = &person }, []model.ChangeKind{model.ChangeInterpreter}},
		{"Kind", func(s *model.SessionSnapshot) { s.Kind = model.SessionMeal }, []model.ChangeKind{model.ChangeDetails}},
		{"Language", func(s *model.SessionSnapshot) { s.Language = model.Danish }, []model.ChangeKind{model.ChangeDetails}},
		{"Group", func(s *model.SessionSnapshot) { s.Group = "A" }, []model.ChangeKind{model.ChangeDetails}},
		{"Speakers", func(s *model.SessionSnapshot) { s.SpeakerIDs = model.IDs{person} }, []model.ChangeKind{model.ChangeDetails}},
		{"TimeAndPlace", func(s *model.SessionSnapshot) { s.EndsAt, s.Room = s.EndsAt.Add(time.Hour), "2" }, []model.ChangeKind{model.ChangeMoved, model.ChangeRelocated}},
		{"Cancelled", func(s *model.SessionSnapshot) { s.Cancelled, s.Room = true, "2" }, []model.ChangeKind{model.ChangeCancelled}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before, after := told(1), told(1)
			tc.change(&after)
			got := model.DiffProgramme(tell(before, told(2)), tell(after, told(2)))
			if len(got) != len(tc.want) {
				t.Fatalf("got %v, want %v", got, tc.want)
			}
			for i, c := range got {
				if c.Kind != tc.want[i] || c.SessionID != before.SessionID || c.Before == nil || c.After == nil ||
					c.Before.Room != before.Room || c.After.Room != after.Room {
					t.Errorf("change %d: %+v, want %s", i, c, tc.want[i])
				}
			}
		})
	}
}

func TestDiffOfANewSessionHasNoBefore(t *testing.T) {
	got := model.DiffProgramme(tell(told(1)), tell(told(1), told(2)))
	if len(got) != 1 || got[0].Kind != model.ChangeAdded || got[0].Before != nil || got[0].After.SessionID != told(2).SessionID {
		t.Errorf("got %+v", got)
	}
}

func TestDiffOfARevivedSessionIsAnAddition(t *testing.T) {
	off := told(1, func(s *model.SessionSnapshot) { s.Cancelled = true })
	got := model.DiffProgramme(tell(off), tell(told(1)))
	if len(got) != 1 || got[0].Kind != model.ChangeAdded || got[0].Before != nil || got[0].After == nil {
		t.Errorf("got %+v", got)
	}
}

func TestDiffOfAVanishedSessionIsACancellation(t *testing.T) {
	got := model.DiffProgramme(tell(told(1), told(2)), tell(told(2)))
	if len(got) != 1 || got[0].Kind != model.ChangeCancelled || got[0].After != nil || got[0].Before.SessionID != told(1).SessionID {
		t.Errorf("got %+v", got)
	}
}

func TestDiffKeepsSilentAboutWhatNobodyWasToldOf(t *testing.T) {
	off := told(1, func(s *model.SessionSnapshot) { s.Cancelled = true })
	for name, pair := range map[string][2]model.SessionSnapshots{
		"AddedAndCancelledBetween": {nil, tell(off)},
		"StillCancelled":           {tell(off), tell(off)},
		"CancelledAndVanished":     {tell(off), nil},
		"Both Empty":               {nil, nil},
	} {
		if got := model.DiffProgramme(pair[0], pair[1]); len(got) != 0 {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestFirstVersionAddsEverythingInOrderOfTime(t *testing.T) {
	sessions := []*model.Session{
		{ID: uuid.UUID{15: 3}, StartsAt: clock("11:00"), EndsAt: clock("12:00")},
		{ID: uuid.UUID{15: 2}, StartsAt: clock("09:00"), EndsAt: clock("10:00")},
		{ID: uuid.UUID{15: 1}, StartsAt: clock("09:00"), EndsAt: clock("10:00")},
	}
	got := model.DiffProgramme(nil, model.SnapshotProgramme(sessions))
	if len(got) != 3 {
		t.Fatalf("got %d changes", len(got))
	}
	for i, c := range got {
		if c.Kind != model.ChangeAdded || c.SessionID[15] != byte(i+1) {
			t.Errorf("place %d: %s of session %d", i, c.Kind, c.SessionID[15])
		}
	}
	if sessions[0].ID[15] != 3 {
		t.Error("the sessions were put in another order")
	}
}

func TestSnapshotKeepsAllThatIsPromised(t *testing.T) {
	p := newPlan()
	house, person := p.id(), p.id()
	s := p.session("09:00", "10:00", host(house), interpreter(person), speakers(person), room("1"), group("A"), cancelled)
	s.Language, s.Sequence = model.Danish, 4
	got := model.SnapshotOf(s)
	if diff := model.DiffProgramme(tell(got), tell(model.SnapshotOf(s))); len(diff) != 0 {
		t.Errorf("a session differs from itself: %v", diff)
	}
	if got.SessionID != s.ID || *got.HostID != house || *got.InterpreterID != person || got.SpeakerIDs[0] != person ||
		got.Room != "1" || got.Group != "A" || !got.Cancelled || got.Sequence != 4 || got.Language != model.Danish ||
		got.City != s.City || got.Venue != s.Venue || got.Kind != s.Kind || !got.StartsAt.Equal(s.StartsAt) || !got.EndsAt.Equal(s.EndsAt) {
		t.Errorf("got %+v", got)
	}
}

func TestHostIsOpenUntilConfirmedOrWaived(t *testing.T) {
	p := newPlan()
	house, other := p.id(), p.id()
	s := p.session("09:00", "10:00", host(house))
	answer := func(session, organisation model.ID, state model.InvitationState) []*model.HostInvitation {
		return []*model.HostInvitation{{SessionID: session, OrganisationID: organisation, State: state}}
	}
	for _, tc := range []struct {
		name        string
		change      func(*model.Session)
		invitations []*model.HostInvitation
		open        bool
	}{
		{"NotAsked", nil, nil, true},
		{"Invited", nil, answer(s.ID, house, model.InvitationInvited), true},
		{"Tentative", nil, answer(s.ID, house, model.InvitationTentative), true},
		{"Declined", nil, answer(s.ID, house, model.InvitationDeclined), true},
		{"Confirmed", nil, answer(s.ID, house, model.InvitationConfirmed), false},
		{"Held", nil, answer(s.ID, house, model.InvitationHeld), false},
		{"AnotherHostConfirmed", nil, answer(s.ID, other, model.InvitationConfirmed), true},
		{"ConfirmedForAnotherSession", nil, answer(other, house, model.InvitationConfirmed), true},
		{"NoHost", func(s *model.Session) { s.HostID = nil }, nil, true},
		{"Waived", func(s *model.Session) { s.HostID, s.HostWaived = nil, "a walk in the harbour" }, nil, false},
		{"Cancelled", cancelled, nil, false},
		{"Dinner", kind(model.SessionMeal), nil, false},
		{"Travel", kind(model.SessionTravel), nil, false},
		{"Presentation", kind(model.SessionPresentation), nil, true},
		{"CompanyMeeting", kind(model.SessionCompanyMeeting), nil, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			one := *s
			if tc.change != nil {
				tc.change(&one)
			}
			if got := one.HostIsOpen(tc.invitations); got != tc.open {
				t.Errorf("open is %v", got)
			}
		})
	}
}
