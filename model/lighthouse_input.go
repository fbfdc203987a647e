package model

import "github.com/99designs/gqlgen/graphql"

// LighthouseCountryOpenInput opens the record of a country.
type LighthouseCountryOpenInput struct {
	IdempotencyKey           *string
	CountryCode              CountryCode
	OwnerID                  *GlobalID
	InterestedOrganisationID *GlobalID
	// InterestedOrganisationName names one that is not entered as an organisation.
	InterestedOrganisationName *string
	Note                       *string
}

// LighthouseCountryUpdateInput changes what is named; a stage cannot be.
type LighthouseCountryUpdateInput struct {
	ID                         GlobalID
	ExpectedVersion            *int
	Reason                     *string
	OwnerID                    graphql.Omittable[*GlobalID]
	InterestedOrganisationID   graphql.Omittable[*GlobalID]
	InterestedOrganisationName graphql.Omittable[*string]
	Note                       graphql.Omittable[*string]
}

// LighthouseCountrySetAsideInput pauses a country or notes that it declined.
type LighthouseCountrySetAsideInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// As is PAUSED or DECLINED.
	As     LighthouseStage
	Reason string
	// ReviewOn is needed for a pause.
	ReviewOn *Date
}

// LighthouseCountryResumeInput takes a country up again.
type LighthouseCountryResumeInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// ElementUpdateInput changes what is named of an element in a country.
type ElementUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	State           graphql.Omittable[*ElementState]
	OwnerID         graphql.Omittable[*GlobalID]
	DoneOn          graphql.Omittable[*Date]
	// Reason says why the element does not apply.
	Reason graphql.Omittable[*string]
	Note   graphql.Omittable[*string]
}

// EvidenceAddInput notes evidence of an element.
type EvidenceAddInput struct {
	IdempotencyKey *string
	ElementID      GlobalID
	Title          string
	URL            *string
	DatedOn        *Date
	// SeenByID is the adviser who saw it, on SeenOn or today.
	SeenByID *GlobalID
	SeenOn   *Date
}

// EvidenceSeeInput notes that an adviser saw the evidence.
type EvidenceSeeInput struct {
	ID              GlobalID
	ExpectedVersion *int
	SeenByID        GlobalID
	SeenOn          *Date
}

// EvidenceWithdrawInput takes evidence out of the count.
type EvidenceWithdrawInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          string
}

// MilestoneCreateInput plans a milestone; the forecast starts at the baseline.
type MilestoneCreateInput struct {
	IdempotencyKey      *string
	LighthouseCountryID GlobalID
	Title               []TranslationInput
	ElementKey          *string
	OwnerID             *GlobalID
	BaselineOn          Date
	ForecastOn          *Date
	ActualOn            *Date
	Evidence            *string
	EvidenceURL         *string
}

// MilestoneUpdateInput changes what is named; the baseline stays.
type MilestoneUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Title           graphql.Omittable[[]TranslationInput]
	ElementKey      graphql.Omittable[*string]
	OwnerID         graphql.Omittable[*GlobalID]
	ForecastOn      graphql.Omittable[*Date]
	ActualOn        graphql.Omittable[*Date]
	Evidence        graphql.Omittable[*string]
	EvidenceURL     graphql.Omittable[*string]
}

// DialogueCreateInput adds a talk to the log.
type DialogueCreateInput struct {
	IdempotencyKey      *string
	LighthouseCountryID GlobalID
	HeldOn              Date
	Channel             DialogueChannel
	OrganisationID      *GlobalID
	WithWHO             *bool
	Subject             string
	Summary             *string
	ElementKey          *string
}

// LighthouseDocumentCreateInput notes a paper.
type LighthouseDocumentCreateInput struct {
	IdempotencyKey      *string
	LighthouseCountryID GlobalID
	Kind                DocumentKind
	Title               string
	URL                 *string
	DatedOn             Date
	OrganisationID      *GlobalID
	WithWHO             *bool
	ElementKey          *string
}

// LessonAdoptInput notes that a lesson changed the Danish checklist.
type LessonAdoptInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// AdoptedAs says what changed.
	AdoptedAs string
	AdoptedOn *Date
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them.
func (in LighthouseCountryUpdateInput) Apply(c *LighthouseCountry) error {
	var errs Errors
	setID(&errs, "ownerId", in.OwnerID, KindPerson, &c.OwnerID)
	setID(&errs, "interestedOrganisationId", in.InterestedOrganisationID, KindOrganisation, &c.InterestedOrganisationID)
	setLine(&errs, "interestedOrganisationName", in.InterestedOrganisationName, MaxName, &c.InterestedName)
	setText(&errs, "note", in.Note, &c.Note)
	return errs.Err()
}

