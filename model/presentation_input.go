package model

import "github.com/99designs/gqlgen/graphql"

// maxAudience is the largest number of listeners that is taken.
const maxAudience = 100_000

// PresentationAbroadCreateInput is what is known of a talk.
type PresentationAbroadCreateInput struct {
	IdempotencyKey *string
	ActivityInput
	Event        *string
	Language     *LanguageTag
	SpeakerID    *GlobalID
	AudienceSize *int
	SlidesURL    *string
	// RecordedAfterwards notes a talk that has already been given.
	RecordedAfterwards *bool
}

// Apply writes the input into a fresh presentation and answers its organisers.
func (in PresentationAbroadCreateInput) Apply(errs *Errors, p *PresentationAbroad) []*Organiser {
	organisers := in.ActivityInput.Apply(errs, &p.Activity)
	PresentationAbroadUpdateInput{
		Event: given(in.Event), Language: given(in.Language), SpeakerID: given(in.SpeakerID), AudienceSize: given(in.AudienceSize),
		SlidesURL: given(in.SlidesURL),
	}.applyOwn(errs, p)
	return organisers
}

// PresentationAbroadUpdateInput changes what is named.
type PresentationAbroadUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	ActivityPatch
	Event        graphql.Omittable[*string]
	Language     graphql.Omittable[*LanguageTag]
	SpeakerID    graphql.Omittable[*GlobalID]
	AudienceSize graphql.Omittable[*int]
	SlidesURL    graphql.Omittable[*string]
	ContactsMade graphql.Omittable[*int]
	ContactNotes graphql.Omittable[*string]
}

// Apply writes what was sent into the presentation and answers the organisers
// that were sent.
func (in PresentationAbroadUpdateInput) Apply(errs *Errors, p *PresentationAbroad) []*Organiser {
	organisers := in.ActivityPatch.Apply(errs, &p.Activity)
	in.applyOwn(errs, p)
	return organisers
}

func (in PresentationAbroadUpdateInput) applyOwn(errs *Errors, p *PresentationAbroad) {
	setLine(errs, "event", in.Event, MaxLine, &p.Event)
	if tag, ok := in.Language.ValueOK(); ok {
		p.Language = ""
		if tag != nil {
			setChecked(errs, &p.Language, func() (LanguageTag, error) { return ValidLanguage("language", *tag) })
		}
	}
	setID(errs, "speakerId", in.SpeakerID, KindPerson, &p.SpeakerID)
	setNumber(errs, "audienceSize", in.AudienceSize, 1, maxAudience, &p.AudienceSize)
	setLink(errs, "slidesUrl", in.SlidesURL, &p.SlidesURL)
	setNumber(errs, "contactsMade", in.ContactsMade, 0, maxAudience, &p.ContactsMade)
	setText(errs, "contactNotes", in.ContactNotes, &p.ContactNotes)
}

// PresentationTransitionInput moves a presentation to another state.
type PresentationTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              PresentationState
	// Reason is needed to cancel.
	Reason *string
}
