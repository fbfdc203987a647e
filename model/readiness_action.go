package model

import (
	"cmp"
	"slices"
)

// ActionOwner says on whose side an action lies.
type ActionOwner string

// The two sides.
const (
	OwnerCompany ActionOwner = "COMPANY"
	OwnerAdviser ActionOwner = "ADVISER"
)

// ReadinessActionRules say what to do about weak answers.
type ReadinessActionRules struct {
	// Most is how many actions are shown.
	Most  int                    `json:"most"`
	Rules []*ReadinessActionRule `json:"rules"`
}

// ReadinessActionRule asks for an action where a question is at or below a level.
type ReadinessActionRule struct {
	Question string      `json:"question"`
	AtMost   int         `json:"atMost"`
	Action   string      `json:"action"`
	Owner    ActionOwner `json:"owner"`
	// DueWorkingDays is counted from the day on which the plan is agreed.
	DueWorkingDays int `json:"dueWorkingDays"`
	// Offer is the id of what helps with it, or empty.
	Offer string `json:"offer"`
	Words Words  `json:"-"`
}

// OfferKind tells what we give from what others give.
type OfferKind string

// The kinds of offers.
const (
	KindOffer    OfferKind = "OFFER"
	KindReferral OfferKind = "REFERRAL"
)

// ReadinessOffer is something that a company can be given, or somebody whom it
// can be sent to.
type ReadinessOffer struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Kind OfferKind `json:"kind"`
	// Levels are the rungs whose companies get it whatever their actions are.
	Levels []MaturityLevel `json:"levels,omitempty"`
	Words  Words           `json:"-"`
}

// ReadinessAction is one of the first things to do.
type ReadinessAction struct {
	Question string `json:"question"`
	// Missing is how many levels there are to climb; Weight is the question's.
	Missing int         `json:"missing"`
	Weight  int         `json:"weight"`
	Gate    bool        `json:"gate,omitempty"`
	Owner   ActionOwner `json:"owner"`
	Offer   string      `json:"offer,omitempty"`
	// DueWorkingDays is how long it may take. DueOn is set when a plan is agreed.
	DueWorkingDays int  `json:"dueWorkingDays"`
	DueOn          Date `json:"dueOn,omitzero"`

	// What the ids stand for; Explain sets it.
	About *ReadinessQuestion `json:"-"`
	Help  *ReadinessOffer    `json:"-"`
	Words Words              `json:"-"`
}

// DueDay is the day on which the action is due; nil before a plan is agreed.
func (a *ReadinessAction) DueDay() *Date { return a.DueOn.OrNil() }

// topActions are the first actions by weight times missing levels, gates before
// everything else, and equals in the order of the questions.
func (t *ReadinessTemplate) topActions(answers Answers) []ReadinessAction {
	var actions []ReadinessAction
	for _, rule := range t.Actions.Rules {
		q, rating := t.byID[rule.Question], answers[rule.Question].Counts()
		if rating.Level == nil || *rating.Level > rule.AtMost {
			continue
		}
		actions = append(actions, ReadinessAction{
			Question: q.ID, Missing: MaxLevel - *rating.Level, Weight: q.Weight, Gate: q.Gate,
			Owner: rule.Owner, Offer: rule.Offer, DueWorkingDays: rule.DueWorkingDays,
		})
	}
	slices.SortStableFunc(actions, func(a, b ReadinessAction) int {
		if a.Gate != b.Gate {
			if a.Gate {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Weight*b.Missing, a.Weight*a.Missing), cmp.Compare(t.byID[a.Question].index, t.byID[b.Question].index))
	})
	return actions[:min(len(actions), t.Actions.Most)]
}

// offersFor are the offers of the actions, the most pressing first, and then
// those that the level opens.
func (t *ReadinessTemplate) offersFor(r *ReadinessResult) []string {
	var offers []string
	add := func(id string) {
		if id != "" && !slices.Contains(offers, id) {
			offers = append(offers, id)
		}
	}
	for _, a := range r.Actions {
		add(a.Offer)
	}
	for _, o := range t.Offers {
		if r.Level != nil && slices.Contains(o.Levels, *r.Level) {
			add(o.ID)
		}
	}
	return offers
}

// Offer finds an offer; nil when the template has none of that id.
func (t *ReadinessTemplate) Offer(id string) *ReadinessOffer {
	for _, o := range t.Offers {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// PlanOn sets the days on which the actions of a plan are due that is agreed on
// a day. free tells the days that do not count.
func PlanOn(actions []ReadinessAction, day Date, free func(Date) bool) []ReadinessAction {
	plan := slices.Clone(actions)
	for i := range plan {
		plan[i].DueOn = AddWorkingDays(day, plan[i].DueWorkingDays, free)
	}
	return plan
}
