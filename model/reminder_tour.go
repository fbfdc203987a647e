package model

// The moments of tours and registrations, beside startsAt and endsAt: those of a
// registration are the first start and the last end of what is confirmed.
const (
	// MomentDecideBy is the day on which an idea is decided.
	MomentDecideBy = "decideBy"
	// MomentConfirmedAt is when a seat was last confirmed, MomentWaitlistedAt when
	// the person last came to stand in a line.
	MomentConfirmedAt  = "confirmedAt"
	MomentWaitlistedAt = "waitlistedAt"
	// MomentStopCancelledAt is when a stop of the registration was last taken
	// out, MomentStopMovedAt when one that is confirmed was last moved.
	MomentStopCancelledAt = "stopCancelledAt"
	MomentStopMovedAt     = "stopMovedAt"
	// MomentPaperAt is when there were both a discussion paper and a confirmed
	// seat, MomentReportAt when the report was there.
	MomentPaperAt  = "paperAt"
	MomentReportAt = "reportAt"
)

// The attributes of tours and registrations.
const (
	// AttributeTourState is the state of the tour that a registration is for.
	AttributeTourState     = "tourState"
	AttributeConfirmed     = "confirmed"
	AttributeWaitlisted    = "waitlisted"
	AttributeOffered       = "offered"
	AttributeStopCancelled = "stopCancelled"
	AttributeAttended      = "attended"
	AttributeHasPaper      = "hasPaper"
	AttributeHasReport     = "hasReport"
)

func tourVocabulary() Vocabulary {
	v := sideTourVocabulary()
	v.Moments[MomentDecideBy] = TriggerDateField
	v.Attributes[AttributeHasPaper] = []string{AttributeTrue, AttributeFalse}
	v.Attributes[AttributeHasReport] = []string{AttributeTrue, AttributeFalse}
	return v
}

func sideTourVocabulary() Vocabulary {
	v := Vocabulary{
		Moments:    map[string]ReminderTrigger{MomentStartsAt: TriggerDateField, MomentEndsAt: TriggerDateField},
		Attributes: map[string][]string{AttributeState: statesOf(tourTransitions)},
		Audience:   Roles{AudienceOwner, AudienceLead},
	}
	for _, state := range v.Attributes[AttributeState] {
		v.Moments[MomentState(state)] = TriggerStateEntered
	}
	return v
}

func registrationVocabulary() Vocabulary {
	truth := []string{AttributeTrue, AttributeFalse}
	return Vocabulary{
		Moments: map[string]ReminderTrigger{
			MomentStartsAt:        TriggerDateField,
			MomentEndsAt:          TriggerDateField,
			MomentOfferExpiresAt:  TriggerDateField,
			MomentConfirmedAt:     TriggerStateEntered,
			MomentWaitlistedAt:    TriggerStateEntered,
			MomentOfferedAt:       TriggerStateEntered,
			MomentStopCancelledAt: TriggerStateEntered,
			MomentStopMovedAt:     TriggerStateEntered,
			MomentPaperAt:         TriggerStateEntered,
			MomentReportAt:        TriggerStateEntered,
		},
		Attributes: map[string][]string{
			AttributeState:         statesOf(registrationTransitions),
			AttributeTourState:     statesOf(tourTransitions),
			AttributeConfirmed:     truth,
			AttributeWaitlisted:    truth,
			AttributeOffered:       truth,
			AttributeStopCancelled: truth,
			AttributeAttended:      truth,
			AttributeUrgent:        truth,
		},
		Audience: Roles{AudienceRegistrant, AudienceOwner, AudienceLead},
	}
}
