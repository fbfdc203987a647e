package model_test

import (
	"encoding/binary"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"fyrtaarn/model"
)

// plan is one delegation's programme in the making: 20 people from 1 March 2027
// on, a Monday without anything special about it.
type plan struct {
	in   model.ConflictInput
	next uint64
}

func newPlan() *plan {
	p := &plan{}
	size := 20
	p.in.Delegation = &model.Delegation{
		Activity: model.Activity{ID: p.id(), Reference: "demo-del-05", TimeZone: model.Copenhagen},
		State:    model.DelegationPlanning, ExpectedSize: &size, StaffCount: 4,
	}
	p.in.Names = map[model.ID]string{}
	return p
}

// id counts up, so that every test sees the same ids.
func (p *plan) id() model.ID {
	p.next++
	var id model.ID
	binary.BigEndian.PutUint64(id[8:], p.next)
	return id
}

// session adds a site visit in København, on 1 March unless from names a day.
func (p *plan) session(from, until string, change ...func(*model.Session)) *model.Session {
	s := &model.Session{
		ID: p.id(), DelegationID: p.in.Delegation.ID, Kind: model.SessionSiteVisit,
		Title: model.Localized(model.English, from+" to "+until), StartsAt: clock(from), EndsAt: clock(until),
		City: "København", Venue: "Demo House",
	}
	for _, c := range change {
		c(s)
	}
	p.in.Sessions = append(p.in.Sessions, s)
	return s
}

// elsewhere adds a session of another delegation.
func (p *plan) elsewhere(from, until string, change ...func(*model.Session)) *model.Session {
	s := p.session(from, until, change...)
	p.in.Sessions = p.in.Sessions[:len(p.in.Sessions)-1]
	s.DelegationID = p.id()
	p.in.Names[s.DelegationID] = "demo-del-99"
	p.in.Others = append(p.in.Others, s)
	return s
}

