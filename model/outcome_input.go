package model

import (
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// maxShares bounds how many activities an outcome is attributed to.
const maxShares = 20

// AttributionInput is a share of an outcome that is owed to an activity.
type AttributionInput struct {
	ActivityID  GlobalID
	BasisPoints int
}

// OutcomeCreateInput notes what came, or is expected to come, of an activity.
type OutcomeCreateInput struct {
	IdempotencyKey *string
	Kind           OutcomeKind
	ActivityID     GlobalID
	CompanyID      GlobalID
	// CountryCode is where; without it the activity's country.
	CountryCode  *CountryCode
	OccurredOn   Date
	ValuePerYear *MoneyInput
	Certainty    *OutcomeCertainty
	Note         *string
	Shares       []AttributionInput
}

// OutcomeUpdateInput changes what is named.
type OutcomeUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	Reason          *string
	Kind            graphql.Omittable[*OutcomeKind]
	CountryCode     graphql.Omittable[*CountryCode]
	OccurredOn      graphql.Omittable[*Date]
	ValuePerYear    graphql.Omittable[*MoneyInput]
	Certainty       graphql.Omittable[*OutcomeCertainty]
	Note            graphql.Omittable[*string]
	// Shares replaces all that there are.
	Shares graphql.Omittable[[]AttributionInput]
}

// OutcomeAttributeInput sets the share of one activity; 0 takes it away.
type OutcomeAttributeInput struct {
	ID          GlobalID
	ActivityID  GlobalID
	BasisPoints int
}

// OutcomeConfirmInput says for a company that an outcome came, or did not.
type OutcomeConfirmInput struct {
	ID              GlobalID
	ExpectedVersion *int
	// Rejected says that it did not come.
	Rejected *bool
	// Reason is how that is known.
	Reason string
}

// OutcomeRequestCreateInput asks a company what has come of an activity.
type OutcomeRequestCreateInput struct {
	ActivityID GlobalID
	CompanyID  GlobalID
	// PersonID is who is asked; without it whoever the company sends.
	PersonID *GlobalID
	// Wave counts from 1; see OutcomeWaveDay.
	Wave int
}

// OutcomeOccasion is what a company is asked about when there is no request yet.
type OutcomeOccasion struct {
	ActivityID, CompanyID ID
	PersonID              *ID
	Wave                  int
}

// OutcomeReport is what somebody of a company says has come, or is expected.
type OutcomeReport struct {
	// Key answers a form that was sent twice with what it made the first time.
	Key          string
	Kind         OutcomeKind
	CountryCode  CountryCode
	OccurredOn   *Date
	ValuePerYear *MoneyInput
	// Expected says that it has not come yet.
	Expected bool
	Note     string
}

// Apply writes the report into an empty row and answers everything that is wrong
// with it; today is the last day on which something can have come.
func (in OutcomeReport) Apply(o *Outcome, today Date) error {
	var errs Errors
	if in.Kind == OutcomeNone {
		errs.Add(BadInput("kind", "error.enum.unknown").With("Value", string(in.Kind)))
	}
	o.State, o.Certainty, o.OccurredOn = OutcomeForecast, CertaintyLikely, today
	if !in.Expected {
		o.Certainty = CertaintyCertain
		if in.OccurredOn != nil {
			errs.Add(NotAfter("occurredOn", *in.OccurredOn, today))
		}
	}
	_, err := OutcomeUpdateInput{
		Kind: Sent(in.Kind), CountryCode: Sent(in.CountryCode), OccurredOn: given(in.OccurredOn), ValuePerYear: given(in.ValuePerYear), Note: Sent(in.Note),
	}.Apply(o)
	errs.Add(err)
	return errs.Err()
}

// MaxWave bounds the numbers of waves: half a century.
const MaxWave = 50