// Apply writes a new record's own members.
func (in LighthouseCountryOpenInput) Apply(c *LighthouseCountry) error {
	return LighthouseCountryUpdateInput{
		OwnerID: given(in.OwnerID), InterestedOrganisationID: given(in.InterestedOrganisationID),
		InterestedOrganisationName: given(in.InterestedOrganisationName), Note: given(in.Note),
	}.Apply(c)
}

// Apply sets the record aside from today on.
func (in LighthouseCountrySetAsideInput) Apply(c *LighthouseCountry, today Date) error {
	var errs Errors
	if !in.As.IsByHand() {
		errs.Add(BadInput("as", "error.lighthouse.stageIsDerived"))
	}
	setNeededText(&errs, "reason", in.Reason, &c.AsideReason)
	c.ReviewOn = Date{}
	switch {
	case in.ReviewOn == nil && in.As == StagePaused:
		errs.Add(BadInput("reviewOn", "error.lighthouse.reviewRequired"))
	case in.ReviewOn == nil:
	case in.ReviewOn.Before(today):
		errs.Add(BadInput("reviewOn", "error.lighthouse.reviewPast"))
	default:
		setChecked(&errs, &c.ReviewOn, func() (Date, error) { return *in.ReviewOn, validDay("reviewOn", *in.ReviewOn) })
	}
	c.Aside = in.As
	return errs.Err()
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them, but not what the state asks for.
func (in ElementUpdateInput) Apply(e *LighthouseElement, today Date) error {
	var errs Errors
	setOneOf(&errs, "state", in.State, elementStates, &e.State)
	setID(&errs, "ownerId", in.OwnerID, KindPerson, &e.OwnerID)
	setPastDay(&errs, "doneOn", in.DoneOn, today, &e.DoneOn)
	setText(&errs, "reason", in.Reason, &e.Reason)
	setText(&errs, "note", in.Note, &e.Note)
	return errs.Err()
}

// Apply writes new evidence.
func (in EvidenceAddInput) Apply(i *EvidenceItem, today Date) error {
	var errs Errors
	setChecked(&errs, &i.LighthouseElementID, func() (ID, error) { return in.ElementID.As(KindLighthouseElement, "elementId") })
	setNeededLine(&errs, "title", Sent(in.Title), &i.Title)
	setURL(&errs, "url", given(in.URL), &i.URL)
	setPastDay(&errs, "datedOn", given(in.DatedOn), today, &i.DatedOn)
	if in.SeenByID == nil && in.SeenOn != nil {
		errs.Add(BadInput("seenById", "error.evidence.seenByWhom"))
	}
	if in.SeenByID != nil {
		errs.Add(EvidenceSeeInput{SeenByID: *in.SeenByID, SeenOn: in.SeenOn}.Apply(i, today))
	}
	return errs.Err()
}

// Apply notes who saw the evidence, today unless the input says when.
func (in EvidenceSeeInput) Apply(i *EvidenceItem, today Date) error {
	var errs Errors
	i.SeenOn = today
	setID(&errs, "seenById", Sent(in.SeenByID), KindPerson, &i.SeenByID)
	setPastDay(&errs, "seenOn", given(in.SeenOn), today, &i.SeenOn)
	return errs.Err()
}

// Apply says why the evidence counts no longer.
func (in EvidenceWithdrawInput) Apply(i *EvidenceItem) error {
	var errs Errors
	setNeededText(&errs, "reason", in.Reason, &i.Withdrawn)
	return errs.Err()
}

// Apply writes a new milestone.
func (in MilestoneCreateInput) Apply(m *Milestone, today Date) error {
	var errs Errors
	setChecked(&errs, &m.LighthouseCountryID, func() (ID, error) { return in.LighthouseCountryID.As(KindLighthouseCountry, "lighthouseCountryId") })
	setChecked(&errs, &m.BaselineOn, func() (Date, error) { return in.BaselineOn, validDay("baselineOn", in.BaselineOn) })
	forecast := Sent(in.BaselineOn)
	if in.ForecastOn != nil {
		forecast = given(in.ForecastOn)
	}
	errs.Add(MilestoneUpdateInput{
		Title: graphql.OmittableOf(in.Title), ElementKey: given(in.ElementKey), OwnerID: given(in.OwnerID), ForecastOn: forecast,
		ActualOn: given(in.ActualOn), Evidence: given(in.Evidence), EvidenceURL: given(in.EvidenceURL),
	}.Apply(m, today))
	return errs.Err()
}

// Apply writes the sent members into the row and answers everything that is
// wrong with them.
func (in MilestoneUpdateInput) Apply(m *Milestone, today Date) error {
	var errs Errors
	if title, ok := in.Title.ValueOK(); ok {
		setNeededTranslations(&errs, "title", title, &m.Title)
	}
	setElementKey(&errs, in.ElementKey, &m.ElementKey)
	setID(&errs, "ownerId", in.OwnerID, KindPerson, &m.OwnerID)
	if day, ok := needed(&errs, "forecastOn", in.ForecastOn); ok {
		setChecked(&errs, &m.ForecastOn, func() (Date, error) { return day, validDay("forecastOn", day) })
	}
	setPastDay(&errs, "actualOn", in.ActualOn, today, &m.ActualOn)
	setText(&errs, "evidence", in.Evidence, &m.Evidence)
	setURL(&errs, "evidenceUrl", in.EvidenceURL, &m.EvidenceURL)
	return errs.Err()
}

// Apply writes a new entry of the log.
func (in DialogueCreateInput) Apply(d *DialogueEntry, today Date) error {
	var errs Errors
	setChecked(&errs, &d.LighthouseCountryID, func() (ID, error) { return in.LighthouseCountryID.As(KindLighthouseCountry, "lighthouseCountryId") })
	setPastDay(&errs, "heldOn", Sent(in.HeldOn), today, &d.HeldOn)
	setOneOf(&errs, "channel", Sent(in.Channel), dialogueChannels, &d.Channel)
	setID(&errs, "organisationId", given(in.OrganisationID), KindOrganisation, &d.OrganisationID)
	setNeeded(&errs, "withWho", given(in.WithWHO), &d.WithWHO)
	setNeededLine(&errs, "subject", Sent(in.Subject), &d.Subject)
	setText(&errs, "summary", given(in.Summary), &d.Summary)
	setElementKey(&errs, given(in.ElementKey), &d.ElementKey)
	return errs.Err()
}

// Apply writes a new paper. Its day may lie ahead: agreements are dated for the
// day on which they will be signed.
func (in LighthouseDocumentCreateInput) Apply(d *LighthouseDocument) error {
	var errs Errors
	setChecked(&errs, &d.LighthouseCountryID, func() (ID, error) { return in.LighthouseCountryID.As(KindLighthouseCountry, "lighthouseCountryId") })
	setOneOf(&errs, "kind", Sent(in.Kind), documentKinds, &d.Kind)
	setNeededLine(&errs, "title", Sent(in.Title), &d.Title)
	setURL(&errs, "url", given(in.URL), &d.URL)
	setChecked(&errs, &d.DatedOn, func() (Date, error) { return in.DatedOn, validDay("datedOn", in.DatedOn) })
	setID(&errs, "organisationId", given(in.OrganisationID), KindOrganisation, &d.OrganisationID)
	setNeeded(&errs, "withWho", given(in.WithWHO), &d.WithWHO)
	setElementKey(&errs, given(in.ElementKey), &d.ElementKey)
	return errs.Err()
}

// Apply notes what a lesson changed in the Danish checklist.
func (in LessonAdoptInput) Apply(l *Lesson, today Date) error {
	var errs Errors
	l.AdoptedOn = today
	setNeededText(&errs, "adoptedAs", in.AdoptedAs, &l.AdoptedAs)
	setPastDay(&errs, "adoptedOn", given(in.AdoptedOn), today, &l.AdoptedOn)
	return errs.Err()
}

// setPastDay writes a day of something that has happened, or none; a day after
// today is refused.
func setPastDay(errs *Errors, field string, sent graphql.Omittable[*Date], today Date, into *Date) {
	day, ok := sent.ValueOK()
	if !ok {
		return
	}
	*into = Date{}
	if day == nil {
		return
	}
	setChecked(errs, into, func() (Date, error) {
		if day.After(today) {
			return *day, BadInput(field, "error.time.future")
		}
		return *day, validDay(field, *day)
	})
}

// setURL writes an address on the web, or none.
func setURL(errs *Errors, field string, sent graphql.Omittable[*string], into *string) {
	setClean(errs, sent, into, func(text string) (string, error) {
		if text == "" {
			return "", nil
		}
		return ValidURL(field, text)
	})
}

// setNeededText writes a text of several lines that must not be empty.
func setNeededText(errs *Errors, field, text string, into *string) {
	setChecked(errs, into, func() (string, error) {
		clean, err := CleanText(field, text, MaxBody)
		if err == nil {
			err = Required(field, clean)
		}
		return clean, err
	})
}

// setNeededTranslations writes the languages of a title, which must have a text
// in its source.
func setNeededTranslations(errs *Errors, field string, sent []TranslationInput, into *LocalizedText) {
	setChecked(errs, into, func() (LocalizedText, error) {
		clean, err := ValidTranslations(field, sent, MaxTitle)
		title := into.Apply(clean)
		if err == nil && title.Texts[title.Source].Text == "" {
			err = BadInput(field, "error.text.required")
		}
		return title, err
	})
}

// setElementKey writes the key of an element of the partnership model, or none.
func setElementKey(errs *Errors, sent graphql.Omittable[*string], into *string) {
	setClean(errs, sent, into, func(key string) (string, error) {
		m, err := DanishPartnershipModel()
		if err == nil && key != "" && m.Element(key) == nil {
			err = BadInput("elementKey", "error.element.unknown").With("Key", shown(key))
		}
		return key, err
	})
}