func clock(text string) time.Time {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		panic(err)
	}
	if len(text) == len("09:00") {
		text = "2027-03-01 " + text
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func at(city, venue string) func(*model.Session) {
	return func(s *model.Session) { s.City, s.Venue = city, venue }
}

func room(name string) func(*model.Session) { return func(s *model.Session) { s.Room = name } }

func group(name string) func(*model.Session) { return func(s *model.Session) { s.Group = name } }

func kind(k model.SessionKind) func(*model.Session) { return func(s *model.Session) { s.Kind = k } }

func host(id model.ID) func(*model.Session) { return func(s *model.Session) { s.HostID = &id } }

func interpreter(id model.ID) func(*model.Session) {
	return func(s *model.Session) { s.InterpreterID = &id }
}

func speakers(ids ...model.ID) func(*model.Session) {
	return func(s *model.Session) { s.SpeakerIDs = ids }
}

func cancelled(s *model.Session) { s.Cancelled = true }

func wantKinds(t *testing.T, got []*model.ProgrammeConflict, want ...model.ConflictKind) {
	t.Helper()
	kinds := make([]model.ConflictKind, 0, len(got))
	for _, c := range got {
		kinds = append(kinds, c.Kind)
	}
	if len(kinds) != len(want) || (len(want) > 0 && !reflect.DeepEqual(kinds, want)) {
		t.Fatalf("conflicts: got %v, want %v", kinds, want)
	}
}

func TestConflictOfTwoDelegationsHasOneKeySeenFromBoth(t *testing.T) {
	p := newPlan()
	person := p.id()
	own := p.session("09:00", "10:00", interpreter(person))
	other := p.elsewhere("09:00", "10:00", interpreter(person))
	here := model.FindConflicts(p.in)
	q := newPlan()
	q.in.Delegation.ID = other.DelegationID
	q.in.Sessions, q.in.Others = []*model.Session{other}, []*model.Session{own}
	there := model.FindConflicts(q.in)
	wantKinds(t, here, model.ConflictInterpreterTwice)
	wantKinds(t, there, model.ConflictInterpreterTwice)
	if here[0].Key() != there[0].Key() {
		t.Errorf("keys differ: %s and %s", here[0].Key(), there[0].Key())
	}
}

func TestOwnSessionsAmongTheOthersAreNotDoubled(t *testing.T) {
	p := newPlan()
	person := p.id()
	s := p.session("09:00", "10:00", interpreter(person))
	p.in.Others = []*model.Session{s}
	p.in.Sessions = append(p.in.Sessions, s)
	wantKinds(t, model.FindConflicts(p.in))
}

func TestVisitThatIsOverOrPostponedHasNoConflicts(t *testing.T) {
	p := newPlan()
	p.session("09:00", "10:00")
	p.session("09:00", "10:00")
	for _, state := range []model.DelegationState{
		model.DelegationCompleted, model.DelegationFollowUp, model.DelegationClosed,
		model.DelegationDeclined, model.DelegationCancelled, model.DelegationPostponed,
	} {
		p.in.Delegation.State = state
		wantKinds(t, model.FindConflicts(p.in))
	}
	p.in.Delegation.State = model.DelegationInProgress
	wantKinds(t, model.FindConflicts(p.in), model.ConflictGroupTwice)
}

func TestNoDelegationHasNoConflicts(t *testing.T) {
	wantKinds(t, model.FindConflicts(model.ConflictInput{}))
}

// everything is a programme with one conflict of every kind and some twice.
func everything() *plan {
	p := newPlan()
	person, speaker, house := p.id(), p.id(), p.id()
	twenty := 20
	p.session("09:00", "10:00", interpreter(person), host(house))
	p.session("09:45", "10:45", func(s *model.Session) { s.Capacity = &twenty })
	p.session("11:00", "12:00", group("A"), speakers(speaker), room("1"), interpreter(person))
	p.session("11:00", "12:00", group("B"), speakers(speaker), room("1"), interpreter(person))
	p.session("13:00", "14:00", at("Aarhus", "House"), host(house))
	p.session("2027-03-06 09:00", "2027-03-06 10:00", host(house))
	p.session("2027-03-28 09:00", "2027-03-28 10:00", host(house))
	p.elsewhere("09:30", "10:00", interpreter(person), host(house))
	p.elsewhere("11:30", "12:30", speakers(speaker), room("1"))
	p.in.Blocks = []*model.HostBlock{{ID: p.id(), OrganisationID: house, StartsAt: clock("13:30"), EndsAt: clock("15:00")}}
	p.in.Hosts = map[model.ID]*model.Organisation{house: {
		ID: house, Name: "House", TimeZone: model.Copenhagen,
		OpeningHours: model.OpeningHours{{Weekday: 1, From: "09:30", Until: "16:00"}},
	}}
	p.in.HostLoad = map[model.HostAsk]int{{SessionID: p.in.Sessions[4].ID, OrganisationID: house}: 9}
	p.in.GroupSizes = map[string]int{"A": 10, "B": 10}
	p.in.Holidays = holidays{model.NewDate(2027, time.March, 28)}
	return p
}

func TestFoundIsTheSameInWhateverOrderTheInputComes(t *testing.T) {
	p := everything()
	want := model.FindConflicts(p.in)
	kinds := map[model.ConflictKind]bool{}
	keys := map[string]bool{}
	for _, c := range want {
		kinds[c.Kind] = true
		if keys[c.Key()] {
			t.Errorf("two conflicts have the key %s", c.Key())
		}
		keys[c.Key()] = true
	}
	if len(kinds) != 12 {
		t.Fatalf("the world has %d of the 12 kinds: %v", len(kinds), kinds)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(p.in.Sessions), func(i, j int) {
			p.in.Sessions[i], p.in.Sessions[j] = p.in.Sessions[j], p.in.Sessions[i]
		})
		random.Shuffle(len(p.in.Others), func(i, j int) { p.in.Others[i], p.in.Others[j] = p.in.Others[j], p.in.Others[i] })
		if got := model.FindConflicts(p.in); !reflect.DeepEqual(got, want) {
			t.Fatalf("another order of the input found something else")
		}
	}
}

func TestListIsByLevelThenTime(t *testing.T) {
	levels := map[model.ConflictLevel]int{model.ConflictBlock: 0, model.ConflictWarn: 1, model.ConflictNote: 2}
	p := everything()
	starts := map[model.ID]time.Time{}
	for _, s := range p.in.Sessions {
		starts[s.ID] = s.StartsAt
	}
	got := model.FindConflicts(p.in)
	for i, c := range got[1:] {
		before := got[i]
		if levels[before.Level] > levels[c.Level] ||
			(before.Level == c.Level && starts[before.SessionID].After(starts[c.SessionID])) {
			t.Errorf("%s stands before %s", before.Key(), c.Key())
		}
	}
}

