package model

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// MaxLevel is the best level of an answer; 0 is the worst.
const MaxLevel = 4

// QuestionScope says for what a question is answered.
type QuestionScope string

// The scopes of questions: once per company, or once per market and product line.
const (
	ScopeCompany QuestionScope = "COMPANY"
	ScopeMarket  QuestionScope = "MARKET"
)

// ReadinessTemplate is one version of the export-readiness questionnaire with
// everything that its scores follow from. A version never changes once it is
// stored: an assessment is scored by the version that it was answered on.
// Weights and cuts are this product's own and not validated yet.
type ReadinessTemplate struct {
	Version int `json:"version"`
	// About says where the questionnaire comes from.
	About string `json:"about"`
	// Answer names the levels 0 to MaxLevel in general.
	Answer struct {
		Levels map[int]string `json:"levels"`
	} `json:"answer"`
	// CompleteAtPercent is how much must be answered before a level is awarded.
	CompleteAtPercent int                  `json:"completeAtPercent"`
	Dimensions        []*ReadinessSection  `json:"dimensions"`
	MaturityLevels    []*MaturityRung      `json:"maturityLevels"`
	Attractiveness    AttractivenessModel  `json:"marketAttractiveness"`
	Actions           ReadinessActionRules `json:"actions"`
	Offers            []*ReadinessOffer    `json:"offers"`

	questions []*ReadinessQuestion
	byID      map[string]*ReadinessQuestion
}

// ReadinessSection is one dimension with its questions. Its weight is the sum
// of theirs.
type ReadinessSection struct {
	ID        string               `json:"id"`
	Number    int                  `json:"number"`
	Name      string               `json:"name"`
	Weight    int                  `json:"weight"`
	Questions []*ReadinessQuestion `json:"questions"`
	Words     Words                `json:"-"`
}

// ReadinessQuestion is one question. Levels describes some of the levels; those
// between are for what lies between.
type ReadinessQuestion struct {
	ID       string         `json:"id"`
	Question string         `json:"question"`
	Scope    QuestionScope  `json:"scope"`
	Weight   int            `json:"weight"`
	Gate     bool           `json:"gate"`
	Levels   map[int]string `json:"levels"`
	// ExpiresAfterMonths is how long an answer is believed.
	ExpiresAfterMonths int `json:"expiresAfterMonths"`

	// Words names the catalogue's message for the question.
	Words Words `json:"-"`

	dimension int
	index     int
	template  *ReadinessTemplate
}

// Words are a text of a template: the id of the catalogue's message that has it
// in every language, and the template's own words for a version that the
// catalogue does not know.
type Words struct{ MessageID, Own string }

// LevelWords is what a level of a question means.
type LevelWords struct {
	Level int
	Words Words
}

// Described are the levels of the question that are described.
func (q *ReadinessQuestion) Described() []*LevelWords {
	return q.template.levelWords("level", q.ID+".", q.Levels)
}

// MaturityRung is one rung of the ladder of levels and what it asks for.
type MaturityRung struct {
	ID MaturityLevel `json:"id"`
	// From is the least market score, in percent; Below only documents the end
	// of the lowest rung.
	From  int `json:"from,omitempty"`
	Below int `json:"below,omitempty"`
	// GatesAtLeast is the least level of every gate that applies.
	GatesAtLeast int `json:"gatesAtLeast,omitempty"`
	// NoDimensionBelow is the least score of every dimension, in percent.
	NoDimensionBelow int `json:"noDimensionBelow,omitempty"`
	// QuestionAtLeast is the least level of single questions.
	QuestionAtLeast map[string]int `json:"questionAtLeast,omitempty"`
}

//go:embed readiness_template_1.json
var readinessTemplate1 []byte

// ReadinessTemplates are the versions that the program brings along, as they
// are stored.
func ReadinessTemplates() map[int][]byte { return map[int][]byte{1: readinessTemplate1} }

// ParseReadinessTemplate reads a version and refuses one by which nothing could
// be scored.
func ParseReadinessTemplate(content []byte) (*ReadinessTemplate, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	t := new(ReadinessTemplate)
	if err := decoder.Decode(t); err != nil {
		return nil, fmt.Errorf("readiness template: %w", err)
	}
	t.byID = map[string]*ReadinessQuestion{}
	for i, section := range t.Dimensions {
		section.Words = t.words("dimension", section.ID, section.Name)
		for _, q := range section.Questions {
			q.Words, q.template = t.words("question", q.ID, q.Question), t
			if t.byID[q.ID] != nil {
				return nil, fmt.Errorf("readiness template: question %s stands there twice", q.ID)
			}
			q.dimension, q.index = i, len(t.questions)
			t.questions = append(t.questions, q)
			t.byID[q.ID] = q
		}
	}
	for _, rule := range t.Actions.Rules {
		rule.Words = t.words("action", rule.Question, rule.Action)
	}
	for _, o := range t.Offers {
		o.Words = t.words("offer", o.ID, o.Name)
	}
	for _, c := range t.Attractiveness.Criteria {
		c.Words = t.words("criterion", c.ID, c.Name)
	}
	if err := t.check(); err != nil {
		return nil, fmt.Errorf("readiness template %d: %w", t.Version, err)
	}
	return t, nil
}

