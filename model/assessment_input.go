package model

import (
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// maxAnswersAtOnce bounds the answers of one request.
const maxAnswersAtOnce = 100

// AssessmentCreateInput begins an assessment of a company for a market, on the
// newest version of the questionnaire.
type AssessmentCreateInput struct {
	IdempotencyKey *string
	OrganisationID GlobalID
	Market         CountryCode
	ProductLine    *string
	AdviserID      *GlobalID
}

// AssessmentUpdateInput changes what is not an answer.
type AssessmentUpdateInput struct {
	ID              GlobalID
	ExpectedVersion *int
	AdviserID       graphql.Omittable[*GlobalID]
}

// RatingInput is what one side says of one question. Neither a level nor
// NotApplicable takes the rating back.
type RatingInput struct {
	QuestionID    string
	Level         *int
	NotApplicable *bool
	// Reason says why the question does not apply.
	Reason *string
}

// AssessmentAnswerInput saves answers of the company.
type AssessmentAnswerInput struct {
	ID      GlobalID
	Answers []RatingInput
}

// AssessmentRateInput saves an adviser's ratings beside them.
type AssessmentRateInput struct {
	ID      GlobalID
	Ratings []RatingInput
}

// AssessmentCommentInput says something about an assessment or one question.
type AssessmentCommentInput struct {
	IdempotencyKey *string
	ID             GlobalID
	QuestionID     *string
	Text           string
}

// AssessmentEvidenceInput notes evidence that an adviser has seen.
type AssessmentEvidenceInput struct {
	IdempotencyKey *string
	ID             GlobalID
	QuestionID     string
	Text           string
	// SeenByID is the adviser; left out it is the one who acts.
	SeenByID *GlobalID
}

// AssessmentSubmitInput hands an assessment in.
type AssessmentSubmitInput struct {
	ID              GlobalID
	ExpectedVersion *int
}

// AssessmentTransitionInput moves an assessment to another state.
type AssessmentTransitionInput struct {
	ID              GlobalID
	ExpectedVersion *int
	To              AssessmentState
	Reason          *string
}

// AssessmentReopenRequestInput is a company's wish to be let in again.
type AssessmentReopenRequestInput struct {
	ID     GlobalID
	Reason *string
}

// Rating checks what was sent against the template and answers the question and
// its rating. The field is the place in the input ("answers.2").
func (in RatingInput) Rating(t *ReadinessTemplate, field string) (*ReadinessQuestion, Rating, error) {
	var errs Errors
	q := t.Question(in.QuestionID)
	if q == nil {
		errs.Add(BadInput(field+".questionId", "error.readiness.question").With("Question", shown(in.QuestionID)))
	}
	r := Rating{Level: in.Level, NotApplicable: in.NotApplicable != nil && *in.NotApplicable}
	if in.Level != nil && (*in.Level < 0 || *in.Level > MaxLevel) {
		errs.Add(BadInput(field+".level", "error.readiness.level").With("Max", MaxLevel))
	}
	if r.NotApplicable && in.Level != nil {
		errs.Add(BadInput(field+".level", "error.readiness.levelAndNotApplicable"))
	}
	if in.Reason != nil {
		reason, err := CleanText(field+".reason", *in.Reason, MaxLine)
		errs.Add(err)
		r.Reason = reason
	}
	if r.NotApplicable && r.Reason == "" {
		errs.Add(BadInput(field+".reason", "error.readiness.notApplicableReason"))
	}
	return q, r, errs.Err()
}

// CheckedRating is a question with the rating that was given it.
type CheckedRating struct {
	Question *ReadinessQuestion
	Rating   Rating
}

// CheckRatings checks a whole list of ratings; a question may come once. All
// that is wrong is reported together.
func CheckRatings(t *ReadinessTemplate, field string, in []RatingInput) ([]CheckedRating, error) {
	if len(in) == 0 {
		return nil, BadInput(field, "error.text.required")
	}
	if len(in) > maxAnswersAtOnce {
		return nil, BadInput(field, "error.list.tooLong").With("Max", maxAnswersAtOnce)
	}
	var errs Errors
	seen := map[string]bool{}
	checked := make([]CheckedRating, 0, len(in))
	for i, one := range in {
		at := fmt.Sprintf("%s.%d", field, i)
		q, rating, err := one.Rating(t, at)
		errs.Add(err)
		if seen[one.QuestionID] {
			errs.Add(BadInput(at+".questionId", "error.readiness.questionTwice").With("Question", shown(one.QuestionID)))
		}
		seen[one.QuestionID] = true
		checked = append(checked, CheckedRating{q, rating})
	}
	return checked, errs.Err()
}

// AssessmentLinkCreateInput makes a person's way to an assessment.
type AssessmentLinkCreateInput struct {
	ID       GlobalID
	PersonID GlobalID
	// ExpiresAt is two weeks from now when it is left out.
	ExpiresAt *time.Time
}

// AssessmentLink is one person's way to one assessment. Address is the page;
// Secret, of which it is made, is known this once.
type AssessmentLink struct {
	Secret    string
	Address   string
	ExpiresAt time.Time
}
