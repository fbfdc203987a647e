package model

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

//go:embed lighthouse_model.json
var partnershipModelJSON []byte

// PartnershipModel is the Danish partnership model as a checklist that
// countries are measured against: its elements, the states that an element can
// be in, and the rules by which a country's stage follows from them. All of it
// is read from lighthouse_model.json; nothing here knows an element by name.
type PartnershipModel struct {
	// Version is the day on which the checklist was compiled.
	Version string
	Goal    LighthouseGoal
	// CountingRule says in words what counts toward the goal.
	CountingRule LocalizedText
	Phases       []*PartnershipPhase
	States       []*ElementStateRule
	Stages       []*StageRule
	Elements     []*PartnershipElement
}

// LighthouseGoal is how many countries are to be established by the end of
// which year, beside the one where the model comes from.
type LighthouseGoal struct {
	Countries, Year int
	Home            CountryCode
}

// PartnershipPhase is a part of the model's course.
type PartnershipPhase struct {
	Key  string
	Name LocalizedText
}

// PartnershipElement is one line of the checklist.
type PartnershipElement struct {
	// Key names the element in the data file, in rules and in stored rows.
	Key   string
	Phase *PartnershipPhase
	// Required elements belong to every lighthouse, the others where they fit.
	Required         bool
	Name             LocalizedText
	Question         LocalizedText
	AcceptedEvidence []LocalizedText
	// DanishReference says how Denmark did it. DanishYear is when Denmark did or
	// plans it; YearOffset counts from the year of the agreement and is the
	// default plan of another country. Both are nil where the papers name no year.
	DanishReference LocalizedText
	DanishYear      *int
	YearOffset      *int
	// Source and SourcePlace say in which paper the element stands, and where.
	Source, SourcePlace string
}

// ElementStateRule says what a state of an element counts and needs.
type ElementStateRule struct {
	Key  ElementState
	Name LocalizedText
	// Counts is the element's share of the progress in basis points; nil takes
	// the element out of the count.
	Counts *int
	Needs  []ElementNeed
}

// StageRule says when a country is at a stage: all needs of a derived stage
// hold, or somebody set it by hand with what ByHand asks for.
type StageRule struct {
	Key   LighthouseStage
	Name  LocalizedText
	Rule  LocalizedText
	Needs []StageNeed
	// ByHand names what has to be given with a stage that is not derived.
	ByHand []string
}

// IsDerived tells the stages that follow from the record's facts.
func (r *StageRule) IsDerived() bool { return len(r.ByHand) == 0 }

// StageNeed is one condition of a stage: the record names an interested
// organisation, or one of the elements has come as far as AtLeast.
type StageNeed struct {
	InterestedOrganisation bool         `json:"interestedOrganisation"`
	AnyOf                  []string     `json:"anyOf"`
	AtLeast                ElementState `json:"atLeast"`
}

// modelFile is lighthouse_model.json as it stands.
type modelFile struct {
	About        string
	Version      string
	Goal         LighthouseGoal
	CountingRule fileText
	Phases       []struct {
		Key  string
		Name fileText
	}
	States []struct {
		Key    ElementState
		Name   fileText
		Counts *int
		Needs  []ElementNeed
	}
	Stages []struct {
		Key        LighthouseStage
		Name, Rule fileText
		Needs      []StageNeed
		ByHand     []string
	}
	Elements []struct {
		Key, Phase             string
		Required               bool
		Name, Question         fileText
		AcceptedEvidence       []fileText
		DanishReference        fileText
		DanishYear, YearOffset *int
		Source, SourcePlace    string
	}
}

// fileText is a text of a data file: language to text, English always among them.
type fileText map[LanguageTag]string

func (t fileText) localized() LocalizedText {
	text := Localized(English, t[English])
	for tag, one := range t {
		text.Texts[tag] = Translation{one, 1}
	}
	return text
}

// partnershipModel reads the data file once.
var partnershipModel = sync.OnceValues(func() (*PartnershipModel, error) {
	var file modelFile
	if err := readData("lighthouse_model.json", partnershipModelJSON, &file); err != nil {
		return nil, err
	}
	m := &PartnershipModel{Version: file.Version, Goal: file.Goal, CountingRule: file.CountingRule.localized()}
	phases := map[string]*PartnershipPhase{}
	for _, p := range file.Phases {
		phase := &PartnershipPhase{Key: p.Key, Name: p.Name.localized()}
		phases[p.Key], m.Phases = phase, append(m.Phases, phase)
	}
	for _, s := range file.States {
		m.States = append(m.States, &ElementStateRule{Key: s.Key, Name: s.Name.localized(), Counts: s.Counts, Needs: s.Needs})
	}
	for _, s := range file.Stages {
		m.Stages = append(m.Stages, &StageRule{Key: s.Key, Name: s.Name.localized(), Rule: s.Rule.localized(), Needs: s.Needs, ByHand: s.ByHand})
	}
	for _, e := range file.Elements {
		element := &PartnershipElement{
			Key: e.Key, Phase: phases[e.Phase], Required: e.Required, Name: e.Name.localized(), Question: e.Question.localized(),
			DanishReference: e.DanishReference.localized(), DanishYear: e.DanishYear, YearOffset: e.YearOffset,
			Source: e.Source, SourcePlace: e.SourcePlace,
		}
		for _, a := range e.AcceptedEvidence {
			element.AcceptedEvidence = append(element.AcceptedEvidence, a.localized())
		}
		m.Elements = append(m.Elements, element)
	}
	return m, m.check()
})

