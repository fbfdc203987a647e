package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// What is kept prepared is kept on every connection, here and in the server: a
// text that holds values would never be used again.
func TestReadsArePreparedOnceAndWritesNever(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), testrig.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.SyncCountries(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), func(ctx context.Context, q store.Queries) error {
		now := time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
		for range 3 {
			row := &model.Organisation{
				ID: uuid.Must(uuid.NewV7()), Kind: model.OrganisationCompany, Name: "Lighthouse Care", CountryCode: model.Denmark,
				TimeZone: "Europe/Copenhagen", Consent: model.ConsentNothing, Stamps: model.Created(now),
			}
			if err := q.Insert(ctx, row); err != nil {
				return err
			}
			if _, err := q.Organisation(ctx, row.ID); err != nil {
				return err
			}
		}
		kept, err := q.PreparedStatements(ctx)
		if err != nil {
			return err
		}
		if len(kept) != 1 || !strings.HasPrefix(kept[0], "SELECT") || strings.Contains(kept[0], "Lighthouse") {
			t.Errorf("kept prepared: %q, want the one SELECT", kept)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