// check reports everything that is wrong with a template.
func (t *ReadinessTemplate) check() error {
	var wrong []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	need(t.Version > 0, "no version")
	need(len(t.questions) > 0, "no question")
	need(t.CompleteAtPercent > 0 && t.CompleteAtPercent <= 100, "complete at %d %%", t.CompleteAtPercent)
	for level := range MaxLevel + 1 {
		need(t.Answer.Levels[level] != "", "level %d has no name", level)
	}
	for _, section := range t.Dimensions {
		sum := 0
		for _, q := range section.Questions {
			sum += q.Weight
			need(q.Weight > 0, "%s weighs nothing", q.ID)
			need(q.ExpiresAfterMonths > 0, "%s never expires", q.ID)
			need(q.Scope == ScopeCompany || q.Scope == ScopeMarket, "%s has the scope %s", q.ID, q.Scope)
			for level := range q.Levels {
				need(level >= 0 && level <= MaxLevel, "%s describes level %d", q.ID, level)
			}
		}
		need(sum == section.Weight, "%s weighs %d, its questions %d", section.ID, section.Weight, sum)
	}
	need(len(t.MaturityLevels) > 0 && t.MaturityLevels[0].From == 0, "the lowest rung is not for everybody")
	for i, rung := range t.MaturityLevels {
		need(slices.Contains(maturityLevels, rung.ID), "unknown rung %s", rung.ID)
		need(i == 0 || rung.From > t.MaturityLevels[i-1].From, "%s is not above the rung before", rung.ID)
		for id := range rung.QuestionAtLeast {
			need(t.byID[id] != nil, "%s asks for the unknown question %s", rung.ID, id)
		}
	}
	offers := map[string]bool{}
	for _, o := range t.Offers {
		offers[o.ID] = true
	}
	for _, rule := range t.Actions.Rules {
		need(t.byID[rule.Question] != nil, "an action for the unknown question %s", rule.Question)
		need(rule.Offer == "" || offers[rule.Offer], "%s names the unknown offer %s", rule.Question, rule.Offer)
		need(rule.DueWorkingDays > 0, "the action of %s is due at once", rule.Question)
	}
	need(len(t.Attractiveness.Criteria) > 0, "no criterion of attractiveness")
	return errors.Join(wrong...)
}

// Questions are all questions in the order in which they are asked.
func (t *ReadinessTemplate) Questions() []*ReadinessQuestion { return t.questions }

// Question finds a question; nil when the template has none of that id.
func (t *ReadinessTemplate) Question(id string) *ReadinessQuestion { return t.byID[id] }

// Dimension is the dimension that a question of this template belongs to.
func (t *ReadinessTemplate) Dimension(q *ReadinessQuestion) *ReadinessSection {
	return t.Dimensions[q.dimension]
}

// messagePrefix begins the ids of the catalogue's messages that carry the words
// of a template in every language.
const messagePrefix = "readiness.template."

// words are a text of this version: what it is ("question", "action"), of what
// ("3.1"), and how the template says it. Ids of messages have no hyphens.
func (t *ReadinessTemplate) words(what, of, own string) Words {
	return Words{messagePrefix + strconv.Itoa(t.Version) + "." + what + "." + strings.ReplaceAll(of, "-", ""), own}
}

// AnswerLevels are the levels as they are meant in general.
func (t *ReadinessTemplate) AnswerLevels() []*LevelWords {
	return t.levelWords("answer", "", t.Answer.Levels)
}

func (t *ReadinessTemplate) levelWords(what, of string, texts map[int]string) []*LevelWords {
	levels := make([]*LevelWords, 0, len(texts))
	for _, level := range slices.Sorted(maps.Keys(texts)) {
		levels = append(levels, &LevelWords{level, t.words(what, of+strconv.Itoa(level), texts[level])})
	}
	return levels
}

// Criteria are those by which markets are compared.
func (t *ReadinessTemplate) Criteria() []*AttractivenessCriterion { return t.Attractiveness.Criteria }

// Explain gives a result what its ids stand for.
func (t *ReadinessTemplate) Explain(r *ReadinessResult) {
	for i := range r.Dimensions {
		for _, section := range t.Dimensions {
			if section.ID == r.Dimensions[i].ID {
				r.Dimensions[i].Dimension = section
			}
		}
	}
	t.ExplainActions(r.Actions)
	r.OfferList = make([]*ReadinessOffer, 0, len(r.Offers))
	for _, id := range r.Offers {
		if o := t.Offer(id); o != nil {
			r.OfferList = append(r.OfferList, o)
		}
	}
}

// ExplainActions is Explain for the actions of a plan.
func (t *ReadinessTemplate) ExplainActions(actions []ReadinessAction) {
	for i := range actions {
		a := &actions[i]
		a.About, a.Help = t.Question(a.Question), t.Offer(a.Offer)
		for _, rule := range t.Actions.Rules {
			if rule.Question == a.Question {
				a.Words = rule.Words
			}
		}
	}
}
