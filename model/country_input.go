package model

// CountryFilter narrows the list of countries; every set member must hold.
type CountryFilter struct {
	// WHOEurope finds the member states of the WHO European Region, or the others.
	WHOEurope *bool
	// Search is found in the name in the reader's language, or is one of the codes.
	Search *string
	// Contact keeps the countries that have been met in the way; ContactYear
	// narrows that to activities which begin in the year.
	Contact     *CountryContactKind
	ContactYear *int
	// FirstContactYear keeps those that were in contact for the first time
	// through an activity that begins in the year.
	FirstContactYear *int
}

// CountryPriorityCreateInput marks a country as somebody's priority.
type CountryPriorityCreateInput struct {
	IdempotencyKey *string
	CountryCode    CountryCode
	GivenByID      GlobalID
	From           Date
	Until          *Date
	Note           *string
}

// CountryPriorityEndInput says until when a mark held.
type CountryPriorityEndInput struct {
	ID     GlobalID
	Until  Date
	Reason *string
}

// Apply writes a creation into an empty row and answers everything that is
// wrong with it. Whether country and organisation exist is not asked here.
func (in CountryPriorityCreateInput) Apply(p *CountryPriority) error {
	var errs Errors
	p.CountryCode, p.From = in.CountryCode, in.From
	setChecked(&errs, &p.GivenByID, func() (ID, error) { return in.GivenByID.As(KindOrganisation, "givenById") })
	if in.Until != nil {
		errs.Add(p.setUntil(in.Until))
	} else {
		errs.Add(validDay("from", in.From))
	}
	setLine(&errs, "note", given(in.Note), MaxLine, &p.Note)
	return errs.Err()
}

// Apply writes the last day into the row.
func (in CountryPriorityEndInput) Apply(p *CountryPriority) error { return p.setUntil(&in.Until) }

// setUntil writes the last day of the mark, if it has one.
func (p *CountryPriority) setUntil(until *Date) error {
	if until != nil {
		if err := ValidDays("from", "until", p.From, *until); err != nil {
			return err
		}
	}
	p.Until = until
	return nil
}

// Meets tells whether the mark holds on one of the days that another does.
func (p *CountryPriority) Meets(other *CountryPriority) bool {
	return (other.Until == nil || !other.Until.Before(p.From)) && (p.Until == nil || !p.Until.Before(other.From))
}
