package app

import (
	"context"

	"fyrtaarn/model"
)

// Audit writes one row of the audit trail: who does what to which object, and
// what changes between before and after, two values of one row's type; before
// is nil for a creation and after for a deletion.
func (tx *Tx) Audit(ctx context.Context, action string, kind model.Kind, id model.ID, before, after any, why string) error {
	if kind == model.KindSession {
		tx.rearranged = true
	}
	changes, err := model.DiffRows(before, after)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, &model.AuditEntry{
		ID: tx.NewID(), At: tx.Now, SubjectKind: kind, SubjectID: id, Action: action,
		Actor: tx.Actor.Name, ActorRole: tx.Actor.Role, OnBehalfOf: tx.Actor.OnBehalfOf, Address: tx.Actor.Address,
		Changes: changes, Why: why,
	})
}
