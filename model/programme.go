package model

import (
	"slices"
	"strings"
	"time"
)

// SessionKind says what happens in one entry of a programme.
type SessionKind string

// The kinds of sessions.
const (
	SessionSiteVisit      SessionKind = "SITE_VISIT"
	SessionPresentation   SessionKind = "PRESENTATION"
	SessionCompanyMeeting SessionKind = "COMPANY_MEETING"
	SessionMeal           SessionKind = "MEAL"
	SessionTravel         SessionKind = "TRAVEL"
	SessionBreak          SessionKind = "BREAK"
	SessionPrivateTime    SessionKind = "PRIVATE_TIME"
)

// NeedsHost tells the kinds for which somebody must receive the group.
func (k SessionKind) NeedsHost() bool {
	return k == SessionSiteVisit || k == SessionPresentation || k == SessionCompanyMeeting
}

// Session is one entry of a delegation's programme.
type Session struct {
	ID           ID            `bun:"id,pk"`
	DelegationID ID            `bun:"delegation_id,notnull"`
	Kind         SessionKind   `bun:"kind,notnull"`
	Title        LocalizedText `bun:"title,type:jsonb"`
	// StartsAt and EndsAt are instants; the delegation's zone gives them meaning.
	StartsAt time.Time `bun:"starts_at,notnull"`
	EndsAt   time.Time `bun:"ends_at,notnull"`
	// TimesArePlanned marks times that nobody has promised yet.
	TimesArePlanned bool   `bun:"times_are_planned,notnull"`
	City            string `bun:"city,notnull"`
	Venue           string `bun:"venue,notnull"`
	// Room names the room within the venue; Capacity is how many it holds, nil when unknown.
	Room     string `bun:"room,notnull"`
	Capacity *int   `bun:"capacity"`
	// HostID receives the group; HostWaived says why none is needed.
	HostID     *ID    `bun:"host_id"`
	HostWaived string `bun:"host_waived,notnull"`
	// InterpreterID is the person who interprets.
	InterpreterID *ID `bun:"interpreter_id"`
	// Language is the one spoken, or empty.
	Language LanguageTag `bun:"language,notnull"`
	// Group names the part of the delegation that takes part; empty is everybody.
	Group string `bun:"attending_group,notnull"`
	// SpeakerIDs are the people who speak.
	SpeakerIDs IDs `bun:"speaker_ids,type:jsonb"`
	// Cancelled sessions stay, so that calendars can be told.
	Cancelled bool `bun:"cancelled,notnull"`
	// Sequence is iCalendar's SEQUENCE: it grows by one per published change.
	Sequence int `bun:"sequence,notnull"`
	Stamps

	Host        *Organisation `bun:"-"`
	Interpreter *Person       `bun:"-"`
	Speakers    []*Person     `bun:"-"`
	Delegation  *Delegation   `bun:"-"`
}

// IDs is a list of ids, stored as JSON.
type IDs []ID

// GlobalID is the id under which GraphQL knows the session.
func (s *Session) GlobalID() GlobalID { return NewGlobalID(KindSession, s.ID) }

// TitleIn is the title in the wanted language, else the reader's.
func (s *Session) TitleIn(language *LanguageTag) LocalizedString { return s.Title.In(language) }

// TitleTranslations are all languages of the title.
func (s *Session) TitleTranslations() []TextTranslation { return s.Title.Translations() }

// HostIsOpen tells a session that needs a host and has none: no invitation of
// its host is confirmed or held, and nobody waived it.
func (s *Session) HostIsOpen(invitations []*HostInvitation) bool {
	if s.Cancelled || !s.Kind.NeedsHost() || s.HostWaived != "" {
		return false
	}
	if s.HostID == nil {
		return true
	}
	return !slices.ContainsFunc(invitations, func(i *HostInvitation) bool {
		return i.SessionID == s.ID && i.OrganisationID == *s.HostID &&
			(i.State == InvitationConfirmed || i.State == InvitationHeld)
	})
}

