package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyrtaarn/app/followup"
	"fyrtaarn/model"
)

// project notes a project with its parties. Of the companies, those take part
// that the scenario has made by then.
func (f *founding) project(ctx context.Context, p *venture) error {
	first := f.day0.AddDays(p.From)
	in := model.ProjectCreateInput{Reference: &p.Reference, Kind: p.Kind, Title: inputs(p.Title), StartsOn: &first, Results: &p.Results}
	if p.Until != nil {
		last := f.day0.AddDays(*p.Until)
		in.EndsOn = &last
	}
	for _, key := range slices.Sorted(maps.Keys(p.Actors)) {
		in.Actors = append(in.Actors, model.ProjectActorInput{OrganisationID: f.organisations[key].GlobalID(), Role: p.Actors[key]})
	}
	for _, name := range p.Companies {
		company, err := f.organisationNamed(ctx, name)
		if err != nil {
			return err
		}
		if company != nil {
			in.Actors = append(in.Actors, model.ProjectActorInput{OrganisationID: *company, Role: model.ActorCompany})
		}
	}
	for _, pair := range p.Funding {
		in.Funding = append(in.Funding, model.ProjectFundingInput{
			Kind: model.FundingKind(pair[0]), Amount: model.MoneyInput{Amount: pair[1], Currency: "DKK"}, Source: "Demo budget", DatedOn: &first,
		})
	}
	areas, err := f.Focus.List(ctx)
	if err != nil {
		return err
	}
	for _, area := range areas {
		if area.Slug == p.Focus {
			id := area.GlobalID()
			in.FocusAreaID = &id
		}
	}
	if _, err := f.projects.Create(ctx, in, nil); err != nil {
		return fmt.Errorf("%s: %w", p.Reference, err)
	}
	return nil
}

// lesson notes what an element taught and, where it did, what that changed in
// the Danish checklist.
func (f *founding) lesson(ctx context.Context, c *candidate, element, keep, change, adopted string) error {
	made, err := followup.Service{Core: f.Core}.LessonCreate(ctx, model.LessonCreateInput{SubjectID: c.elements[element], Keep: keep, Change: change})
	if err != nil || adopted == "" {
		return err
	}
	_, err = f.countries.LessonAdopt(ctx, model.LessonAdoptInput{ID: made.GlobalID(), AdoptedAs: adopted})
	return err
}

// organisationNamed finds an organisation by its whole name; nil when nobody
// has entered it.
func (f *founding) organisationNamed(ctx context.Context, name string) (*model.GlobalID, error) {
	page, err := f.Organisations.List(ctx, &model.OrganisationFilter{Search: &name}, nil, model.PageRequest{}, nil)
	if err != nil {
		return nil, err
	}
	for _, o := range page.Nodes {
		if strings.EqualFold(o.Name, name) {
			id := o.GlobalID()
			return &id, nil
		}
	}
	return nil, nil //nolint:nilnil // not entered is an answer
}

func elementIDs(c *model.LighthouseCountry) map[string]model.GlobalID {
	ids := make(map[string]model.GlobalID, len(c.Elements))
	for _, e := range c.Elements {
		ids[e.ElementKey] = e.GlobalID()
	}
	return ids
}

// inputs are the languages of a text, English first.
func inputs(texts map[model.LanguageTag]string) []model.TranslationInput {
	list := []model.TranslationInput{{Language: model.English, Text: texts[model.English]}}
	for _, tag := range slices.Sorted(maps.Keys(texts)) {
		if tag != model.English {
			list = append(list, model.TranslationInput{Language: tag, Text: texts[tag]})
		}
	}
	return list
}
