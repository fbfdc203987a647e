package model

import (
	"maps"
	"slices"
	"time"
)

// The moments that a rule can count from or be useless after. Who reads a
// subject for the planner fills those that VocabularyOf its kind lists.
const (
	// MomentStartsAt and MomentEndsAt bound a visit: its first session's start
	// and its last one's end, or its first and last day while it has none.
	MomentStartsAt = "startsAt"
	MomentEndsAt   = "endsAt"
	// MomentRequestedAt is when a visit was asked for.
	MomentRequestedAt = "requestedAt"
	// MomentProgrammeChanged is when the first change was published that the
	// person has not been told. It is the person's own moment: those whom no
	// change concerns have none.
	MomentProgrammeChanged = "programmeChanged"
	// MomentLastActivity is when anything last happened.
	MomentLastActivity = "lastActivity"
	// MomentSessionStartsAt and MomentSessionEndsAt bound the session that a
	// host is asked to receive.
	MomentSessionStartsAt = "sessionStartsAt"
	MomentSessionEndsAt   = "sessionEndsAt"
	// MomentInvitedAt is when a host was last asked.
	MomentInvitedAt = "invitedAt"
	// MomentDueAt is the day on which a follow-up is due.
	MomentDueAt = "dueAt"
)

// MomentState is when the subject entered a state. It is known for the state
// that the subject is in.
func MomentState[S ~string](state S) string { return "state:" + string(state) }

// The attributes that conditions look at. Truths are AttributeTrue and
// AttributeFalse.
const (
	// AttributeState is the subject's state.
	AttributeState = "state"
	// AttributeDelegationState is the state of the visit that the subject belongs to.
	AttributeDelegationState = "delegationState"
	// AttributeUrgent is true when what happened concerns a session that starts
	// within UrgentWithin: a change that was not told yet, or a cancellation.
	AttributeUrgent = "urgent"
	// AttributeProgrammePublished tells that a version of the programme is published.
	AttributeProgrammePublished = "programmePublished"
	// AttributeHasOwner tells that somebody owns the visit.
	AttributeHasOwner = "hasOwner"
	// AttributeConcerned is a person's own: a published change concerns it.
	AttributeConcerned = "concerned"
	// AttributeAnsweredSurvey is a person's own: it answered the visit's survey.
	AttributeAnsweredSurvey = "answeredSurvey"
)

// The values of an attribute that is a truth.
const (
	AttributeTrue  = "true"
	AttributeFalse = "false"
)

// AttributeBool is the value of a truth.
func AttributeBool(truth bool) string {
	if truth {
		return AttributeTrue
	}
	return AttributeFalse
}

// UrgentWithin is how soon a session starts whose change or cancellation leaves
// at once, whatever the hour or weekday.
const UrgentWithin = 24 * time.Hour

// Vocabulary is what a kind of subject offers to rules. Rules are checked
// against it when they are saved, so that none waits for something that never
// comes.
type Vocabulary struct {
	// Moments are the names of its moments, each with the trigger that counts
	// from it.
	Moments map[string]ReminderTrigger
	// Attributes are the names of its attributes, its people's own included,
	// each with the values it can have.
	Attributes map[string][]string
	Audience   Roles
}

// VocabularyOf answers what a kind of subject offers; ok is false for a kind
// that no rule can be about.
func VocabularyOf(kind Kind) (v Vocabulary, ok bool) {
	switch kind {
	case KindDelegation:
		return delegationVocabulary(), true
	case KindInvitation:
		return Vocabulary{
			Moments: map[string]ReminderTrigger{
				MomentSessionStartsAt: TriggerDateField,
				MomentSessionEndsAt:   TriggerDateField,
				MomentInvitedAt:       TriggerNoResponse,
			},
			Attributes: map[string][]string{
				AttributeState:           statesOf(invitationTransitions),
				AttributeDelegationState: statesOf(delegationTransitions),
			},
			Audience: Roles{AudienceHost, AudienceOwner, AudienceLead},
		}, true
	case KindTourEdition:
		return tourVocabulary(), true
	case KindSideTour:
		return sideTourVocabulary(), true
	case KindRegistration:
		return registrationVocabulary(), true
	case KindFollowUp:
		return Vocabulary{
			Moments: map[string]ReminderTrigger{MomentDueAt: TriggerDateField},
			Attributes: map[string][]string{
				AttributeState: {string(FollowUpOpen), string(FollowUpDone), string(FollowUpWaived)},
			},
			Audience: Roles{AudienceOwner, AudienceLead},
		}, true
	case KindTradeMission:
		return missionVocabulary(), true
	case KindApplication:
		return applicationVocabulary(), true
	case KindAssessment:
		return assessmentVocabulary(), true
	case KindMilestone:
		return milestoneVocabulary(), true
	default:
		return Vocabulary{}, false
	}
}

func delegationVocabulary() Vocabulary {
	truth := []string{AttributeTrue, AttributeFalse}
	v := Vocabulary{
		Moments: map[string]ReminderTrigger{
			MomentStartsAt:         TriggerDateField,
			MomentEndsAt:           TriggerDateField,
			MomentRequestedAt:      TriggerNoResponse,
			MomentProgrammeChanged: TriggerStateEntered,
			MomentLastActivity:     TriggerInactivity,
		},
		Attributes: map[string][]string{
			AttributeState:              statesOf(delegationTransitions),
			AttributeUrgent:             truth,
			AttributeProgrammePublished: truth,
			AttributeHasOwner:           truth,
			AttributeConcerned:          truth,
			AttributeAnsweredSurvey:     truth,
		},
		Audience: Roles{AudienceDelegate, AudienceHead, AudienceHost, AudienceOwner, AudienceLead},
	}
	for _, state := range v.Attributes[AttributeState] {
		v.Moments[MomentState(state)] = TriggerStateEntered
	}
	return v
}

// statesOf lists every state of a machine, those without a way out included.
func statesOf[S ~string](transitions map[S][]S) []string {
	names := map[string]bool{}
	for from, next := range transitions {
		names[string(from)] = true
		for _, to := range next {
			names[string(to)] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
