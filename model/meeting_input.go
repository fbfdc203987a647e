package model

import (
	"fmt"
	"time"
)

// MeetingPlanCreateInput is who can meet whom when, in one activity.
type MeetingPlanCreateInput struct {
	IdempotencyKey *string
	ActivityID     GlobalID
	// TimeZone is the activity's when it is left out.
	TimeZone  *string
	Slots     []MeetingSlotInput
	Companies []MeetingCompanyInput
	// Counterparts are all delegates but interpreters and secretaries when they
	// are left out.
	Counterparts []MeetingCounterpartInput
}

// MeetingSlotInput is one slot.
type MeetingSlotInput struct {
	StartsAt time.Time
	EndsAt   time.Time
}

// MeetingCompanyInput is one company that takes part.
type MeetingCompanyInput struct {
	OrganisationID GlobalID
	Languages      []LanguageTag
	Tags           []string
}

// MeetingCounterpartInput is one person whom companies can meet.
type MeetingCounterpartInput struct {
	PersonID  GlobalID
	Languages []LanguageTag
	Tags      []string
	Wishes    []string
}

// MeetingPlanSolveInput computes the schedule of a plan.
type MeetingPlanSolveInput struct {
	ID              GlobalID
	ExpectedVersion *int
}

// MeetingLockInput locks or unlocks a meeting.
type MeetingLockInput struct {
	ID              GlobalID
	ExpectedVersion *int
}

// MeetingMoveInput puts a meeting into another slot.
type MeetingMoveInput struct {
	ID              GlobalID
	ExpectedVersion *int
	SlotID          GlobalID
}

// MeetingTransitionInput confirms a meeting, takes that back, or says that it
// was held.
type MeetingTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              MeetingState
}

// MeetingCancelInput takes a meeting out; its pair is not proposed again.
type MeetingCancelInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
}

// AvailabilitySetInput names all slots in which a participant cannot meet.
type AvailabilitySetInput struct {
	ParticipantID      GlobalID
	UnavailableSlotIDs []GlobalID
}

// Apply writes the input into an empty plan with its slots and participants,
// which get their ids later, and answers everything that is wrong with it.
func (in MeetingPlanCreateInput) Apply(p *MeetingPlan) error {
	var errs Errors
	var err error
	p.ActivityKind, p.ActivityID, err = in.ActivityID.AsActivity("activityId")
	errs.Add(err)
	setTimeZone(&errs, given(in.TimeZone), &p.TimeZone)
	in.applySlots(&errs, p)
	if len(in.Companies) == 0 {
		errs.Add(BadInput("companies", "error.text.required"))
	}
	in.applyCompanies(&errs, p)
	in.applyCounterparts(&errs, p)
	return errs.Err()
}

func (in MeetingPlanCreateInput) applySlots(errs *Errors, p *MeetingPlan) {
	if len(in.Slots) == 0 {
		errs.Add(BadInput("slots", "error.text.required"))
	}
	if len(in.Slots) > MaxMatchSlots {
		errs.Add(BadInput("slots", "error.list.tooLong").With("Max", MaxMatchSlots))
		return
	}
	for i, slot := range in.Slots {
		at := fmt.Sprintf("slots.%d.", i)
		start, end := slot.StartsAt.UTC().Truncate(time.Second), slot.EndsAt.UTC().Truncate(time.Second)
		errs.Add(ValidSpan(at+"startsAt", at+"endsAt", start, end))
		for _, other := range p.Slots {
			if start.Before(other.EndsAt) && other.StartsAt.Before(end) {
				errs.Add(BadInput(at+"startsAt", "error.meetingSlot.overlap"))
				break
			}
		}
		p.Slots = append(p.Slots, &MeetingSlot{StartsAt: start, EndsAt: end})
	}
}

func (in MeetingPlanCreateInput) applyCompanies(errs *Errors, p *MeetingPlan) {
	if len(in.Companies) > MaxMatchSide {
		errs.Add(BadInput("companies", "error.list.tooLong").With("Max", MaxMatchSide))
		return
	}
	seen := map[ID]bool{}
	for i, one := range in.Companies {
		at := fmt.Sprintf("companies.%d.", i)
		row := &MeetingParticipant{Side: SideCompany, Place: i, Wishes: Tags{}}
		setID(errs, at+"organisationId", Sent(one.OrganisationID), KindOrganisation, &row.OrganisationID)
		row.describe(errs, at, one.Languages, one.Tags)
		onlyOnce(errs, at+"organisationId", row.OrganisationID, seen)
		p.Participants = append(p.Participants, row)
	}
}

func (in MeetingPlanCreateInput) applyCounterparts(errs *Errors, p *MeetingPlan) {
	if len(in.Counterparts) > MaxMatchSide {
		errs.Add(BadInput("counterparts", "error.list.tooLong").With("Max", MaxMatchSide))
		return
	}
	seen := map[ID]bool{}
	for i, one := range in.Counterparts {
		at := fmt.Sprintf("counterparts.%d.", i)
		row := &MeetingParticipant{Side: SideCounterpart, Place: i}
		setID(errs, at+"personId", Sent(one.PersonID), KindPerson, &row.PersonID)
		row.describe(errs, at, one.Languages, one.Tags)
		setChecked(errs, &row.Wishes, func() (Tags, error) { return validWords(at+"wishes", one.Wishes) })
		onlyOnce(errs, at+"personId", row.PersonID, seen)
		p.Participants = append(p.Participants, row)
	}
}

// describe writes what both sides have.
func (p *MeetingParticipant) describe(errs *Errors, at string, languages []LanguageTag, tags []string) {
	p.Languages = LanguageTags{}
	if len(languages) > maxTranslations {
		errs.Add(BadInput(at+"languages", "error.list.tooLong").With("Max", maxTranslations))
		languages = nil
	}
	for i, tag := range languages {
		clean, err := ValidLanguage(fmt.Sprintf("%slanguages.%d", at, i), tag)
		errs.Add(err)
		p.Languages = append(p.Languages, clean)
	}
	setChecked(errs, &p.Tags, func() (Tags, error) { return validWords(at+"tags", tags) })
}

// onlyOnce notes an id that stood before.
func onlyOnce(errs *Errors, field string, id *ID, seen map[ID]bool) {
	if id == nil {
		return
	}
	if seen[*id] {
		errs.Add(BadInput(field, "error.meetingParticipant.twice"))
	}
	seen[*id] = true
}
