package model

import "slices"

// ApplicationState is where an application is.
type ApplicationState string

// The states of an application. ACCEPTED is not CONFIRMED: it holds a place
// until the company says yes or the offer runs out.
const (
	ApplicationDraft         ApplicationState = "DRAFT"
	ApplicationSubmitted     ApplicationState = "SUBMITTED"
	ApplicationEligible      ApplicationState = "ELIGIBLE"
	ApplicationIneligible    ApplicationState = "INELIGIBLE"
	ApplicationInReview      ApplicationState = "IN_REVIEW"
	ApplicationInfoRequested ApplicationState = "INFO_REQUESTED"
	ApplicationAccepted      ApplicationState = "ACCEPTED"
	ApplicationWaitlisted    ApplicationState = "WAITLISTED"
	ApplicationRejected      ApplicationState = "REJECTED"
	ApplicationConfirmed     ApplicationState = "CONFIRMED"
	ApplicationAttended      ApplicationState = "ATTENDED"
	ApplicationNoShow        ApplicationState = "NO_SHOW"
	ApplicationTracking      ApplicationState = "TRACKING"
	ApplicationClosed        ApplicationState = "CLOSED"
	ApplicationLapsed        ApplicationState = "LAPSED"
	ApplicationWithdrawn     ApplicationState = "WITHDRAWN"
)

// applicationTransitions is the whole state machine: from a state to those that
// may follow it. REJECTED goes to the waitlist when an appeal is granted.
var applicationTransitions = map[ApplicationState][]ApplicationState{
	ApplicationDraft:         {ApplicationSubmitted, ApplicationWithdrawn},
	ApplicationSubmitted:     {ApplicationEligible, ApplicationIneligible, ApplicationWithdrawn},
	ApplicationEligible:      {ApplicationInReview, ApplicationIneligible, ApplicationWithdrawn},
	ApplicationIneligible:    {ApplicationEligible, ApplicationWithdrawn},
	ApplicationInReview:      {ApplicationInfoRequested, ApplicationAccepted, ApplicationWaitlisted, ApplicationRejected, ApplicationIneligible, ApplicationWithdrawn},
	ApplicationInfoRequested: {ApplicationInReview, ApplicationWithdrawn},
	ApplicationAccepted:      {ApplicationConfirmed, ApplicationLapsed, ApplicationWithdrawn},
	ApplicationWaitlisted:    {ApplicationAccepted, ApplicationWithdrawn},
	ApplicationRejected:      {ApplicationWaitlisted},
	ApplicationConfirmed:     {ApplicationAttended, ApplicationNoShow, ApplicationWithdrawn},
	ApplicationAttended:      {ApplicationTracking, ApplicationNoShow},
	ApplicationNoShow:        {ApplicationAttended, ApplicationClosed},
	ApplicationTracking:      {ApplicationClosed},
}

// Next lists the states that may follow s.
func (s ApplicationState) Next() []ApplicationState { return applicationTransitions[s] }

// Applied tells the states of a company that has applied, whatever came of it.
func (s ApplicationState) Applied() bool {
	return s != ApplicationDraft && s != ApplicationWithdrawn
}

// Undecided tells the states in which a decision is still to be made.
func (s ApplicationState) Undecided() bool {
	return slices.Contains([]ApplicationState{
		ApplicationSubmitted, ApplicationEligible, ApplicationInReview, ApplicationInfoRequested,
	}, s)
}

// HoldsPlace tells the states in which a place is kept for the company.
func (s ApplicationState) HoldsPlace() bool {
	return s == ApplicationAccepted || s == ApplicationConfirmed
}

// ToldOf tells the states whose decision the company has been told.
func (s ApplicationState) ToldOf() bool {
	return !s.Undecided() && s != ApplicationDraft && s != ApplicationIneligible
}

// Editable tells the states in which the company can change what it wrote.
func (s ApplicationState) Editable() bool {
	return s == ApplicationDraft || s == ApplicationInfoRequested
}

// CheckApplicationTransition answers nil when an application may go from one
// state to the other.
func CheckApplicationTransition(from, to ApplicationState) error {
	if !slices.Contains(from.Next(), to) {
		return GuardFailed("guard.application.transition").With("From", string(from)).With("To", string(to))
	}
	return nil
}
