package model

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// maxProgrammes bounds how many programmes one placement names.
const maxProgrammes = 10

// PlacementCreateInput says that a company stands on a step.
type PlacementCreateInput struct {
	IdempotencyKey *string
	CompanyID      GlobalID
	StepID         GlobalID
	PlacedOn       Date
	// PlacedByID is who judged; without it the person who notes it, if known.
	PlacedByID *GlobalID
	Reason     string
	Evidence   *string
	Programmes []string
	// CorrectsID is the placement of the same company that was wrong.
	CorrectsID *GlobalID
}

// Apply writes the input into an empty row and answers everything that is wrong
// with it; today is the last day on which somebody can have been placed.
func (in PlacementCreateInput) Apply(p *Placement, today Date) error {
	var errs Errors
	setChecked(&errs, &p.CompanyID, func() (ID, error) { return in.CompanyID.As(KindOrganisation, "companyId") })
	setChecked(&errs, &p.StepID, func() (ID, error) { return in.StepID.As(KindStaircaseStep, "stepId") })
	p.PlacedByID = errs.OptionalID(in.PlacedByID, KindPerson, "placedById")
	p.CorrectsID = errs.OptionalID(in.CorrectsID, KindPlacement, "correctsId")
	p.PlacedOn = in.PlacedOn
	errs.Add(NotAfter("placedOn", in.PlacedOn, today))
	setText(&errs, "reason", Sent(in.Reason), &p.Reason)
	errs.Add(Required("reason", in.Reason))
	setText(&errs, "evidence", given(in.Evidence), &p.Evidence)
	p.Programmes = programmes(&errs, in.Programmes)
	return errs.Err()
}

// programmes are the words, each once.
func programmes(errs *Errors, sent []string) Tags {
	words := Tags{}
	if len(sent) > maxProgrammes {
		errs.Add(BadInput("programmes", "error.list.tooLong").With("Max", maxProgrammes))
		return words
	}
	seen := map[string]bool{}
	for i, word := range sent {
		clean, err := CleanLine(fmt.Sprintf("programmes.%d", i), word, MaxName)
		errs.Add(err)
		if clean != "" && !seen[clean] {
			seen[clean] = true
			words = append(words, clean)
		}
	}
	return words
}

// NotAfter refuses a day that is missing, outside MinYear to MaxYear, or after
// today: what is said to have happened has happened.
func NotAfter(field string, day, today Date) error {
	if err := validDay(field, day); err != nil {
		return err
	}
	if day.After(today) {
		return BadInput(field, "error.time.future")
	}
	return nil
}

// StaircaseStepUpdateInput changes what is named of a step.
type StaircaseStepUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Number          graphql.Omittable[*int]
	Name            graphql.Omittable[[]TranslationInput]
	// IsFirst and IsLast can be set to true alone: that moves the mark here.
	IsFirst *bool
	IsLast  *bool
}

// Apply writes the sent members into the row, one of so many steps, and answers
// everything that is wrong with them. The number is written as it is wanted:
// Reordered gives the other steps theirs.
func (in StaircaseStepUpdateInput) Apply(s *StaircaseStep, steps int) error {
	var errs Errors
	if number, ok := needed(&errs, "number", in.Number); ok {
		s.Number = number
		if number < 1 || number > steps {
			errs.Add(BadInput("number", "error.number.range").With("Min", 1).With("Max", steps))
		}
	}
	if names, ok := in.Name.ValueOK(); ok {
		setChecked(&errs, &s.Name, func() (LocalizedText, error) {
			clean, err := ValidTranslations("name", names, MaxTitle)
			name := s.Name.Apply(clean)
			if err == nil && name.Texts[name.Source].Text == "" {
				err = BadInput("name", "error.text.required")
			}
			return name, err
		})
	}
	for _, mark := range []struct {
		field string
		sent  *bool
		into  *bool
	}{{"isFirst", in.IsFirst, &s.IsFirst}, {"isLast", in.IsLast, &s.IsLast}} {
		if mark.sent == nil {
			continue
		}
		if !*mark.sent && *mark.into {
			// A staircase without an end has no shares: the mark is moved by
			// setting it elsewhere.
			errs.Add(BadInput(mark.field, "error.staircase.end"))
			continue
		}
		*mark.into = *mark.sent
	}
	return errs.Err()
}