func TestLevelsAreCountedApart(t *testing.T) {
	got := model.CountConflicts(model.FindConflicts(everything().in))
	if got.Block == 0 || got.Warn == 0 || got.Note != 3 {
		t.Errorf("counts: %+v", got)
	}
	if sum := got.Block + got.Warn + got.Note; sum != len(model.FindConflicts(everything().in)) {
		t.Errorf("counts add up to %d", sum)
	}
}

func TestInputIsNotChanged(t *testing.T) {
	p := newPlan()
	person, speaker := p.id(), p.id()
	// The interpreter speaks too, and the list has room for one more behind its end.
	list := append(make(model.IDs, 0, 4), person, speaker)
	p.session("09:00", "10:00", group("A"), interpreter(person), speakers(list...))
	p.session("09:00", "10:00", group("B"), interpreter(person), speakers(speaker, person))
	p.session("08:00", "08:30")
	order := slices.Clone(p.in.Sessions)
	wantKinds(t, model.FindConflicts(p.in), model.ConflictPersonTwice, model.ConflictInterpreterTwice)
	if !slices.Equal(order, p.in.Sessions) || !slices.Equal(order[0].SpeakerIDs, model.IDs{person, speaker}) ||
		!slices.Equal(order[1].SpeakerIDs, model.IDs{speaker, person}) {
		t.Error("the finder changed what it was given")
	}
}

func TestReasonTakesNamesFromTheSessionsWhereNoneAreGiven(t *testing.T) {
	p := newPlan()
	person, speaker, house := p.id(), p.id(), p.id()
	p.session("09:00", "10:00", interpreter(person), speakers(speaker), host(house), func(s *model.Session) {
		s.Interpreter = &model.Person{ID: person, FullName: "Inés Demo"}
		s.Speakers = []*model.Person{{ID: speaker, Title: "Dr.", FullName: "Omar"}}
		s.Host = &model.Organisation{ID: house, Name: "Hvidovre Hospital"}
	})
	p.elsewhere("09:00", "10:00", interpreter(person), speakers(speaker), host(house), func(s *model.Session) {
		s.Delegation = &model.Delegation{Activity: model.Activity{Reference: "demo-del-06"}}
	})
	p.in.Names = nil
	got := model.FindConflicts(p.in)
	wantKinds(t, got, model.ConflictPersonTwice, model.ConflictInterpreterTwice, model.ConflictHostTwice)
	for i, want := range []string{"Dr. Omar", "Inés Demo", "Hvidovre Hospital"} {
		name := got[i].Params["Person"]
		if i == 2 {
			name = got[i].Params["Host"]
		}
		if name != want || got[i].Params["Delegation"] != "demo-del-06" {
			t.Errorf("got %v, want %s", got[i].Params, want)
		}
	}
}

// longProgramme is 200 sessions with one interpreter, among 20,000 sessions of
// other delegations of which 200 need the same interpreter.
func longProgramme() *plan {
	p := newPlan()
	person := p.id()
	const own, others = 200, 20_000
	for i := range own {
		s := p.session("09:00", "10:00", interpreter(person))
		s.StartsAt = s.StartsAt.Add(time.Duration(i) * time.Hour)
		s.EndsAt = s.StartsAt.Add(time.Hour)
	}
	for i := range others {
		s := p.elsewhere("09:00", "09:10")
		s.StartsAt = s.StartsAt.Add(time.Duration(i) * (own * time.Hour / others))
		s.EndsAt = s.StartsAt.Add(10 * time.Minute)
		if i%100 == 0 {
			s.InterpreterID = &person
		}
	}
	return p
}

func TestHundredsOfSessionsAmongThousandsAreAllCompared(t *testing.T) {
	pairs := 0
	for _, c := range model.FindConflicts(longProgramme().in) {
		if c.Kind == model.ConflictInterpreterTwice {
			pairs++
		}
	}
	if pairs != 200 {
		t.Errorf("found %d pairs of 200", pairs)
	}
}

func BenchmarkFindConflictsOf200SessionsAmong20000(b *testing.B) {
	p := longProgramme()
	for b.Loop() {
		model.FindConflicts(p.in)
	}
}