// ProgrammeVersion is the programme as it was told to people at one moment.
type ProgrammeVersion struct {
	ID           ID               `bun:"id,pk"`
	DelegationID ID               `bun:"delegation_id,notnull"`
	Number       int              `bun:"number,notnull"`
	PublishedAt  time.Time        `bun:"published_at,notnull"`
	PublishedBy  string           `bun:"published_by,notnull"`
	Note         string           `bun:"note,notnull"`
	Sessions     SessionSnapshots `bun:"sessions,type:jsonb"`
	// Changes is the log against the version before.
	Changes ProgrammeChanges `bun:"changes,type:jsonb"`
}

// GlobalID is the id under which GraphQL knows the version.
func (v *ProgrammeVersion) GlobalID() GlobalID { return NewGlobalID(KindProgramme, v.ID) }

// SessionList is the version's sessions, never nil.
func (v *ProgrammeVersion) SessionList() []SessionSnapshot {
	if v.Sessions == nil {
		return []SessionSnapshot{}
	}
	return v.Sessions
}

// ChangeList is the log against the version before, never nil.
func (v *ProgrammeVersion) ChangeList() []ProgrammeChange {
	if v.Changes == nil {
		return []ProgrammeChange{}
	}
	return v.Changes
}

// SetReader names the language in which the version's titles are shown.
func (v *ProgrammeVersion) SetReader(reader LanguageTag) {
	for i := range v.Sessions {
		v.Sessions[i].Title.Reader = reader
	}
	for i := range v.Changes {
		for _, snapshot := range []*SessionSnapshot{v.Changes[i].Before, v.Changes[i].After} {
			if snapshot != nil {
				snapshot.Title.Reader = reader
			}
		}
	}
}

// SessionSnapshots are the sessions of one version, in order of time.
type SessionSnapshots []SessionSnapshot

// SessionSnapshot is what a version promises of one session.
type SessionSnapshot struct {
	SessionID     ID            `json:"sessionId"`
	Kind          SessionKind   `json:"kind"`
	Title         LocalizedText `json:"title"`
	StartsAt      time.Time     `json:"startsAt"`
	EndsAt        time.Time     `json:"endsAt"`
	City          string        `json:"city"`
	Venue         string        `json:"venue"`
	Room          string        `json:"room"`
	HostID        *ID           `json:"hostId,omitempty"`
	InterpreterID *ID           `json:"interpreterId,omitempty"`
	SpeakerIDs    IDs           `json:"speakerIds,omitempty"`
	Language      LanguageTag   `json:"language"`
	Group         string        `json:"group"`
	Cancelled     bool          `json:"cancelled"`
	Sequence      int           `json:"sequence"`
}

// TitleIn is the title in the wanted language, else the reader's.
func (s *SessionSnapshot) TitleIn(language *LanguageTag) LocalizedString { return s.Title.In(language) }

// SnapshotOf is what a version keeps of a session.
func SnapshotOf(s *Session) SessionSnapshot {
	return SessionSnapshot{
		SessionID: s.ID, Kind: s.Kind, Title: s.Title, StartsAt: s.StartsAt, EndsAt: s.EndsAt, City: s.City,
		Venue: s.Venue, Room: s.Room, HostID: s.HostID, InterpreterID: s.InterpreterID, SpeakerIDs: s.SpeakerIDs,
		Language: s.Language, Group: s.Group, Cancelled: s.Cancelled, Sequence: s.Sequence,
	}
}

// SnapshotProgramme keeps all sessions, in order of time.
func SnapshotProgramme(sessions []*Session) SessionSnapshots {
	out := make(SessionSnapshots, 0, len(sessions))
	for _, s := range sessions {
		out = append(out, SnapshotOf(s))
	}
	slices.SortFunc(out, func(a, b SessionSnapshot) int {
		if c := a.StartsAt.Compare(b.StartsAt); c != 0 {
			return c
		}
		return strings.Compare(a.SessionID.String(), b.SessionID.String())
	})
	return out
}

