package matchmaking

import (
	"context"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// known is what fits are judged by: everything about the companies, read once.
type known struct {
	activity  *model.Activity
	solutions map[model.ID][]*model.Solution
	languages map[model.ID][]model.LanguageTag
	met       map[store.MetPair]int
	readiness map[model.CountryCode]map[model.ID]int
}

// learn reads what is known of the companies; countries are those of the
// counterparts, and plan is the one whose own meetings are not earlier ones.
func learn(
	ctx context.Context, q store.Queries, activity *model.Activity, companies []model.ID, countries []model.CountryCode, plan model.ID,
) (*known, error) {
	k := &known{activity: activity, solutions: map[model.ID][]*model.Solution{}, readiness: map[model.CountryCode]map[model.ID]int{}}
	solutions, err := q.SolutionsOf(ctx, companies)
	if err != nil {
		return nil, err
	}
	for _, s := range solutions {
		k.solutions[s.CompanyID] = append(k.solutions[s.CompanyID], s)
	}
	if k.languages, err = q.PersonLanguages(ctx, companies); err != nil {
		return nil, err
	}
	if k.met, err = q.MeetingsHeld(ctx, companies, plan); err != nil {
		return nil, err
	}
	for _, country := range countries {
		if _, read := k.readiness[country]; read {
			continue
		}
		if k.readiness[country], err = q.ReadinessLevels(ctx, companies, country); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// learnPlan is learn for the participants of a plan.
func learnPlan(ctx context.Context, q store.Queries, plan *model.MeetingPlan) (*known, error) {
	activity, err := q.MatchActivity(ctx, plan.ActivityID)
	if err != nil {
		return nil, err
	}
	companies := []model.ID{}
	countries := []model.CountryCode{}
	for _, p := range plan.Participants {
		if p.OrganisationID != nil {
			companies = append(companies, *p.OrganisationID)
		} else if p.Person != nil {
			countries = append(countries, p.Person.CountryCode)
		}
	}
	return learn(ctx, q, activity, companies, countries, plan.ID)
}

// fit judges two participants of a plan.
func (k *known) fit(company, counterpart *model.MeetingParticipant) model.MatchFit {
	to := model.MatchCounterpart{
		FocusAreaID: k.activity.FocusAreaID, CountryCode: k.activity.CountryCode, Wishes: counterpart.Wishes,
		Tags: append(append([]string{}, counterpart.Tags...), k.activity.Tags...), Languages: counterpart.Languages,
	}
	if who := counterpart.Person; who != nil {
		to.CountryCode = who.CountryCode
		if len(to.Languages) == 0 {
			to.Languages = []model.LanguageTag{who.Language}
		}
	}
	from := k.company(*company.OrganisationID, company.Organisation, to.CountryCode)
	from.Tags = company.Tags
	if len(company.Languages) > 0 {
		from.Languages = company.Languages
	}
	from.Met = k.met[store.MetPair{OrganisationID: *company.OrganisationID, PersonID: *counterpart.PersonID}]
	return model.FitOf(from, to)
}

// fitWhole judges a company for the activity as a whole.
func (k *known) fitWhole(o *model.Organisation) model.MatchFit {
	return model.FitOf(k.company(o.ID, o, k.activity.CountryCode), model.MatchCounterpart{
		FocusAreaID: k.activity.FocusAreaID, CountryCode: k.activity.CountryCode, Tags: k.activity.Tags,
	})
}

func (k *known) company(id model.ID, o *model.Organisation, market model.CountryCode) model.MatchCompany {
	c := model.MatchCompany{ID: id, Solutions: k.solutions[id], Languages: k.languages[id]}
	if o != nil {
		c.Name = o.Name
	}
	if level, known := k.readiness[market][id]; known {
		c.Readiness = &level
	}
	return c
}
