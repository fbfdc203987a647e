package model

import "slices"

// TourState is where an edition or a side tour is in its life.
type TourState string

// The states of editions and side tours.
const (
	TourIdea               TourState = "IDEA"
	TourPlanning           TourState = "PLANNING"
	TourRegistrationOpen   TourState = "REGISTRATION_OPEN"
	TourRegistrationClosed TourState = "REGISTRATION_CLOSED"
	TourRunning            TourState = "RUNNING"
	TourCompleted          TourState = "COMPLETED"
	TourClosed             TourState = "CLOSED"
	TourCancelled          TourState = "CANCELLED"
)

// tourTransitions is the whole state machine.
var tourTransitions = map[TourState][]TourState{
	TourIdea:               {TourPlanning, TourCancelled},
	TourPlanning:           {TourRegistrationOpen, TourCancelled},
	TourRegistrationOpen:   {TourRegistrationClosed, TourCancelled},
	TourRegistrationClosed: {TourRunning, TourCancelled},
	TourRunning:            {TourCompleted},
	TourCompleted:          {TourClosed},
}

// Next lists the states that may follow s.
func (s TourState) Next() []TourState { return tourTransitions[s] }

// TakesRegistrations tells the state in which people register.
func (s TourState) TakesRegistrations() bool { return s == TourRegistrationOpen }

// Offers tells the states in which a seat that becomes free is offered to the
// next in line.
func (s TourState) Offers() bool {
	return slices.Contains([]TourState{TourRegistrationOpen, TourRegistrationClosed, TourRunning}, s)
}

// Ended tells the states in which nothing takes place any more.
func (s TourState) Ended() bool {
	return slices.Contains([]TourState{TourCompleted, TourClosed, TourCancelled}, s)
}

// TourGuards are the facts on which the guards of a transition rest. They are
// counted in the transaction that makes the transition.
type TourGuards struct {
	// NeedsPapers tells an edition, which closes with legacy paper and report.
	NeedsPapers, HasLegacy, HasReport bool
	OpenFollowUps, LessonCount        int
	Reason                            string
	// HasStarted and HasEnded compare the days with now.
	HasStarted, HasEnded bool
}

// CheckTourTransition answers nil when the tour may go to the state. A step that
// the machine does not have is BAD_USER_INPUT; a guard that fails is
// GUARD_FAILED with what would satisfy it. Every failing guard is reported.
func CheckTourTransition(t Tour, to TourState, g TourGuards) error {
	from := t.Life().State
	if !slices.Contains(from.Next(), to) {
		return BadInput("to", "error.tour.transition").With("From", string(from)).With("To", string(to))
	}
	var errs Errors
	need := func(ok bool, messageID string) {
		if !ok {
			errs.Add(GuardFailed(messageID))
		}
	}
	switch to {
	case TourPlanning:
		need(t.Common().OwnerID != nil, "guard.tour.owner")
	case TourRegistrationOpen:
		need(!t.Common().StartsOn.IsZero(), "guard.tour.days")
		stops := t.Life().OpenStops()
		need(len(stops) > 0, "guard.tour.stops")
		for _, s := range stops {
			if s.Venue == "" {
				errs.Add(GuardFailed("guard.tour.venue").With("City", s.City))
			}
		}
		need(len(t.Life().Languages) > 0, "guard.tour.languages")
		errs.Add(CheckTourLanguages(t, t.Life().Languages))
	case TourRunning:
		need(g.HasStarted, "guard.tour.started")
	case TourCompleted:
		need(g.HasEnded, "guard.tour.ended")
	case TourClosed:
		if g.NeedsPapers {
			need(g.HasLegacy, "guard.tour.legacy")
			need(g.HasReport, "guard.tour.report")
		}
		if g.OpenFollowUps > 0 {
			errs.Add(GuardFailed("guard.tour.followUps").With("Count", g.OpenFollowUps))
		}
		need(g.LessonCount > 0, "guard.tour.lesson")
	case TourCancelled:
		need(g.Reason != "", "guard.tour.reason")
	case TourIdea, TourRegistrationClosed:
	}
	return errs.Err()
}
