package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// WHOState is one of the 53 member states of the WHO European Region.
type WHOState struct {
	Code CountryCode `json:"alpha2"`
	// TimeZone is the IANA zone of the capital.
	TimeZone          string        `json:"timeZone"`
	OfficialLanguages []LanguageTag `json:"officialLanguages"`
	// DefaultLanguage suggests one of the product's languages for a first
	// contact; a person's own choice always wins.
	DefaultLanguage LanguageTag `json:"defaultProductLanguage"`
	// AskEachPerson marks countries with several official languages.
	AskEachPerson bool `json:"askEachPerson"`
	// Latitude and Longitude place a dot on a map, two decimals.
	Latitude  float64 `json:"lat"`
	Longitude float64 `json:"lon"`
}

//go:embed who_europe.json
var whoEuropeJSON []byte

// WHOEurope lists the member states of the WHO European Region, Denmark
// included, as published by WHO/Europe.
func WHOEurope() ([]WHOState, error) {
	var file struct {
		Countries []WHOState `json:"countries"`
	}
	if err := json.Unmarshal(whoEuropeJSON, &file); err != nil {
		return nil, fmt.Errorf("who_europe.json: %w", err)
	}
	return file.Countries, nil
}