// ChangeKind says what happened to a session between two versions.
type ChangeKind string

// The kinds of changes. MOVED is time, RELOCATED is place; one session can have
// several.
const (
	ChangeAdded       ChangeKind = "ADDED"
	ChangeMoved       ChangeKind = "MOVED"
	ChangeRelocated   ChangeKind = "RELOCATED"
	ChangeRenamed     ChangeKind = "RENAMED"
	ChangeHost        ChangeKind = "HOST_CHANGED"
	ChangeInterpreter ChangeKind = "INTERPRETER_CHANGED"
	ChangeDetails     ChangeKind = "DETAILS_CHANGED"
	ChangeCancelled   ChangeKind = "CANCELLED"
)

// ProgrammeChanges is the log of one version.
type ProgrammeChanges []ProgrammeChange

// ProgrammeChange is one thing that happened to one session. Before and After
// are the snapshots; Before is nil for an added session.
type ProgrammeChange struct {
	SessionID ID               `json:"sessionId"`
	Kind      ChangeKind       `json:"kind"`
	Before    *SessionSnapshot `json:"before,omitempty"`
	After     *SessionSnapshot `json:"after,omitempty"`
}

// DiffProgramme lists what changed from one version to the next, in order of
// the later version's times. A session that vanished counts as cancelled.
func DiffProgramme(before, after SessionSnapshots) ProgrammeChanges {
	old := make(map[ID]*SessionSnapshot, len(before))
	for i := range before {
		old[before[i].SessionID] = &before[i]
	}
	var out ProgrammeChanges
	for i := range after {
		now := &after[i]
		was, known := old[now.SessionID]
		delete(old, now.SessionID)
		switch {
		case !known && now.Cancelled, known && was.Cancelled && now.Cancelled:
		case !known, was.Cancelled:
			out = append(out, ProgrammeChange{now.SessionID, ChangeAdded, nil, now})
		case now.Cancelled:
			out = append(out, ProgrammeChange{now.SessionID, ChangeCancelled, was, now})
		default:
			for _, kind := range sessionChanges(was, now) {
				out = append(out, ProgrammeChange{now.SessionID, kind, was, now})
			}
		}
	}
	for i := range before {
		if was, gone := old[before[i].SessionID]; gone && !was.Cancelled {
			out = append(out, ProgrammeChange{was.SessionID, ChangeCancelled, was, nil})
		}
	}
	return out
}

func sessionChanges(was, now *SessionSnapshot) []ChangeKind {
	var kinds []ChangeKind
	if !was.StartsAt.Equal(now.StartsAt) || !was.EndsAt.Equal(now.EndsAt) {
		kinds = append(kinds, ChangeMoved)
	}
	if was.City != now.City || was.Venue != now.Venue || was.Room != now.Room {
		kinds = append(kinds, ChangeRelocated)
	}
	if !sameTexts(was.Title, now.Title) {
		kinds = append(kinds, ChangeRenamed)
	}
	if !sameID(was.HostID, now.HostID) {
		kinds = append(kinds, ChangeHost)
	}
	if !sameID(was.InterpreterID, now.InterpreterID) {
		kinds = append(kinds, ChangeInterpreter)
	}
	if was.Kind != now.Kind || was.Language != now.Language || was.Group != now.Group || !slices.Equal(was.SpeakerIDs, now.SpeakerIDs) {
		kinds = append(kinds, ChangeDetails)
	}
	return kinds
}

func sameID(a, b *ID) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func sameTexts(a, b LocalizedText) bool {
	if len(a.Texts) != len(b.Texts) {
		return false
	}
	for tag, tr := range a.Texts {
		if b.Texts[tag].Text != tr.Text {
			return false
		}
	}
	return true
}

// SpokenLanguage is the language spoken; nil when not said.
func (s *Session) SpokenLanguage() *LanguageTag {
	if s.Language == "" {
		return nil
	}
	return &s.Language
}
