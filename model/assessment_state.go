package model

import (
	"slices"
	"time"
)

// AssessmentState is where an assessment is in its life.
type AssessmentState string

// The states of an assessment.
const (
	AssessmentDraft      AssessmentState = "DRAFT"
	AssessmentSubmitted  AssessmentState = "SUBMITTED"
	AssessmentInSparring AssessmentState = "IN_SPARRING"
	AssessmentReturned   AssessmentState = "RETURNED"
	AssessmentValidated  AssessmentState = "VALIDATED"
	AssessmentActionPlan AssessmentState = "ACTION_PLAN"
	AssessmentSuperseded AssessmentState = "SUPERSEDED"
	AssessmentStale      AssessmentState = "STALE"
	AssessmentAbandoned  AssessmentState = "ABANDONED"
)

// AbandonedAfter is how long a draft may lie untouched.
const AbandonedAfter = 90 * 24 * time.Hour

// assessmentTransitions is the whole state machine. A company sends a returned
// one straight back to the adviser who has it; reopening is a way to
// RETURNED or, for what was abandoned, to DRAFT. SUPERSEDED is entered when the
// company submits a newer one for the same market and product line, STALE when
// the first answer expires.
var assessmentTransitions = map[AssessmentState][]AssessmentState{
	AssessmentDraft:      {AssessmentSubmitted, AssessmentAbandoned},
	AssessmentSubmitted:  {AssessmentInSparring, AssessmentReturned, AssessmentStale, AssessmentSuperseded},
	AssessmentInSparring: {AssessmentReturned, AssessmentValidated, AssessmentStale, AssessmentSuperseded},
	AssessmentReturned:   {AssessmentInSparring, AssessmentSubmitted, AssessmentStale, AssessmentSuperseded},
	AssessmentValidated:  {AssessmentActionPlan, AssessmentReturned, AssessmentStale, AssessmentSuperseded},
	AssessmentActionPlan: {AssessmentReturned, AssessmentStale, AssessmentSuperseded},
	AssessmentStale:      {AssessmentReturned, AssessmentSuperseded},
	AssessmentAbandoned:  {AssessmentDraft},
}

// byHand are the transitions that somebody asks for; the others follow from a
// submission or from time.
var byHand = []AssessmentState{
	AssessmentDraft, AssessmentInSparring, AssessmentReturned, AssessmentValidated, AssessmentActionPlan, AssessmentAbandoned,
}

// Next lists the states that may follow s.
func (s AssessmentState) Next() []AssessmentState { return assessmentTransitions[s] }

// Answerable tells the states in which the company's answers may change.
func (s AssessmentState) Answerable() bool { return s == AssessmentDraft || s == AssessmentReturned }

// WithAdviser tells the states in which the next step is the adviser's.
func (s AssessmentState) WithAdviser() bool {
	return s == AssessmentSubmitted || s == AssessmentInSparring
}

// Ended tells the states in which nobody changes anything any more.
func (s AssessmentState) Ended() bool { return s == AssessmentSuperseded || s == AssessmentAbandoned }

// MayReopen tells the states from which a company can ask to be let in again.
func (s AssessmentState) MayReopen() bool {
	return slices.Contains(s.Next(), AssessmentReturned) || s == AssessmentAbandoned
}

// Ageing lists the states in which expired answers make an assessment STALE.
func Ageing() []AssessmentState {
	return []AssessmentState{AssessmentSubmitted, AssessmentInSparring, AssessmentReturned, AssessmentValidated, AssessmentActionPlan}
}

// AssessmentGuards are the facts on which the guards of a transition rest.
type AssessmentGuards struct {
	Complete     bool
	Completeness BasisPoints
	// Needed is the completeness that the template asks for, in percent.
	Needed     int
	HasAdviser bool
	// Expired counts the answers that are too old to be handed in.
	Expired int
	// UnratedGates are the gate questions that no adviser has rated.
	UnratedGates []string
	Reason       string
}

// CheckAssessmentTransition answers nil when the assessment may go from one
// state to the other. A step that the machine does not have is BAD_USER_INPUT;
// a guard that fails is GUARD_FAILED. Every failing guard is reported.
func CheckAssessmentTransition(from, to AssessmentState, g AssessmentGuards) error {
	if !slices.Contains(from.Next(), to) {
		return BadInput("to", "error.assessment.transition").With("From", string(from)).With("To", string(to))
	}
	var errs Errors
	need := func(ok bool, refusal *Error) {
		if !ok {
			errs.Add(refusal)
		}
	}
	complete := func() {
		need(g.Complete, GuardFailed("guard.assessment.complete").With("Percent", int(g.Completeness)/100).With("Needed", g.Needed))
	}
	switch to {
	case AssessmentSubmitted:
		complete()
		if g.Expired > 0 {
			errs.Add(GuardFailed("guard.assessment.expired").With("Count", g.Expired))
		}
	case AssessmentInSparring:
		complete()
		need(g.HasAdviser, GuardFailed("guard.assessment.adviser"))
	case AssessmentValidated:
		complete()
		need(g.HasAdviser, GuardFailed("guard.assessment.adviser"))
		if len(g.UnratedGates) > 0 {
			errs.Add(GuardFailed("guard.assessment.gates").With("Count", len(g.UnratedGates)).With("Question", g.UnratedGates[0]))
		}
	case AssessmentReturned, AssessmentAbandoned:
		need(g.Reason != "", GuardFailed("guard.assessment.reason"))
	case AssessmentDraft, AssessmentActionPlan, AssessmentSuperseded, AssessmentStale:
	}
	return errs.Err()
}

// CheckAssessmentByHand refuses the states that nobody can ask for.
func CheckAssessmentByHand(to AssessmentState) error {
	if slices.Contains(byHand, to) {
		return nil
	}
	return BadInput("to", "error.assessment.notByHand").With("To", shown(string(to)))
}