// Apply writes the creation into an empty row and answers its shares and
// everything that is wrong with it, apart from whether what it names is there.
func (in OutcomeCreateInput) Apply(o *Outcome) ([]*Attribution, error) {
	var errs Errors
	_, activity, err := in.ActivityID.AsActivity("activityId")
	errs.Add(err)
	o.ActivityID, o.State, o.Certainty = activity, OutcomeForecast, CertaintyPossible
	setChecked(&errs, &o.CompanyID, func() (ID, error) { return in.CompanyID.As(KindOrganisation, "companyId") })
	shares, err := OutcomeUpdateInput{
		Kind: Sent(in.Kind), CountryCode: given(in.CountryCode), OccurredOn: Sent(in.OccurredOn), ValuePerYear: given(in.ValuePerYear),
		Certainty: given(in.Certainty), Note: given(in.Note), Shares: graphql.OmittableOf(in.Shares),
	}.Apply(o)
	errs.Add(err)
	return shares, errs.Err()
}

// Apply writes the sent members into the row and answers the shares that were
// sent; in.Shares tells whether they replace those that there are.
func (in OutcomeUpdateInput) Apply(o *Outcome) ([]*Attribution, error) {
	var errs Errors
	setOneOf(&errs, "kind", in.Kind, OutcomeKinds, &o.Kind)
	setNeeded(&errs, "countryCode", in.CountryCode, &o.CountryCode)
	if day, ok := needed(&errs, "occurredOn", in.OccurredOn); ok {
		errs.Add(validDay("occurredOn", day))
		o.OccurredOn = day
	}
	if value, ok := in.ValuePerYear.ValueOK(); ok {
		o.ValueMinor, o.Currency, o.About = nil, "", false
		if value != nil {
			money, err := ValidMoney("valuePerYear", *value)
			errs.Add(err)
			o.ValueMinor, o.Currency, o.About = &money.Minor, money.Currency, money.About
		}
	}
	setOneOf(&errs, "certainty", in.Certainty, outcomeCertainties, &o.Certainty)
	setText(&errs, "note", in.Note, &o.Note)
	if o.Kind == OutcomeNone && o.ValueMinor != nil {
		errs.Add(BadInput("valuePerYear", "error.outcome.noneHasNoValue"))
	}
	sent, _ := in.Shares.ValueOK()
	shares := attributions(&errs, o.ID, sent)
	if in.Shares.IsSet() {
		errs.Add(CheckShares("shares", shares))
	}
	return shares, errs.Err()
}

// SaysAs tells whether the outcome says of the company what before said: what
// the company confirmed of the one holds for the other.
func (o *Outcome) SaysAs(before *Outcome) bool {
	sameValue := (before.ValueMinor == nil) == (o.ValueMinor == nil) && (o.ValueMinor == nil || *before.ValueMinor == *o.ValueMinor)
	return sameValue && before.Kind == o.Kind && before.CountryCode == o.CountryCode && before.OccurredOn == o.OccurredOn &&
		before.Certainty == o.Certainty && before.Currency == o.Currency && before.About == o.About
}

func attributions(errs *Errors, outcome ID, sent []AttributionInput) []*Attribution {
	if len(sent) > maxShares {
		errs.Add(BadInput("shares", "error.list.tooLong").With("Max", maxShares))
		return nil
	}
	shares := make([]*Attribution, 0, len(sent))
	for i, one := range sent {
		field := ShareField(i)
		_, activity, err := one.ActivityID.AsActivity(field)
		errs.Add(err)
		if slices.ContainsFunc(shares, func(s *Attribution) bool { return err == nil && s.ActivityID == activity }) {
			errs.Add(BadInput(field, "error.list.duplicate"))
		}
		if one.BasisPoints < 1 || one.BasisPoints > WholeBP {
			errs.Add(BadInput(fmt.Sprintf("shares.%d.basisPoints", i), "error.number.range").With("Min", 1).With("Max", WholeBP))
		}
		shares = append(shares, &Attribution{OutcomeID: outcome, ActivityID: activity, ShareBP: one.BasisPoints})
	}
	return shares
}

// ShareField names the activity of the n-th share of an input.
func ShareField(n int) string { return fmt.Sprintf("shares.%d.activityId", n) }

// SumBP is what shares come to in all.
func SumBP(shares []*Attribution) int {
	sum := 0
	for _, s := range shares {
		sum += s.ShareBP
	}
	return sum
}

// CheckShares refuses shares of more than the whole.
func CheckShares(field string, shares []*Attribution) error {
	if sum := SumBP(shares); sum > WholeBP {
		return BadInput(field, "error.outcome.shares").With("Percent", (sum+99)/100)
	}
	return nil
}
