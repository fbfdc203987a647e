package model

import "slices"

// DelegationState is where a visit is in its life.
type DelegationState string

// The states of a delegation.
const (
	DelegationInquiry    DelegationState = "INQUIRY"
	DelegationQualified  DelegationState = "QUALIFIED"
	DelegationPlanning   DelegationState = "PLANNING"
	DelegationProposed   DelegationState = "PROPOSED"
	DelegationConfirmed  DelegationState = "CONFIRMED"
	DelegationBriefed    DelegationState = "BRIEFED"
	DelegationInProgress DelegationState = "IN_PROGRESS"
	DelegationCompleted  DelegationState = "COMPLETED"
	DelegationFollowUp   DelegationState = "FOLLOW_UP"
	DelegationClosed     DelegationState = "CLOSED"
	DelegationPostponed  DelegationState = "POSTPONED"
	DelegationDeclined   DelegationState = "DECLINED"
	DelegationCancelled  DelegationState = "CANCELLED"
)

// delegationTransitions is the whole state machine: from a state to those that
// may follow it.
var delegationTransitions = map[DelegationState][]DelegationState{
	DelegationInquiry:    {DelegationQualified, DelegationDeclined, DelegationCancelled},
	DelegationQualified:  {DelegationPlanning, DelegationPostponed, DelegationDeclined, DelegationCancelled},
	DelegationPlanning:   {DelegationProposed, DelegationPostponed, DelegationCancelled},
	DelegationProposed:   {DelegationConfirmed, DelegationPlanning, DelegationPostponed, DelegationCancelled},
	DelegationConfirmed:  {DelegationBriefed, DelegationPostponed, DelegationCancelled},
	DelegationBriefed:    {DelegationInProgress, DelegationPostponed, DelegationCancelled},
	DelegationInProgress: {DelegationCompleted},
	DelegationCompleted:  {DelegationFollowUp},
	DelegationFollowUp:   {DelegationClosed},
	DelegationPostponed:  {DelegationPlanning, DelegationCancelled},
}

// Next lists the states that may follow s.
func (s DelegationState) Next() []DelegationState { return delegationTransitions[s] }

// Announced tells the states in which delegates and hosts have been promised a
// visit: its programme may be published and its changes are told.
func (s DelegationState) Announced() bool {
	return slices.Contains([]DelegationState{DelegationConfirmed, DelegationBriefed, DelegationInProgress}, s)
}

// Ended tells the states in which nothing is planned any more.
func (s DelegationState) Ended() bool {
	return slices.Contains([]DelegationState{
		DelegationCompleted, DelegationFollowUp, DelegationClosed, DelegationDeclined, DelegationCancelled,
	}, s)
}

// DelegationGuards are the facts on which the guards of a transition rest. They
// are counted in the transaction that makes the transition.
type DelegationGuards struct {
	HasPurpose, HasContact bool
	ExpectedSize           *int
	SessionCount           int
	BlockingConflicts      int
	// OpenHosts are the titles of sessions whose host is neither confirmed nor waived.
	OpenHosts        []string
	PublishedVersion int
	DelegateCount    int
	OpenFollowUps    int
	LessonCount      int
	Reason           string
	// HasStarted and HasEnded compare the visit's days with now.
	HasStarted, HasEnded bool
}

// CheckDelegationTransition answers nil when the visit may go from one state to
// the other. A step that the machine does not have is BAD_USER_INPUT; a guard
// that fails is GUARD_FAILED, with a message that says what would satisfy it.
// Every failing guard is reported.
func CheckDelegationTransition(from, to DelegationState, g DelegationGuards) error {
	if !slices.Contains(from.Next(), to) {
		return BadInput("to", "error.delegation.transition").With("From", string(from)).With("To", string(to))
	}
	var errs Errors
	need := func(ok bool, messageID string) {
		if !ok {
			errs.Add(GuardFailed(messageID))
		}
	}
	switch to {
	case DelegationQualified:
		need(g.HasPurpose, "guard.delegation.purpose")
		need(g.ExpectedSize != nil && *g.ExpectedSize > 0, "guard.delegation.expectedSize")
		need(g.HasContact, "guard.delegation.contact")
	case DelegationProposed:
		need(g.SessionCount > 0, "guard.delegation.programme")
		errs.Add(g.noBlockingConflict())
	case DelegationConfirmed:
		errs.Add(g.everyHostConfirmed())
		errs.Add(g.noBlockingConflict())
	case DelegationBriefed:
		// What broke after CONFIRMED blocks here.
		errs.Add(g.everyHostConfirmed())
		errs.Add(g.noBlockingConflict())
		need(g.PublishedVersion > 0, "guard.delegation.published")
		need(g.DelegateCount > 0, "guard.delegation.delegates")
	case DelegationInProgress:
		need(g.HasStarted, "guard.delegation.started")
	case DelegationCompleted:
		need(g.HasEnded, "guard.delegation.ended")
	case DelegationClosed:
		if g.OpenFollowUps > 0 {
			errs.Add(GuardFailed("guard.delegation.followUps").With("Count", g.OpenFollowUps))
		}
		need(g.LessonCount > 0, "guard.delegation.lesson")
	case DelegationDeclined, DelegationPostponed, DelegationCancelled:
		need(g.Reason != "", "guard.delegation.reason")
	case DelegationInquiry, DelegationPlanning, DelegationFollowUp:
	}
	return errs.Err()
}

func (g DelegationGuards) noBlockingConflict() error {
	if g.BlockingConflicts == 0 {
		return nil
	}
	return GuardFailed("guard.delegation.conflicts").With("Count", g.BlockingConflicts)
}

func (g DelegationGuards) everyHostConfirmed() error {
	if len(g.OpenHosts) == 0 {
		return nil
	}
	return GuardFailed("guard.delegation.hosts").With("Count", len(g.OpenHosts)).With("Session", g.OpenHosts[0])
}
