package demo

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"fyrtaarn/model"
)

//go:embed scenario.json
var scenarioJSON []byte

//go:embed titles.json
var titlesJSON []byte

// scenario is the demo as data. Days count from D.
type scenario struct {
	Organisations []struct {
		Key, Name, City, Region string
		Kind                    model.OrganisationKind
	}
	// Hosts are the keys of the organisations that receive in turn.
	Hosts       []string
	Staff       []staffMember
	Delegations []visit
}

type staffMember struct {
	Reference, Name, JobTitle, Organisation, Email string
	Language                                       model.LanguageTag
	Role                                           model.Role
	Lead                                           bool
	Scopes                                         []string
}

// visit is one delegation of the scenario.
type visit struct {
	Reference, Organisation, City, Zone, Domain string
	Country                                     model.CountryCode
	Title                                       []model.TranslationInput
	// Languages are pairs of a tag and how many delegates have it.
	Languages [][2]any
	// First is the first day, Days how many there are.
	First, Days int
	Owner       *string
	Staff       int
	Named       []struct{ Name, Title, Latin string }
	// FirstHost is where in the list of hosts this visit begins.
	FirstHost int
	// Steps name the day on which each step of the visit's life was taken.
	Steps     map[string]int
	Reason    string
	FollowUps [][3]any
	Lesson    []string
	// Paper is the delegate without an address, counted from 1.
	Paper           int
	ChangesLanguage *struct {
		Delegate int
		From     model.LanguageTag
		Day      int
	}
	// ChoosesInstead is a language that some asked for and later gave up.
	ChoosesInstead *struct {
		From, To model.LanguageTag
		Day      int
	}
	OpenLetters  int
	Transfer     bool
	Prayer       [][3]any
	Special      []special
	DanishOnly   *special
	Interpreter  string
	WrongAddress *struct {
		Host  int
		Email string
	}
	Blocks []struct {
		Day              int
		Host             string
		SessionDay       int
		StartsAt, EndsAt string
		Reason           string
	}
	Declines *struct{ Day, SessionDay, Session int }
	Moves    *struct {
		Day                 int
		Time                string
		SessionDay, Session int
		StartsAt, EndsAt    string
	}
}

// special is a session that differs from the usual day.
type special struct {
	SessionDay, Session           int
	StartsAt, EndsAt, City, Group string
	Title                         string
	Capacity                      int
	Interpreted                   bool
}

// readScenario parses the embedded data.
func readScenario() (*scenario, map[string][]model.TranslationInput, error) {
	s := new(scenario)
	if err := json.Unmarshal(scenarioJSON, s); err != nil {
		return nil, nil, fmt.Errorf("scenario.json: %w", err)
	}
	var titles map[string]map[model.LanguageTag]string
	if err := json.Unmarshal(titlesJSON, &titles); err != nil {
		return nil, nil, fmt.Errorf("titles.json: %w", err)
	}
	translated := make(map[string][]model.TranslationInput, len(titles))
	for key, texts := range titles {
		inputs := []model.TranslationInput{{Language: model.English, Text: texts[model.English]}}
		for tag, text := range texts {
			if tag != model.English {
				inputs = append(inputs, model.TranslationInput{Language: tag, Text: text})
			}
		}
		translated[key] = inputs
	}
	return s, translated, nil
}
