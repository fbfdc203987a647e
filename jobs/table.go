package jobs

import (
	"context"
	"log/slog"

	"fyrtaarn/app/reminder"
)

// Job is one row of the table.
type Job struct {
	// Name is what logs, metrics, traces and slots call it; it never changes.
	Name string
	// Schedule is a cron expression of five fields in UTC, or "@every 10s". No job
	// is bound to a local hour: those would be skipped or repeated when clocks
	// change, and local times are data of the reminder rules.
	Schedule string
	// OncePerSlot lets one replica run the job for all of them. Otherwise each
	// replica runs it.
	OncePerSlot bool
	// AtStart runs the job also when the program starts.
	AtStart bool
	// Run does it, and says in a few words what it did. Nothing said is nothing done.
	Run func(ctx context.Context) ([]slog.Attr, error)
}

// Work is what the jobs call.
type Work struct {
	Reminders  reminder.Service
	Dispatcher *reminder.Dispatcher
	// AdvanceVisits moves visits on by their days and answers how many moved.
	AdvanceVisits func(ctx context.Context) (int, error)
	// AdvanceMissions does the same for trade missions. ExpireOffers lets offers
	// lapse whose time is over and answers how many did.
	AdvanceMissions func(ctx context.Context) (int, error)
	ExpireOffers    func(ctx context.Context) (int, error)
	// ExpireSeats ends offers of seats whose time is over, and passes the seats on.
	ExpireSeats func(ctx context.Context) (int, error)
	// AgeAssessments notes answers that are out of date and drafts that were left.
	AgeAssessments func(ctx context.Context) (int, error)
}

// Table lists every job that there is.
func Table(w Work, m *Metrics) []Job {
	return []Job{
		{
			Name: "dispatch", Schedule: "@every 10s", AtStart: true,
			Run: func(ctx context.Context) ([]slog.Attr, error) {
				result, err := w.Dispatcher.Dispatch(ctx)
				m.mails(result)
				if result == (reminder.Result{}) {
					return nil, err
				}
				return []slog.Attr{slog.Any("mails", result)}, err
			},
		},
		// The planner takes its own slot: whoever plans by hand takes the hour too.
		{Name: "plan", Schedule: "5 * * * *", AtStart: true, Run: counted("subjects", w.Reminders.PlanAll)},
		{Name: "advanceVisits", Schedule: "*/15 * * * *", OncePerSlot: true, Run: counted("visits", w.AdvanceVisits)},
		{Name: "advanceMissions", Schedule: "*/15 * * * *", OncePerSlot: true, Run: counted("missions", w.AdvanceMissions)},
		// A place that nobody confirmed is worth most while others still wait for it.
		{Name: "expireOffers", Schedule: "* * * * *", OncePerSlot: true, Run: counted("offers", w.ExpireOffers)},
		{Name: "expireSeats", Schedule: "* * * * *", OncePerSlot: true, Run: counted("seats", w.ExpireSeats)},
		{Name: "ageAssessments", Schedule: "10 2 * * *", OncePerSlot: true, Run: counted("assessments", w.AgeAssessments)},
		{
			Name: "purgeNeeds", Schedule: "20 2 * * *", OncePerSlot: true,
			Run: counted("delegates", func(ctx context.Context) (int, error) { return w.Reminders.PurgeNeeds(ctx, false) }),
		},
		{
			Name: "purgeExpired", Schedule: "40 2 * * *", OncePerSlot: true,
			Run: func(ctx context.Context) ([]slog.Attr, error) { return nil, w.Reminders.PurgeExpired(ctx) },
		},
	}
}

// counted adapts a use case that answers how many it dealt with.
func counted(what string, run func(context.Context) (int, error)) func(context.Context) ([]slog.Attr, error) {
	return func(ctx context.Context) ([]slog.Attr, error) {
		n, err := run(ctx)
		if n == 0 {
			return nil, err
		}
		return []slog.Attr{slog.Int(what, n)}, err
	}
}
