package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Comment says something about an assessment or about one of its questions.
func (s Service) Comment(ctx context.Context, in model.AssessmentCommentInput, f model.Fields) (*model.Assessment, error) {
	note := &model.AssessmentNote{Kind: model.NoteComment, QuestionID: app.Value(in.QuestionID)}
	return s.note(ctx, in.ID, in.IdempotencyKey, "assessmentComment", in, in.Text, note, f)
}

// EvidenceAdd notes evidence for an answer. It counts because an adviser has
// seen it: without one it is refused.
func (s Service) EvidenceAdd(ctx context.Context, in model.AssessmentEvidenceInput, f model.Fields) (*model.Assessment, error) {
	actor := model.ActorFrom(ctx)
	if err := staffOnly(actor); err != nil {
		return nil, err
	}
	var errs model.Errors
	note := &model.AssessmentNote{Kind: model.NoteEvidence, QuestionID: in.QuestionID}
	note.SeenByID = errs.OptionalID(in.SeenByID, model.KindPerson, "seenById")
	if in.SeenByID == nil && actor.PersonID != (model.ID{}) {
		note.SeenByID = &actor.PersonID
	}
	if note.SeenByID == nil {
		errs.Add(model.BadInput("seenById", "error.assessment.evidenceUnseen"))
	}
	if in.QuestionID == "" {
		errs.Add(model.BadInput("questionId", "error.text.required"))
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.note(ctx, in.ID, in.IdempotencyKey, "assessmentEvidenceAdd", in, in.Text, note, f)
}

// note stores a comment or evidence. The assessment's version does not count
// it: nobody's change is based on it.
func (s Service) note(
	ctx context.Context, global model.GlobalID, key *string, action string, in any, text string, note *model.AssessmentNote, f model.Fields,
) (*model.Assessment, error) {
	var errs model.Errors
	id, err := global.As(model.KindAssessment, "id")
	errs.Add(err)
	note.Body, err = model.CleanText("text", text, model.MaxBody)
	errs.Add(err)
	errs.Add(model.Required("text", text))
	if err := errs.Err(); err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		w, err := s.open(ctx, tx, id)
		if err != nil {
			return err
		}
		if note.QuestionID != "" && w.template.Question(note.QuestionID) == nil {
			return model.BadInput("questionId", "error.readiness.question").With("Question", note.QuestionID)
		}
		if err := s.seenByAdviser(ctx, tx, note); err != nil {
			return err
		}
		_, err = tx.Once(ctx, key, action, in, func(noteID model.ID) error {
			note.ID, note.AssessmentID, note.At, note.Actor, note.ActorRole = noteID, id, tx.Now, tx.Actor.Name, tx.Actor.Role
			if err := tx.Insert(ctx, note); err != nil {
				return err
			}
			tx.Touch(model.KindAssessment, id)
			return tx.Audit(ctx, action, model.KindAssessment, id, nil, nil, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.one(ctx, id, f)
}

// seenByAdviser refuses evidence that was seen by somebody who is no adviser.
func (s Service) seenByAdviser(ctx context.Context, tx *app.Tx, note *model.AssessmentNote) error {
	if note.SeenByID == nil {
		return nil
	}
	person, err := tx.Person(ctx, *note.SeenByID)
	if err != nil {
		return model.AtField(err, "seenById")
	}
	if person.StaffRole != model.RoleAdviser && person.StaffRole != model.RoleAdmin {
		return model.BadInput("seenById", "error.assessment.evidenceUnseen")
	}
	return nil
}
