package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"fyrtaarn/app"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/holiday"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/tour"
	"fyrtaarn/jobs"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// backoff is a minute made a second: the drill is over in minutes.
var backoff = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// newCore opens a database with the drill's clock.
func newCore(ctx context.Context, url string, offset time.Duration) (*app.Core, error) {
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	clock := app.NewClock(db, offset)
	return &app.Core{
		Store: db, Clock: clock, Holidays: holiday.New(nil), MailDomain: "drill.example",
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	}, app.SyncClock(ctx, clock)
}

// serve is a replica: the same jobs that the server runs, until it is killed.
func serve(url, smtpURL string, offset time.Duration) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	core, err := newCore(ctx, url, offset)
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()
	sender, err := mail.NewSMTP(smtpURL, mail.KeepSessions(reminder.DefaultWorkers))
	if err != nil {
		return err
	}
	defer func() { _ = sender.Close() }()
	metrics, err := jobs.NewMetrics(prometheus.NewRegistry())
	if err != nil {
		return err
	}
	registry, err := jobs.New(core, metrics, jobs.Table(jobs.Work{
		Reminders: reminder.Service{Core: core},
		Dispatcher: &reminder.Dispatcher{
			Core: core, Sender: sender, From: mail.Address{Email: "fyrtaarn@drill.example"}, Backoff: backoff,
			Link: func(_ context.Context, _ *app.Tx, want reminder.LinkWanted) (string, error) {
				return "https://drill.example/p/" + string(want.Purpose), nil
			},
			Workspace: func(kind model.Kind, id model.ID) string {
				return "https://drill.example/" + string(kind) + "/" + id.String()
			},
		},
		AdvanceVisits:   delegation.Service{Core: core}.AdvanceByDate,
		AdvanceMissions: mission.Service{Core: core}.AdvanceByDate, ExpireOffers: mission.Service{Core: core}.ExpireOffers,
		ExpireSeats: tour.Service{Core: core}.ExpireOffers, AgeAssessments: readiness.New(core).Age,
	}, metrics))
	if err != nil {
		return err
	}
	registry.Start()
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return registry.Stop(end)
}
