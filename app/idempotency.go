package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// KeysKept is how long an idempotency key answers with what it made.
const KeysKept = 24 * time.Hour

// Once runs a creation under the caller's idempotency key, or without one when
// key is nil. The same key with the same input answers the id that was made
// the first time; with another input or another action it is CONFLICT.
func (tx *Tx) Once(ctx context.Context, key *string, action string, input any, create func(id model.ID) error) (model.ID, error) {
	id := tx.NewID()
	if key == nil {
		return id, create(id)
	}
	if len(*key) == 0 || len(*key) > 200 {
		return id, model.BadInput("idempotencyKey", "error.idempotencyKey.length")
	}
	raw, err := json.Marshal(input)
	if err != nil {
		return id, fmt.Errorf("idempotency key: %w", err)
	}
	hash := sha256.Sum256(raw)
	actor := string(tx.Actor.Role) + ":" + tx.Actor.TokenID.String() + ":" + tx.Actor.Name
	row := &store.IdempotencyKey{Actor: actor, Key: *key, Action: action, InputHash: hash[:], SubjectID: id, CreatedAt: tx.Now}
	there, mine, err := tx.TakeKey(ctx, row)
	if err != nil {
		return id, err
	}
	if !mine && there.CreatedAt.Add(KeysKept).Before(tx.Now) {
		// The key ran out and has not been purged yet: it is free again.
		if err := tx.Delete(ctx, there); err != nil {
			return id, err
		}
		if _, mine, err = tx.TakeKey(ctx, row); err != nil {
			return id, err
		}
	}
	if mine {
		return id, create(id)
	}
	if there.Action != action || string(there.InputHash) != string(hash[:]) {
		return id, model.Conflict("idempotencyKey", "error.idempotencyKey.reused")
	}
	return there.SubjectID, nil
}
