package model

import "github.com/99designs/gqlgen/graphql"

// CompanyProfileSetInput says what a company does.
type CompanyProfileSetInput struct {
	OrganisationID  GlobalID
	ExpectedVersion *int
	FocusAreaID     graphql.Omittable[*GlobalID]
	Sector          graphql.Omittable[*string]
}

// CompanyConsentSetInput says what a company lets partners see.
type CompanyConsentSetInput struct {
	OrganisationID GlobalID
	Consent        PartnerConsent
}
