package model

// The moments and attributes of assessments, beside state and the moments of
// states.
const (
	// MomentLastSavedAt is when the company last saved an answer, began, or was
	// let in again.
	MomentLastSavedAt = "lastSavedAt"
	// MomentSubmittedAt is the newest submission.
	MomentSubmittedAt = "submittedAt"
	// MomentExpiresAt is when the first of the answers expires.
	MomentExpiresAt = "expiresAt"
	// MomentAdviserActedAt is when the adviser last rated, commented, noted
	// evidence or moved the assessment; while nothing of that was done, it is when
	// the assessment came to the adviser. It is known while it is there.
	MomentAdviserActedAt = "adviserActedAt"

	// AttributeHasAdviser tells that somebody goes through it with the company.
	AttributeHasAdviser = "hasAdviser"
	// AttributeReplaced tells that the company has begun or handed in a newer one
	// for the same market and product line.
	AttributeReplaced = "replaced"
)

func assessmentVocabulary() Vocabulary {
	truth := []string{AttributeTrue, AttributeFalse}
	v := Vocabulary{
		Moments: map[string]ReminderTrigger{
			MomentLastSavedAt: TriggerInactivity, MomentSubmittedAt: TriggerStateEntered, MomentExpiresAt: TriggerDateField,
			MomentAdviserActedAt: TriggerInactivity,
		},
		Attributes: map[string][]string{
			AttributeState: statesOf(assessmentTransitions), AttributeHasAdviser: truth, AttributeReplaced: truth,
		},
		Audience: Roles{AudienceCompany, AudienceAdviser, AudienceLead},
	}
	for _, state := range v.Attributes[AttributeState] {
		v.Moments[MomentState(state)] = TriggerStateEntered
	}
	return v
}
