package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"fyrtaarn/app/delegation"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/tour"
	"fyrtaarn/jobs"
	"fyrtaarn/mail"
	"fyrtaarn/testrig"
)

// minimal is what a program has that nobody configured: no mail server, no links.
func minimal(rig *testrig.Rig) jobs.Work {
	return jobs.Work{
		Reminders:       reminder.Service{Core: rig.Core},
		Dispatcher:      &reminder.Dispatcher{Core: rig.Core, Sender: reminder.Keeper{Core: rig.Core}, From: mail.Address{Email: "fyrtaarn@localhost"}},
		AdvanceVisits:   delegation.Service{Core: rig.Core}.AdvanceByDate,
		AdvanceMissions: mission.Service{Core: rig.Core}.AdvanceByDate, ExpireOffers: mission.Service{Core: rig.Core}.ExpireOffers,
		ExpireSeats: tour.Service{Core: rig.Core}.ExpireOffers, AgeAssessments: readiness.New(rig.Core).Age,
	}
}

func metrics(t *testing.T) (*jobs.Metrics, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewRegistry()
	m, err := jobs.NewMetrics(registry)
	if err != nil {
		t.Fatal(err)
	}
	return m, registry
}

func TestEveryJobRunsUnderMinimalConfiguration(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, registry := metrics(t)
		table := jobs.Table(minimal(rig), m)
		for i := range table {
			table[i].Schedule, table[i].AtStart = "@every 1h", true
		}
		r, err := jobs.New(rig.Core, m, table)
		if err != nil {
			t.Fatal(err)
		}
		r.Start()
		waitFor(t, func() bool { return series(t, registry, "fyrtaarn_job_last_success_timestamp_seconds") == len(table) })
		if err := r.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := series(t, registry, "fyrtaarn_job_failures_total"); n != 0 {
			t.Fatalf("%d jobs failed", n)
		}
	})
}

func TestTheTableItselfIsAccepted(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, _ := metrics(t)
		r, err := jobs.New(rig.Core, m, jobs.Table(minimal(rig), m))
		if err != nil {
			t.Fatal(err)
		}
		r.Start()
		if err := r.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestABlankScheduleIsRefused(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, _ := metrics(t)
		nothing := func(context.Context) ([]slog.Attr, error) { return nil, nil }
		for _, table := range [][]jobs.Job{
			{{Name: "blank", Run: nothing}},
			{{Name: "twice", Schedule: "@hourly", Run: nothing}, {Name: "twice", Schedule: "@daily", Run: nothing}},
			{{Name: "idle", Schedule: "@hourly"}},
		} {
			if _, err := jobs.New(rig.Core, m, table); err == nil {
				t.Fatalf("%q was accepted", table[0].Name)
			}
		}
	})
}

func TestOneReplicaRunsASlotForAll(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, registry := metrics(t)
		var runs atomic.Int32
		table := []jobs.Job{{
			Name: "once", Schedule: "0 3 * * *", OncePerSlot: true, AtStart: true,
			Run: func(context.Context) ([]slog.Attr, error) { runs.Add(1); return nil, nil },
		}}
		for range 3 {
			r, err := jobs.New(rig.Core, m, table)
			if err != nil {
				t.Fatal(err)
			}
			r.Start()
			waitFor(t, func() bool { return series(t, registry, "fyrtaarn_job_last_success_timestamp_seconds") == 1 })
			if err := r.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := runs.Load(); n != 1 {
			t.Fatalf("it ran %d times", n)
		}
		rig.Clock.Advance(24 * time.Hour)
		r, _ := jobs.New(rig.Core, m, table)
		r.Start()
		waitFor(t, func() bool { return runs.Load() == 2 })
		_ = r.Stop(t.Context())
	})
}

func TestAJobThatBreaksIsCountedAndHarmsNoOther(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, registry := metrics(t)
		ran := make(chan struct{}, 1)
		r, err := jobs.New(rig.Core, m, []jobs.Job{
			{Name: "panics", Schedule: "@hourly", AtStart: true, Run: func(context.Context) ([]slog.Attr, error) { panic("a mistake") }},
			{Name: "fails", Schedule: "@hourly", AtStart: true, Run: func(context.Context) ([]slog.Attr, error) { return nil, errors.New("no luck") }},
			{Name: "runs", Schedule: "@hourly", AtStart: true, Run: func(context.Context) ([]slog.Attr, error) { ran <- struct{}{}; return nil, nil }},
		})
		if err != nil {
			t.Fatal(err)
		}
		r.Start()
		<-ran
		waitFor(t, func() bool { return series(t, registry, "fyrtaarn_job_failures_total") == 2 })
		if err := r.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStoppingTellsRunningJobsAndWaitsForThem(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		m, _ := metrics(t)
		running := make(chan struct{})
		var ended atomic.Bool
		r, err := jobs.New(rig.Core, m, []jobs.Job{{
			Name: "long", Schedule: "@hourly", AtStart: true,
			Run: func(ctx context.Context) ([]slog.Attr, error) {
				close(running)
				<-ctx.Done()
				ended.Store(true)
				return nil, nil
			},
		}})
		if err != nil {
			t.Fatal(err)
		}
		r.Start()
		<-running
		if err := r.Stop(t.Context()); err != nil || !ended.Load() {
			t.Fatalf("stopped with %v, the job had ended: %v", err, ended.Load())
		}
	})
}

func series(t *testing.T, registry *prometheus.Registry, name string) int {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == name {
			return len(family.GetMetric())
		}
	}
	return 0
}

// waitFor waits for what another goroutine brings about, and fails after a while.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatal("it did not come about")
		case <-tick.C:
		}
	}
}