// check refuses a data file whose parts do not fit together.
func (m *PartnershipModel) check() error {
	for _, e := range m.Elements {
		if e.Phase == nil {
			return fmt.Errorf("lighthouse_model.json: element %s has no phase", e.Key)
		}
	}
	for _, s := range m.Stages {
		for _, need := range s.Needs {
			for _, key := range need.AnyOf {
				if m.Element(key) == nil || m.State(need.AtLeast) == nil {
					return fmt.Errorf("lighthouse_model.json: stage %s names %s at least %s", s.Key, key, need.AtLeast)
				}
			}
		}
	}
	return nil
}

// DanishPartnershipModel is the checklist, shared by all callers: nothing of it
// may be changed. The error is one of the embedded file, which a test reads.
func DanishPartnershipModel() (*PartnershipModel, error) { return partnershipModel() }

// For answers the checklist as it is shown to a reader of the language.
func (m *PartnershipModel) For(reader LanguageTag) *PartnershipModel {
	own := *m
	own.CountingRule.Reader = reader
	phases := make(map[string]*PartnershipPhase, len(m.Phases))
	own.Phases = shownCopies(m.Phases, func(p *PartnershipPhase) { p.Name.Reader = reader; phases[p.Key] = p })
	own.States = shownCopies(m.States, func(s *ElementStateRule) { s.Name.Reader = reader })
	own.Stages = shownCopies(m.Stages, func(s *StageRule) { s.Name.Reader, s.Rule.Reader = reader, reader })
	own.Elements = shownCopies(m.Elements, func(e *PartnershipElement) {
		e.Phase = phases[e.Phase.Key]
		e.Name.Reader, e.Question.Reader, e.DanishReference.Reader = reader, reader, reader
		e.AcceptedEvidence = slices.Clone(e.AcceptedEvidence)
		for i := range e.AcceptedEvidence {
			e.AcceptedEvidence[i].Reader = reader
		}
	})
	return &own
}

// shownCopies copies the values, so that change leaves the originals as they are.
func shownCopies[T any](list []*T, change func(*T)) []*T {
	copies := make([]*T, len(list))
	for i, one := range list {
		own := *one
		change(&own)
		copies[i] = &own
	}
	return copies
}

// Element answers the element with the key; nil for an unknown one.
func (m *PartnershipModel) Element(key string) *PartnershipElement {
	for _, e := range m.Elements {
		if e.Key == key {
			return e
		}
	}
	return nil
}

// Sorted answers the elements of a country in the order of the checklist; one
// that the checklist does not have any more is left out.
func (m *PartnershipModel) Sorted(elements []*LighthouseElement) []*LighthouseElement {
	byKey := make(map[string]*LighthouseElement, len(elements))
	for _, e := range elements {
		byKey[e.ElementKey] = e
	}
	sorted := make([]*LighthouseElement, 0, len(elements))
	for _, e := range m.Elements {
		if one := byKey[e.Key]; one != nil {
			sorted = append(sorted, one)
		}
	}
	return sorted
}

// State answers the rule of a state; nil for an unknown one.
func (m *PartnershipModel) State(state ElementState) *ElementStateRule {
	for _, s := range m.States {
		if s.Key == state {
			return s
		}
	}
	return nil
}

// NameIn is the phase's name in the wanted language, else the reader's.
func (p *PartnershipPhase) NameIn(language *LanguageTag) LocalizedString { return p.Name.In(language) }

// NameIn is the element's name in the wanted language, else the reader's.
func (e *PartnershipElement) NameIn(language *LanguageTag) LocalizedString {
	return e.Name.In(language)
}

// QuestionIn is what is asked, in the wanted language, else the reader's.
func (e *PartnershipElement) QuestionIn(language *LanguageTag) LocalizedString {
	return e.Question.In(language)
}

// DanishReferenceIn is how Denmark did it, in the wanted language, else the reader's.
func (e *PartnershipElement) DanishReferenceIn(language *LanguageTag) LocalizedString {
	return e.DanishReference.In(language)
}

// AcceptedEvidenceIn is what is taken as evidence, in the reader's language.
func (e *PartnershipElement) AcceptedEvidenceIn() []LocalizedString {
	texts := make([]LocalizedString, len(e.AcceptedEvidence))
	for i, a := range e.AcceptedEvidence {
		texts[i] = a.In(nil)
	}
	return texts
}

// NameIn is the state's name in the wanted language, else the reader's.
func (s *ElementStateRule) NameIn(language *LanguageTag) LocalizedString { return s.Name.In(language) }

// NeedList is what the state needs, never nil.
func (s *ElementStateRule) NeedList() []ElementNeed { return append([]ElementNeed{}, s.Needs...) }

// NameIn is the stage's name in the wanted language, else the reader's.
func (r *StageRule) NameIn(language *LanguageTag) LocalizedString { return r.Name.In(language) }

// RuleIn is the rule in words, in the wanted language, else the reader's.
func (r *StageRule) RuleIn(language *LanguageTag) LocalizedString { return r.Rule.In(language) }

// CountingRuleIn is the rule of the count in the wanted language, else the reader's.
func (m *PartnershipModel) CountingRuleIn(language *LanguageTag) LocalizedString {
	return m.CountingRule.In(language)
}
