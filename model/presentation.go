package model

import (
	"slices"
	"time"
)

// PresentationState is where a talk abroad is in its life.
type PresentationState string

// The states of a presentation abroad.
const (
	PresentationPlanned   PresentationState = "PLANNED"
	PresentationHeld      PresentationState = "HELD"
	PresentationClosed    PresentationState = "CLOSED"
	PresentationCancelled PresentationState = "CANCELLED"
)

// presentationTransitions is the whole state machine.
var presentationTransitions = map[PresentationState][]PresentationState{
	PresentationPlanned: {PresentationHeld, PresentationCancelled},
	PresentationHeld:    {PresentationClosed},
}

// Next lists the states that may follow s.
func (s PresentationState) Next() []PresentationState { return presentationTransitions[s] }

// PresentationAbroad is a talk that somebody gives in another country.
type PresentationAbroad struct {
	Activity
	State PresentationState `bun:"state,notnull"`
	// StateSince is when the state was entered.
	StateSince time.Time `bun:"state_since,notnull"`
	// Event is where it is given: a conference, an embassy, a university.
	Event string `bun:"event,notnull"`
	// Language is the one it is given in.
	Language  LanguageTag `bun:"language,notnull"`
	SpeakerID *ID         `bun:"speaker_id"`
	// AudienceSize is how many listened, or are expected to; nil when not known.
	AudienceSize *int   `bun:"audience_size"`
	SlidesURL    string `bun:"slides_url,notnull"`
	// ContactsMade is how many people want to hear more; nil when not counted.
	ContactsMade *int   `bun:"contacts_made"`
	ContactNotes string `bun:"contact_notes,notnull"`
	// Reason says why it was cancelled.
	Reason string `bun:"reason,notnull"`
	// RecordedAfterwards marks one that was entered after it was held.
	RecordedAfterwards bool `bun:"recorded_afterwards,notnull"`
	Stamps

	Speaker *Person `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the presentation.
func (p *PresentationAbroad) GlobalID() GlobalID { return NewGlobalID(KindPresentationAbroad, p.ID) }

// ActivityKind is the kind of a presentation abroad.
func (p *PresentationAbroad) ActivityKind() Kind { return KindPresentationAbroad }

// ActivityState is the state among those of all kinds.
func (p *PresentationAbroad) ActivityState() ActivityState { return ActivityState(p.State) }

// PlaceCountry is the country in which it is given.
func (p *PresentationAbroad) PlaceCountry() CountryCode { return p.CountryCode }

// NextStates are the states that may follow, before their guards are asked.
func (p *PresentationAbroad) NextStates() []PresentationState {
	if next := p.State.Next(); next != nil {
		return next
	}
	return []PresentationState{}
}

// SpokenLanguage is the language of the talk; nil when it is not said.
func (p *PresentationAbroad) SpokenLanguage() *LanguageTag {
	if p.Language == "" {
		return nil
	}
	return &p.Language
}

// PresentationGuards are the facts on which the guards of a transition rest.
type PresentationGuards struct {
	HasEnded      bool
	OpenFollowUps int
	Reason        string
}

// CheckPresentationTransition answers nil when the talk may go to the state, as
// CheckTourTransition does.
func CheckPresentationTransition(p *PresentationAbroad, to PresentationState, g PresentationGuards) error {
	if !slices.Contains(p.State.Next(), to) {
		return BadInput("to", "error.presentation.transition").With("From", string(p.State)).With("To", string(to))
	}
	var errs Errors
	need := func(ok bool, messageID string) {
		if !ok {
			errs.Add(GuardFailed(messageID))
		}
	}
	switch to {
	case PresentationHeld:
		need(g.HasEnded, "guard.presentation.ended")
		need(p.SpeakerID != nil, "guard.presentation.speaker")
	case PresentationClosed:
		need(p.AudienceSize != nil, "guard.presentation.audience")
		if g.OpenFollowUps > 0 {
			errs.Add(GuardFailed("guard.presentation.followUps").With("Count", g.OpenFollowUps))
		}
	case PresentationCancelled:
		need(g.Reason != "", "guard.presentation.reason")
	case PresentationPlanned:
	}
	return errs.Err()
}

// PresentationFilter narrows a list of presentations; every set member must hold.
type PresentationFilter struct {
	States    []PresentationState
	Countries []CountryCode
	// StartsFrom and StartsUntil bound the first day, both included.
	StartsFrom  *Date
	StartsUntil *Date
	OwnerID     *GlobalID
	SpeakerID   *GlobalID
	HostID      *GlobalID
	// Search is found in the accent-folded reference, titles, city and tags.
	Search *string
}

// PresentationAbroadConnection is one page of presentations.
type PresentationAbroadConnection = Connection[PresentationAbroad]

// PresentationAbroadEdge is one of its edges.
type PresentationAbroadEdge = Edge[PresentationAbroad]
