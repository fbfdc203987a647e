package app_test

import (
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/testrig"
)

func TestTheClockIsTheDatabasesMovedByTheOffset(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		machine := app.SystemClock{}
		clock := app.NewClock(rig.Store, 48*time.Hour)
		if err := app.SyncClock(t.Context(), clock); err != nil {
			t.Fatal(err)
		}
		now := clock.Now()
		// The database runs on this machine: its clock is the machine's.
		if ahead := now.Sub(machine.Now()); ahead < 48*time.Hour-5*time.Second || ahead > 48*time.Hour+5*time.Second {
			t.Fatalf("the clock is %s ahead", ahead)
		}
		if now.Nanosecond() != 0 || now.Location() != time.UTC {
			t.Fatalf("the clock shows %s", now)
		}
	})
}
