package model

import "slices"

// MissionState is where a trade mission is in its life.
type MissionState string

// The states of a trade mission.
const (
	MissionDraft      MissionState = "DRAFT"
	MissionCallOpen   MissionState = "CALL_OPEN"
	MissionCallClosed MissionState = "CALL_CLOSED"
	MissionSelected   MissionState = "SELECTED"
	MissionAnnounced  MissionState = "ANNOUNCED"
	MissionGo         MissionState = "GO"
	MissionRunning    MissionState = "RUNNING"
	MissionTracking   MissionState = "OUTCOME_TRACKING"
	MissionClosed     MissionState = "CLOSED"
	MissionCancelled  MissionState = "CANCELLED"
)

// missionTransitions is the whole state machine: from a state to those that may
// follow it. SELECTED goes back while decisions are changed before anybody was
// told.
var missionTransitions = map[MissionState][]MissionState{
	MissionDraft:      {MissionCallOpen, MissionCancelled},
	MissionCallOpen:   {MissionCallClosed, MissionCancelled},
	MissionCallClosed: {MissionSelected, MissionCancelled},
	MissionSelected:   {MissionAnnounced, MissionCallClosed, MissionCancelled},
	MissionAnnounced:  {MissionGo, MissionCancelled},
	MissionGo:         {MissionRunning, MissionCancelled},
	MissionRunning:    {MissionTracking},
	MissionTracking:   {MissionClosed},
}

// Next lists the states that may follow s.
func (s MissionState) Next() []MissionState { return missionTransitions[s] }

// Ended tells the states in which nobody travels any more.
func (s MissionState) Ended() bool {
	return slices.Contains([]MissionState{MissionTracking, MissionClosed, MissionCancelled}, s)
}

// MissionGuards are the facts on which the guards of a transition rest. They are
// counted in the transaction that makes the transition.
type MissionGuards struct {
	HasStatement, HasHost, HasDays bool
	// WeightSum is the sum over all criteria.
	WeightSum                int
	Languages                int
	Capacity, Minimum, Taken int
	// Deadline is the day of the deadline; the zero Date where there is none.
	Deadline     Date
	DeadlinePast bool
	TextGaps     []TextGap
	CloneGaps    []CloneGap
	// Undecided are applications without a decision, Accepted those that are to
	// be accepted, Confirmed those that have said yes.
	Undecided, Accepted, Confirmed int
	HasStarted, HasEnded           bool
	OpenFollowUps, LessonCount     int
	Reason                         string
}

// CheckMissionTransition answers nil when the mission may go from one state to
// the other. A step that the machine does not have is BAD_USER_INPUT; a guard
// that fails is GUARD_FAILED, with a message that says what would satisfy it.
// Every failing guard is reported.
func CheckMissionTransition(from, to MissionState, g MissionGuards) error {
	if !slices.Contains(from.Next(), to) {
		return BadInput("to", "error.mission.transition").With("From", string(from)).With("To", string(to))
	}
	var errs Errors
	need := func(ok bool, messageID string) {
		if !ok {
			errs.Add(GuardFailed(messageID))
		}
	}
	switch to {
	case MissionCallOpen:
		g.open(&errs, need)
	case MissionCallClosed:
		if from == MissionCallOpen && !g.DeadlinePast {
			errs.Add(GuardFailed("guard.mission.deadlineNotPast").With("Date", g.Deadline))
		}
	case MissionSelected, MissionAnnounced:
		if g.Undecided > 0 {
			errs.Add(GuardFailed("guard.mission.undecided").With("Count", g.Undecided))
		}
		if g.Accepted > g.Capacity {
			errs.Add(GuardFailed("guard.mission.tooManyAccepted").With("Accepted", g.Accepted).With("Capacity", g.Capacity))
		}
	case MissionGo:
		if g.Confirmed < g.Minimum {
			errs.Add(GuardFailed("guard.mission.minimum").With("Confirmed", g.Confirmed).With("Minimum", g.Minimum))
		}
	case MissionRunning:
		need(g.HasStarted, "guard.mission.started")
	case MissionTracking:
		need(g.HasEnded, "guard.mission.ended")
	case MissionClosed:
		if g.OpenFollowUps > 0 {
			errs.Add(GuardFailed("guard.mission.followUps").With("Count", g.OpenFollowUps))
		}
		need(g.LessonCount > 0, "guard.mission.lesson")
	case MissionCancelled:
		need(g.Reason != "", "guard.mission.reason")
	case MissionDraft:
	}
	return errs.Err()
}

// open holds what a call needs before companies see it.
func (g MissionGuards) open(errs *Errors, need func(bool, string)) {
	need(g.HasStatement, "guard.mission.statement")
	need(g.HasHost, "guard.mission.host")
	need(g.HasDays, "guard.mission.days")
	need(g.WeightSum > 0, "guard.mission.criteria")
	need(g.Capacity > 0, "guard.mission.capacity")
	need(g.Languages > 0, "guard.mission.languages")
	need(!g.Deadline.IsZero() && !g.DeadlinePast, "guard.mission.deadline")
	if n := len(g.TextGaps); n > 0 {
		first := g.TextGaps[0]
		errs.Add(GuardFailed("guard.mission.textGaps").With("Count", n).With("Field", first.Field).With("Language", string(first.Language)))
	}
	if n := len(g.CloneGaps); n > 0 {
		errs.Add(GuardFailed("guard.mission.cloneGaps").With("Count", n).With("Field", g.CloneGaps[0].Field))
	}
}
