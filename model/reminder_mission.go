package model

// The moments and attributes that trade missions and applications have beside
// those of other subjects.
const (
	// MomentDeadline is when a call closes.
	MomentDeadline = "deadline"
	// MomentOfferedAt is when places or seats were last offered,
	// MomentOfferExpiresAt until when they are held.
	MomentOfferedAt      = "offeredAt"
	MomentOfferExpiresAt = "offerExpiresAt"
	// MomentMissionCancelled is when the mission of an application was cancelled.
	MomentMissionCancelled = "missionCancelled"

	// AttributeApplied is a person's own: its company has applied.
	AttributeApplied = "applied"
	// AttributeMissionState is the state of the mission that an application belongs to.
	AttributeMissionState = "missionState"
	// AttributeWasConfirmed tells an application that was confirmed at some time:
	// the mission stands in the company's calendar.
	AttributeWasConfirmed = "wasConfirmed"
	// AttributeOutcomeAnswered tells that the company has said what came of it in
	// the latest wave that has asked.
	AttributeOutcomeAnswered = "outcomeAnswered"
	// AttributeAnsweredWave is the number of the latest wave in which the company
	// said what came of it: see AnsweredWave.
	AttributeAnsweredWave = "answeredWave"
)

func missionVocabulary() Vocabulary {
	v := Vocabulary{
		Moments: map[string]ReminderTrigger{
			MomentStartsAt: TriggerDateField, MomentEndsAt: TriggerDateField, MomentDeadline: TriggerDateField, MomentLastActivity: TriggerInactivity,
		},
		Attributes: map[string][]string{
			AttributeState: statesOf(missionTransitions), AttributeHasOwner: {AttributeTrue, AttributeFalse},
			AttributeApplied: {AttributeTrue, AttributeFalse},
		},
		Audience: Roles{AudienceCompany, AudienceOwner, AudienceLead},
	}
	for _, state := range v.Attributes[AttributeState] {
		v.Moments[MomentState(state)] = TriggerStateEntered
	}
	return v
}

func applicationVocabulary() Vocabulary {
	truth := []string{AttributeTrue, AttributeFalse}
	v := Vocabulary{
		Moments: map[string]ReminderTrigger{
			MomentStartsAt: TriggerDateField, MomentEndsAt: TriggerDateField, MomentOfferedAt: TriggerNoResponse,
			MomentOfferExpiresAt: TriggerDateField, MomentMissionCancelled: TriggerStateEntered, MomentLastActivity: TriggerInactivity,
		},
		Attributes: map[string][]string{
			AttributeState: statesOf(applicationTransitions), AttributeMissionState: statesOf(missionTransitions),
			AttributeWasConfirmed: truth, AttributeOutcomeAnswered: truth, AttributeAnsweredWave: answeredWaves(),
		},
		Audience: Roles{AudienceCompany, AudienceOwner, AudienceLead},
	}
	for _, state := range v.Attributes[AttributeState] {
		v.Moments[MomentState(state)] = TriggerStateEntered
	}
	return v
}
