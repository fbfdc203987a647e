package model

import "fmt"

// The bounds of one registration.
const (
	maxLines = 50
	maxSeats = 500
)

// TourRegistrationCreateInput asks for seats for one person, or for a group that
// comes with that person.
type TourRegistrationCreateInput struct {
	IdempotencyKey *string
	ActivityID     GlobalID
	PersonID       GlobalID
	Lines          []RegistrationLineInput
	Note           *string
	// Draft keeps the registration STARTED until it is submitted.
	Draft *bool
}

// RegistrationLineInput is one stop and how many seats there.
type RegistrationLineInput struct {
	StopID GlobalID
	// Seats is 1 when absent.
	Seats *int
}

// Apply answers the lines that are asked for. All that is wrong is noted.
func (in TourRegistrationCreateInput) Apply(errs *Errors) []*RegistrationLine {
	if len(in.Lines) == 0 {
		errs.Add(BadInput("lines", "error.registration.noStop"))
	}
	if len(in.Lines) > maxLines {
		errs.Add(BadInput("lines", "error.list.tooLong").With("Max", maxLines))
		return nil
	}
	seen := map[ID]bool{}
	lines := make([]*RegistrationLine, 0, len(in.Lines))
	for i, l := range in.Lines {
		field := LineField(i)
		stop, err := l.StopID.As(KindTourStop, field)
		errs.Add(err)
		if err == nil && seen[stop] {
			errs.Add(BadInput(field, "error.list.duplicate"))
		}
		seen[stop] = true
		seats := 1
		if l.Seats != nil {
			seats = *l.Seats
		}
		if seats < 1 || seats > maxSeats {
			errs.Add(BadInput(fmt.Sprintf("lines.%d.seats", i), "error.number.range").With("Min", 1).With("Max", maxSeats))
		}
		lines = append(lines, &RegistrationLine{StopID: stop, Seats: seats, State: RegistrationStarted})
	}
	return lines
}

// LineField names the stop of the n-th line of an input.
func LineField(n int) string { return fmt.Sprintf("lines.%d.stopId", n) }

// TourRegistrationStepInput is a step of a registration, at the named stops or
// at all where it can be made.
type TourRegistrationStepInput struct {
	ID              GlobalID
	ExpectedVersion *int
	StopIDs         []GlobalID
	Reason          *string
}

// WaitlistMoveInput gives somebody another place in the line of a stop. The
// reason is kept with the registration.
type WaitlistMoveInput struct {
	ID              GlobalID
	ExpectedVersion *int
	StopID          GlobalID
	// Position is the place that it gets, from 1; beyond the end is the end.
	Position int
	Reason   string
}

// TourRegistrationAddInput asks for more stops, or again for those that were
// given up.
type TourRegistrationAddInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Lines           []RegistrationLineInput
}

// Apply answers the lines that are asked for. All that is wrong is noted.
func (in TourRegistrationAddInput) Apply(errs *Errors) []*RegistrationLine {
	return TourRegistrationCreateInput{Lines: in.Lines}.Apply(errs)
}
