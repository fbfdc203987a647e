package store_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func TestAnnouncementsAreHeardAtTheCommitAndNeverAfterARollback(t *testing.T) {
	url := testrig.MigratedPostgresURL(t)
	rig, other := testrig.New(t, url), testrig.New(t, url)
	heard := make(chan model.Event, 10)
	stop, err := other.Store.Listen(t.Context(), slog.New(slog.DiscardHandler), func(e model.Event) { heard <- e }, func() { t.Error("nothing was missed") })
	if err != nil {
		t.Fatal(err)
	}
	announce := func(city string, outcome error) {
		err := rig.Store.InTx(t.Context(), func(ctx context.Context, q store.Queries) error {
			carried, err := q.Announce(ctx, []model.Event{{Topic: model.Topic(city), ID: rig.Core.NewID(), At: rig.Clock.Now()}})
			if err != nil || !carried {
				t.Errorf("carried: %v, %v", carried, err)
			}
			return outcome
		})
		if !errors.Is(err, outcome) {
			t.Error(err)
		}
	}
	announce("rolled back", errors.New("changed my mind"))
	announce("committed", nil)
	select {
	case e := <-heard:
		if e.Topic != "committed" || !e.At.Equal(rig.Clock.Now()) {
			t.Errorf("heard %+v", e)
		}
	case <-time.After(20 * time.Second):
		t.Error("nothing was heard")
	}
	stop()
}

func TestSQLiteCarriesNoAnnouncements(t *testing.T) {
	rig := testrig.New(t, testrig.SQLiteURL(t))
	carried, err := rig.Store.Announce(t.Context(), []model.Event{{Topic: model.TopicActivity}})
	if err != nil || carried {
		t.Errorf("carried: %v, %v", carried, err)
	}
}
