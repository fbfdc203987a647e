package model

// The moment and the attribute of milestones, beside state.
const (
	// MomentForecastOn is the day on which a milestone is expected to be reached.
	MomentForecastOn = "forecastOn"
	// AttributeLighthouseStage is the stage of the record that a milestone stands on.
	AttributeLighthouseStage = "lighthouseStage"
)

func milestoneVocabulary() Vocabulary {
	return Vocabulary{
		Moments: map[string]ReminderTrigger{MomentForecastOn: TriggerDateField},
		Attributes: map[string][]string{
			AttributeState: {string(MilestonePlanned), string(MilestoneLate), string(MilestoneReached)},
			AttributeLighthouseStage: {
				string(StageContact), string(StageCandidate), string(StageExploring), string(StageCommitted), string(StageEstablished),
				string(StagePaused), string(StageDeclined),
			},
		},
		Audience: Roles{AudienceOwner, AudienceLead},
	}
}
