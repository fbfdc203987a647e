package model

// CountryContactKind is how a country has been met.
type CountryContactKind string

// The ways. A request is contact even when the visit is cancelled; a talk is
// contact once it was held.
const (
	// ContactMade: a delegation asked to come, or somebody spoke there.
	ContactMade CountryContactKind = "IN_CONTACT"
	// ContactVisited: a delegation came.
	ContactVisited CountryContactKind = "VISITED"
	// ContactPlanned: a talk is agreed, and there has been no contact yet.
	ContactPlanned CountryContactKind = "PLANNED"
)

// ActivityMark is one country and the kind and state of activities about it.
type ActivityMark struct {
	CountryCode CountryCode   `bun:"country_code"`
	Kind        Kind          `bun:"kind"`
	State       ActivityState `bun:"state"`
}

// cameStates are those of a delegation that has come.
var cameStates = map[ActivityState]bool{
	ActivityState(DelegationInProgress): true, ActivityState(DelegationCompleted): true, ActivityState(DelegationFollowUp): true,
	ActivityState(DelegationClosed): true,
}

// The states of a presentation abroad that count as contact, and the one before.
const (
	presentationPlanned ActivityState = "PLANNED"
	presentationHeld    ActivityState = "HELD"
	presentationClosed  ActivityState = "CLOSED"
)

// CountryContactsOf sorts countries by how they have been met through visiting
// delegations and presentations abroad. A country that was visited is in contact
// too, one that is only planned is neither, and Denmark is none.
func CountryContactsOf(marks []ActivityMark) map[CountryContactKind]map[CountryCode]bool {
	found := map[CountryContactKind]map[CountryCode]bool{ContactMade: {}, ContactVisited: {}, ContactPlanned: {}}
	for _, m := range marks {
		switch {
		case m.CountryCode == Denmark:
		case m.Kind == KindDelegation:
			found[ContactMade][m.CountryCode] = true
			if cameStates[m.State] {
				found[ContactVisited][m.CountryCode] = true
			}
		case m.Kind == KindPresentationAbroad && (m.State == presentationHeld || m.State == presentationClosed):
			found[ContactMade][m.CountryCode] = true
		case m.Kind == KindPresentationAbroad && m.State == presentationPlanned:
			found[ContactPlanned][m.CountryCode] = true
		}
	}
	for code := range found[ContactMade] {
		delete(found[ContactPlanned], code)
	}
	return found
}
