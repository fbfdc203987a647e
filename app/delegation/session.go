package delegation

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// maxSpeakers bounds how many people speak in one session.
const maxSpeakers = 20

// SessionCreate adds an entry to a programme; one with a host gets an
// invitation in DRAFT.
func (s Service) SessionCreate(ctx context.Context, in model.SessionCreateInput, f model.Fields) (*model.Session, error) {
	delegation, err := in.DelegationID.As(model.KindDelegation, "delegationId")
	if err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		visit, err := s.openProgramme(ctx, tx, delegation, "delegationId")
		if err != nil {
			return err
		}
		row, contact, err := freshSession(in, visit, tx)
		if err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "sessionCreate", in, func(id model.ID) error {
			row.ID = id
			if err := knownInSession(ctx, tx, row, contact); err != nil {
				return err
			}
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			if err := tx.Audit(ctx, "sessionCreate", model.KindSession, id, nil, row, ""); err != nil {
				return err
			}
			if err := s.followHost(ctx, tx, row, contact); err != nil {
				return err
			}
			return s.tellChange(ctx, tx, visit)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.sessionAsked(ctx, id, f)
}

// openProgramme locks the visit whose programme is about to change.
func (s Service) openProgramme(ctx context.Context, tx *app.Tx, id model.ID, field string) (*model.Delegation, error) {
	visit, err := tx.LockDelegation(ctx, id)
	if err != nil {
		return nil, model.AtField(err, field)
	}
	if visit.State.Ended() && !visit.RecordedAfterwards {
		return nil, model.GuardFailed("guard.programme.ended")
	}
	return visit, nil
}

func (s Service) sessionAsked(ctx context.Context, id model.ID, f model.Fields) (*model.Session, error) {
	return app.First(s.Store.SessionsByID(ctx, []model.ID{id}, f))
}

func freshSession(in model.SessionCreateInput, visit *model.Delegation, tx *app.Tx) (*model.Session, *model.ID, error) {
	var errs model.Errors
	row := &model.Session{
		DelegationID: visit.ID, Kind: in.Kind, StartsAt: in.StartsAt, EndsAt: in.EndsAt, TimesArePlanned: app.Value(in.TimesArePlanned),
		Capacity: in.Capacity, Language: app.Value(in.Language), Stamps: model.Created(tx.Now),
	}
	d := sessionDraft{&errs, row}
	d.title(in.Title)
	d.line("city", &row.City, in.City)
	d.line("venue", &row.Venue, in.Venue)
	d.line("room", &row.Room, in.Room)
	d.line("group", &row.Group, in.Group)
	row.HostID = errs.OptionalID(in.HostID, model.KindOrganisation, "hostId")
	row.InterpreterID = errs.OptionalID(in.InterpreterID, model.KindPerson, "interpreterId")
	contact := errs.OptionalID(in.HostContactID, model.KindPerson, "hostContactId")
	d.speakers(in.SpeakerIDs)
	d.check(visit)
	return row, contact, errs.Err()
}

// sessionDraft is a session into which an input is being written.
type sessionDraft struct {
	errs *model.Errors
	row  *model.Session
}

func (d sessionDraft) title(in []model.TranslationInput) {
	clean, err := model.ValidTranslations("title", in, model.MaxTitle)
	d.errs.Add(err)
	d.row.Title = d.row.Title.Apply(clean)
	if d.row.Title.IsEmpty() {
		d.errs.Add(model.BadInput("title", "error.text.required"))
	}
}

func (d sessionDraft) line(field string, into, in *string) {
	if in == nil {
		return
	}
	clean, err := model.CleanLine(field, *in, model.MaxLine)
	d.errs.Add(err)
	*into = clean
}

func (d sessionDraft) speakers(in []model.GlobalID) {
	if len(in) > maxSpeakers {
		d.errs.Add(model.BadInput("speakerIds", "error.list.tooLong").With("Max", maxSpeakers))
		return
	}
	d.row.SpeakerIDs = model.IDs{}
	for i, id := range in {
		parsed, err := id.As(model.KindPerson, fmt.Sprintf("speakerIds.%d", i))
		d.errs.Add(err)
		d.row.SpeakerIDs = append(d.row.SpeakerIDs, parsed)
	}
}

func (d sessionDraft) check(visit *model.Delegation) {
	d.errs.Add(model.ValidSpan("startsAt", "endsAt", d.row.StartsAt, d.row.EndsAt))
	if len(*d.errs) == 0 {
		d.errs.Add(withinVisit(visit, d.row))
	}
	if c := d.row.Capacity; c != nil && (*c < 1 || *c > maxSize) {
		d.errs.Add(model.BadInput("capacity", "error.number.range").With("Min", 1).With("Max", maxSize))
	}
	if d.row.Language != "" {
		tag, err := model.ValidLanguage("language", d.row.Language)
		d.errs.Add(err)
		d.row.Language = tag
	}
}

// withinVisit refuses a session outside the days of its visit. The night after
// the last day still belongs to it, until noon.
func withinVisit(visit *model.Delegation, session *model.Session) error {
	if visit.StartsOn.IsZero() {
		return model.BadInput("startsAt", "error.session.visitWithoutDays")
	}
	from := visit.StartsOn.At(0, 0, visit.Zone())
	until := visit.EndsOn.AddDays(1).At(12, 0, visit.Zone())
	last := visit.EndsOn.AddDays(1).At(0, 0, visit.Zone())
	if session.StartsAt.Before(from) || !session.StartsAt.Before(last) {
		return model.BadInput("startsAt", "error.session.outsideVisit").With("From", visit.StartsOn).With("Until", visit.EndsOn)
	}
	if session.EndsAt.After(until) {
		return model.BadInput("endsAt", "error.session.outsideVisit").With("From", visit.StartsOn).With("Until", visit.EndsOn)
	}
	return nil
}

func knownInSession(ctx context.Context, tx *app.Tx, row *model.Session, contact *model.ID) error {
	var errs model.Errors
	if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"hostId": row.HostID}); err != nil {
		return err
	}
	people := map[string]*model.ID{"interpreterId": row.InterpreterID, "hostContactId": contact}
	for i := range row.SpeakerIDs {
		people[fmt.Sprintf("speakerIds.%d", i)] = &row.SpeakerIDs[i]
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, people); err != nil {
		return err
	}
	return errs.Err()
}

// saveSession stores a changed session. When its time moved, the host that had
// agreed is asked again.
func saveSession(ctx context.Context, tx *app.Tx, action string, before, row *model.Session, why string) error {
	row.Touch(tx.Now)
	if err := tx.Update(ctx, row, row.Version); err != nil {
		return err
	}
	if err := tx.Audit(ctx, action, model.KindSession, row.ID, before, row, why); err != nil {
		return err
	}
	if before.StartsAt.Equal(row.StartsAt) && before.EndsAt.Equal(row.EndsAt) {
		return nil
	}
	return askAgain(ctx, tx, row)
}
