package testrig_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

func TestEachGivesAMigratedWorldOfItsOwnOnBothDatabases(t *testing.T) {
	worlds := 0
	for range 2 {
		testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
			worlds++
			if now := rig.Core.Clock.Now(); !now.Equal(testrig.Start) || now.Weekday() != time.Monday {
				t.Errorf("the clock shows %v", now)
			}
			people, err := rig.Store.People(testrig.Adviser(t.Context()), model.PersonFilter{}, nil,
				model.PersonOrderBy{Field: model.PersonByName, Direction: model.Ascending}, model.PageRequest{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(people.Nodes) != 0 {
				t.Errorf("a new world holds %d people", len(people.Nodes))
			}
			rig.Person(t, "Ane")
		})
	}
	if worlds != 4 {
		t.Errorf("%d worlds", worlds)
	}
}

func TestRigsOnOneURLShareItsDatabase(t *testing.T) {
	for name, url := range map[string]string{"SQLite": testrig.SQLiteURL(t), "PostgreSQL": testrig.MigratedPostgresURL(t)} {
		t.Run(name, func(t *testing.T) {
			first, second := testrig.New(t, url), testrig.New(t, url)
			made := first.Organisation(t, "House")
			got, err := second.Store.Organisation(t.Context(), made.ID)
			if err != nil || got.Name != "House" {
				t.Errorf("the second replica reads %+v, %v", got, err)
			}
			if store.Country("XK", model.Danish) == nil {
				t.Error("the countries are not known")
			}
		})
	}
}

func TestSQLiteFileMayStandAnywhere(t *testing.T) {
	for _, folder := range []string{"a#b", "a?b", "a%20b", "a b", "å"} {
		t.Run(folder, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), folder, "test.db")
			db, err := store.Open(t.Context(), "sqlite:"+path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			if err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the database is not where it was asked to be: %v", err)
			}
		})
	}
}
