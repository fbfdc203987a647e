package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"fyrtaarn/model"
)

//go:embed companies.json
var companiesJSON []byte

// firm is one of the thirty fictional companies.
type firm struct {
	// Number is what the scenario calls it, counted from 1.
	Number             int
	Name, City, Region string
	Focus              string
	Employees          int
	Language           model.LanguageTag
	Consent            model.PartnerConsent
	Contact, Email     string
	// Market is the country for which it is assessed.
	Market      model.CountryCode
	Assessments []assessed
	Draft       *draft
	Link        *missedLink

	id                          model.ID
	organisation, contactPerson model.GlobalID
	// assessment is its newest one.
	assessment model.GlobalID
}

// companies makes the thirty companies, each with one contact person who reads
// the company's mail language. Called again it makes nothing.
func (w *World) companies(ctx context.Context) error {
	if w.firms != nil {
		return nil
	}
	var firms []*firm
	if err := json.Unmarshal(companiesJSON, &firms); err != nil {
		return fmt.Errorf("companies.json: %w", err)
	}
	focus, err := w.focusIDs(ctx)
	if err != nil {
		return err
	}
	for _, f := range firms {
		made, err := w.Organisations.Create(ctx, model.OrganisationCreateInput{
			Kind: model.OrganisationCompany, Name: f.Name, CountryCode: model.Denmark, City: &f.City, Region: &f.Region,
			Employees: &f.Employees, Consent: &f.Consent,
		}, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		f.id, f.organisation = made.ID, made.GlobalID()
		area := focus[f.Focus]
		if _, err := w.Readiness.ProfileSet(ctx, model.CompanyProfileSetInput{
			OrganisationID: f.organisation, FocusAreaID: model.Sent(area),
		}, nil); err != nil {
			return fmt.Errorf("profile of %s: %w", f.Name, err)
		}
		contact, err := w.People.Create(ctx, model.PersonCreateInput{
			FullName: f.Contact, Email: &f.Email, Language: &f.Language, CountryCode: model.Denmark, OrganisationID: &f.organisation,
		}, nil)
		if err != nil {
			return fmt.Errorf("contact of %s: %w", f.Name, err)
		}
		f.contactPerson = contact.GlobalID()
	}
	w.firms = firms
	return nil
}

// firm is the company that the scenario gives the number, counted from 1.
func (w *World) firm(number int) *firm { return w.firms[number-1] }
