package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/robfig/cron/v3"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// slotTolerance is how far the clocks that start a job on two replicas may lie
// apart for both to mean the same run.
const slotTolerance = 30 * time.Second

// Registry runs jobs by their schedules. The program makes one, starts it once
// and stops it before it closes the store.
type Registry struct {
	core    *app.Core
	metrics *Metrics
	cron    *cron.Cron
	atStart []cron.Job

	ctx    context.Context // cron hands its jobs none
	cancel context.CancelFunc
	first  sync.WaitGroup
}

// New checks the jobs and makes a registry of them. It fails for a schedule that
// cannot be read and for a name that stands there twice.
func New(core *app.Core, metrics *Metrics, jobs []Job) (*Registry, error) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &Registry{core: core, metrics: metrics, ctx: ctx, cancel: cancel}
	log := cronLog{core.Log}
	r.cron = cron.New(cron.WithLocation(time.UTC), cron.WithLogger(log), cron.WithChain(cron.Recover(log)))
	seen := map[string]bool{}
	for _, job := range jobs {
		if seen[job.Name] || job.Run == nil {
			cancel()
			return nil, fmt.Errorf("job %q stands there twice or does nothing", job.Name)
		}
		seen[job.Name] = true
		schedule, err := cron.ParseStandard(job.Schedule)
		if err != nil {
			cancel()
			return nil, fmt.Errorf("job %q: %w", job.Name, err)
		}
		// One chain for the scheduled runs and the one at the start: neither
		// overtakes the other.
		run := cron.NewChain(cron.SkipIfStillRunning(log)).Then(cron.FuncJob(func() { r.run(job, schedule) }))
		r.cron.Schedule(schedule, run)
		if job.AtStart {
			r.atStart = append(r.atStart, run)
		}
	}
	return r, nil
}

// Start begins to run the jobs. It does not wait for any of them.
func (r *Registry) Start() {
	for _, job := range r.atStart {
		r.first.Go(job.Run)
	}
	r.cron.Start()
}

// Stop starts no job any more, tells those that run to come to an end, and waits
// for them as long as the context allows.
func (r *Registry) Stop(ctx context.Context) error { //nolint:contextcheck // cron itself makes the context that ends with its jobs
	running := r.cron.Stop()
	r.cancel()
	done := make(chan struct{})
	go func() {
		<-running.Done()
		r.first.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("jobs still run: %w", ctx.Err())
	}
}

// run runs a job once, with a span, a log line and its measurements. A panic is
// an error of this run.
func (r *Registry) run(job Job, schedule cron.Schedule) {
	if r.ctx.Err() != nil {
		return
	}
	ctx := model.WithActor(r.ctx, model.System("job "+job.Name))
	ctx, span := otel.Tracer("fyrtaarn/jobs").Start(ctx, "job "+job.Name)
	defer span.End()
	timer := prometheus.NewTimer(r.metrics.duration.WithLabelValues(job.Name))
	did, err := r.attempt(ctx, job, schedule)
	did = append(did, slog.String("job", job.Name), slog.Duration("took", timer.ObserveDuration()))
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		r.metrics.failures.WithLabelValues(job.Name).Inc()
		r.core.Log.LogAttrs(ctx, slog.LevelError, "job failed", append(did, slog.Any("cause", err))...)
		return
	}
	r.metrics.lastSuccess.WithLabelValues(job.Name).Set(float64(r.core.Clock.Now().Unix()))
	level := slog.LevelInfo
	if len(did) == 2 {
		level = slog.LevelDebug // it found nothing to do
	}
	r.core.Log.LogAttrs(ctx, level, "job ran", did...)
}

func (r *Registry) attempt(ctx context.Context, job Job, schedule cron.Schedule) (did []slog.Attr, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("panic: %v\n%s", broken, debug.Stack())
		}
	}()
	if job.OncePerSlot {
		if err := app.SyncClock(ctx, r.core.Clock); err != nil {
			return nil, err
		}
		now := r.core.Clock.Now()
		mine, err := r.core.Store.TakeSlot(ctx, store.JobSlot{Job: job.Name, Slot: slotAt(schedule, now), TakenAt: now})
		if err != nil || !mine {
			return nil, err
		}
	}
	return job.Run(ctx)
}

// slotAt names the run of a schedule that is meant at now, by the moment at
// which it was to start: also on a replica whose clock is a little early or late.
func slotAt(schedule cron.Schedule, now time.Time) time.Time {
	return schedule.Next(now.UTC().Add(-slotTolerance))
}

// cronLog lets cron write to slog. That it starts and skips is of interest only
// to whoever looks for trouble.
type cronLog struct{ log *slog.Logger }

// Info is cron's chatter.
func (l cronLog) Info(msg string, pairs ...any) { l.log.Debug("cron: "+msg, pairs...) }

// Error is a panic that nobody else caught.
func (l cronLog) Error(err error, msg string, pairs ...any) {
	l.log.Error("cron: "+msg, append(pairs, "cause", err)...)
}
