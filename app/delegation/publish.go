package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Publish makes the programme as it stands the one that people are told. From
// then on every change is published with its own save.
func (s Service) Publish(ctx context.Context, in model.ProgrammePublishInput, f model.Fields) (*model.Delegation, error) {
	id, err := in.DelegationID.As(model.KindDelegation, "delegationId")
	if err != nil {
		return nil, err
	}
	note, err := model.CleanText("note", app.Value(in.Note), model.MaxBody)
	if err != nil {
		return nil, err
	}
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		visit, err := tx.LockDelegation(ctx, id)
		if err != nil {
			return model.AtField(err, "delegationId")
		}
		if err := visit.Expect(in.ExpectedVersion); err != nil {
			return err
		}
		if visit.State != model.DelegationProposed && !visit.State.Announced() {
			return model.GuardFailed("guard.programme.state")
		}
		conflicts, err := findConflicts(ctx, tx.Queries, s.Core, []*model.Delegation{visit})
		if err != nil {
			return err
		}
		if n := model.CountConflicts(conflicts[visit.ID]).Block; n > 0 {
			return model.GuardFailed("guard.delegation.conflicts").With("Count", n)
		}
		return s.publish(ctx, tx, visit, note)
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// tellChange publishes the change that this unit of work made, when the visit
// has been announced with a published programme. Before that nobody has been
// promised anything.
func (s Service) tellChange(ctx context.Context, tx *app.Tx, visit *model.Delegation) error {
	tx.Touch(model.KindDelegation, visit.ID)
	if visit.PublishedVersion == 0 || !visit.State.Announced() {
		return nil
	}
	return s.publish(ctx, tx, visit, "")
}

// publish stores the next version with its log against the one before; a
// programme in which nothing changed stays at its version.
func (s Service) publish(ctx context.Context, tx *app.Tx, visit *model.Delegation, note string) error {
	sessions, err := tx.Sessions(ctx, []model.ID{visit.ID}, nil, true, nil)
	if err != nil {
		return err
	}
	if len(sessions) == 0 {
		return model.GuardFailed("guard.delegation.programme")
	}
	var before model.SessionSnapshots
	if visit.PublishedVersion > 0 {
		last, err := tx.ProgrammeVersion(ctx, visit.ID, visit.PublishedVersion)
		if err != nil {
			return err
		}
		before = last.Sessions
		changes := model.DiffProgramme(before, model.SnapshotProgramme(sessions))
		if len(changes) == 0 {
			return nil
		}
		if err := countSequences(ctx, tx, sessions, changes); err != nil {
			return err
		}
	}
	version := &model.ProgrammeVersion{
		ID: tx.NewID(), DelegationID: visit.ID, Number: visit.PublishedVersion + 1, PublishedAt: tx.Now, PublishedBy: tx.Actor.Name,
		Note: note, Sessions: model.SnapshotProgramme(sessions),
	}
	if visit.PublishedVersion > 0 {
		version.Changes = model.DiffProgramme(before, version.Sessions)
	}
	if err := tx.Insert(ctx, version); err != nil {
		return err
	}
	tx.Touch(model.KindProgramme, version.ID)
	was := *visit
	visit.PublishedVersion = version.Number
	return s.save(ctx, tx, "programmePublish", &was, visit, note)
}

// countSequences lets iCalendar's SEQUENCE of every changed session grow.
func countSequences(ctx context.Context, tx *app.Tx, sessions []*model.Session, changes model.ProgrammeChanges) error {
	changed := map[model.ID]bool{}
	for _, c := range changes {
		changed[c.SessionID] = true
	}
	for _, session := range sessions {
		if !changed[session.ID] {
			continue
		}
		session.Sequence++
		session.Touch(tx.Now)
		if err := tx.Update(ctx, session, session.Version); err != nil {
			return err
		}
	}
	return nil
}
