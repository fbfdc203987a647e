// Package person keeps everybody who is met, told or asked: advisers, hosts'
// contacts, delegates.
package person

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes people.
type Service struct{ *app.Core }

// derive writes what follows from the rest of the row, and answers what is
// wrong with the row as a whole. It is called before every save. organisation
// is the main one, or nil.
//
// An address is not among what is searched: a partner who may not read it could
// find it out by asking.
func derive(p *model.Person, organisation *model.Organisation) error {
	country := store.Country(p.CountryCode, model.English)
	if country == nil {
		return model.BadInput("countryCode", "error.country.unknown").With("Code", string(p.CountryCode))
	}
	if p.Language == "" {
		p.Language = country.DefaultLanguage
	}
	if p.TimeZone == "" {
		p.TimeZone = country.TimeZone
		if organisation != nil && (p.TimeZone == "" || organisation.CountryCode == p.CountryCode) {
			p.TimeZone = organisation.TimeZone
		}
	}
	if p.TimeZone == "" {
		return model.BadInput("timeZone", "error.timeZone.required")
	}
	p.SortKey = i18n.NameKeyDanish(p.NameToSort())
	p.SearchText = i18n.Fold(p.FullName + " " + p.LatinName + " " + p.SortName + " " + p.CallName + " " + p.JobTitle)
	return nil
}

// mainOrganisation reads the organisation that the person belongs to; an
// unknown one is noted.
func mainOrganisation(ctx context.Context, tx *app.Tx, p *model.Person, errs *model.Errors) (*model.Organisation, error) {
	if p.OrganisationID == nil {
		return nil, nil //nolint:nilnil // a person need not belong to one
	}
	organisation, err := tx.Organisation(ctx, *p.OrganisationID)
	if model.IsCode(err, model.CodeNotFound) {
		errs.Add(model.NotFound("organisationId"))
		return nil, nil //nolint:nilnil // noted
	}
	return organisation, err
}

// affiliationsKnown notes the affiliations whose organisation is unknown.
func affiliationsKnown(ctx context.Context, tx *app.Tx, p *model.Person, errs *model.Errors) error {
	ids := map[string]*model.ID{}
	for i, a := range p.Affiliations {
		ids[fmt.Sprintf("affiliations.%d.organisationId", i)] = &a.OrganisationID
	}
	return tx.Known(ctx, errs, model.KindOrganisation, ids)
}

// check answers everything that is wrong with a row into which an input was
// written; applied is what was wrong with the input itself.
func check(ctx context.Context, tx *app.Tx, p *model.Person, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	organisation, err := mainOrganisation(ctx, tx, p, &errs)
	if err != nil {
		return err
	}
	if err := affiliationsKnown(ctx, tx, p, &errs); err != nil {
		return err
	}
	errs.Add(derive(p, organisation))
	return errs.Err()
}

// staffIsForAdmins refuses a change of who works in Fyrtårn, and who leads,
// from anybody but an administrator: such a person is granted access.
func staffIsForAdmins(actor model.Actor, before, after *model.Person) error {
	if (before.StaffRole != after.StaffRole || before.Lead != after.Lead) && actor.Role != model.RoleAdmin {
		return model.Forbidden("error.person.staffRole")
	}
	return nil
}

// audited is the row as the audit trail compares it: a person's roles in
// organisations stand in a table of their own and yet belong to the person.
type audited struct {
	model.Person
	Roles []role `bun:"affiliations"`
}

type role struct {
	OrganisationID model.ID    `json:"organisationId"`
	Role           string      `json:"role,omitempty"`
	From           *model.Date `json:"from,omitempty"`
	Until          *model.Date `json:"until,omitempty"`
}

func auditedRow(p model.Person) *audited {
	row := &audited{Person: p}
	for _, a := range p.Affiliations {
		row.Roles = append(row.Roles, role{a.OrganisationID, a.Role, a.From, a.Until})
	}
	return row
}

// saveAffiliations replaces the rows behind the person's list.
func saveAffiliations(ctx context.Context, tx *app.Tx, p *model.Person) error {
	for _, a := range p.Affiliations {
		a.ID, a.PersonID = tx.NewID(), p.ID
	}
	return tx.SetAffiliations(ctx, p.ID, p.Affiliations)
}

// one reads the person with what was asked of it.
func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Person, error) {
	return app.First(s.Store.PeopleByID(ctx, []model.ID{id}, f))
}
