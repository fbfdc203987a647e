package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/reminder"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// The rhythm of the drill: after the lead-in, in which all is planned, the rules
// fall due over the spread, and every few seconds a replica is killed and
// started again. Nothing is killed after that, and all must have arrived within
// the patience.
const (
	leadIn   = 5 * time.Second
	patience = 2 * time.Minute
)

// drill is one run on one database.
type drill struct {
	name, url string
	replicas  int
	size      size
	// spread is over which the rules fall due, pause how long the longest pause
	// between two kills is.
	spread, pause time.Duration
}

// replica is one child process.
type replica struct {
	name string
	cmd  *exec.Cmd
}

// run drives the drill and answers its figures.
func (d drill) run(ctx context.Context) (*figures, error) {
	s, err := startSink(ctx, d.slowest())
	if err != nil {
		return nil, err
	}
	defer s.close()
	offset := time.Until(decentHour())
	core, err := newCore(ctx, d.url, offset.Truncate(time.Second))
	if err != nil {
		return nil, err
	}
	defer func() { _ = core.Store.Close() }()
	if err := core.Store.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := populate(ctx, core, d.size); err != nil {
		return nil, err
	}
	step := d.spread / time.Duration(d.size.rules)
	first := core.Clock.Now().Add(leadIn)
	if err := plan(ctx, core, d.size, first, step.Truncate(time.Second)); err != nil {
		return nil, err
	}
	kills, err := d.kill(ctx, s, core, offset, first)
	if err != nil {
		return nil, err
	}
	return d.measure(ctx, s, core, offset, kills)
}

// slowest is how long the mail server may take, so that the senders are busy for
// more than half of the time in which they are killed.
func (d drill) slowest() time.Duration {
	senders := d.replicas * reminder.DefaultWorkers
	return d.spread * time.Duration(senders) * 6 / 5 / time.Duration(d.size.mails())
}

// decentHour is a moment at which everybody in the drill may be written to,
// whatever the day on which it is run: a Wednesday at ten in Copenhagen.
func decentHour() time.Time { return time.Date(2027, time.February, 3, 9, 0, 0, 0, time.UTC) }

// kill starts the replicas, kills one every few seconds while the rules fall
// due, and waits until nothing is open any more. It answers when it killed.
func (d drill) kill(ctx context.Context, s *sink, core *app.Core, offset time.Duration, first time.Time) ([]time.Time, error) {
	started := 0
	start := func() (*replica, error) {
		started++
		r := &replica{name: fmt.Sprintf("r%d.drill", started)}
		r.cmd = exec.CommandContext(ctx, os.Args[0], "-replica", "-database", d.url, "-smtp", s.url(r.name), //nolint:gosec // ourselves
			"-offset", offset.Truncate(time.Second).String())
		r.cmd.Stderr = os.Stderr
		return r, r.cmd.Start()
	}
	var running []*replica
	defer func() {
		for _, r := range running {
			_ = r.cmd.Process.Kill()
			_ = r.cmd.Wait()
		}
	}()
	for range d.replicas {
		r, err := start()
		if err != nil {
			return nil, err
		}
		running = append(running, r)
	}
	var kills []time.Time
	end := first.Add(d.spread)
	for core.Clock.Now().Before(end) {
		time.Sleep(d.pause/2 + time.Duration(rand.Int64N(int64(d.pause/2)))) //nolint:gosec // chance is enough
		i := rand.IntN(len(running))                                         //nolint:gosec // chance is enough
		if err := running[i].cmd.Process.Kill(); err != nil {
			return nil, err
		}
		s.kill(running[i].name)
		kills = append(kills, time.Now())
		_ = running[i].cmd.Wait()
		r, err := start()
		if err != nil {
			return nil, err
		}
		running[i] = r
	}
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		open, err := stillOpen(ctx, core)
		if err != nil {
			return nil, err
		}
		if open == 0 {
			return kills, nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return kills, nil
}

// stillOpen counts the deliveries that still want work.
func stillOpen(ctx context.Context, core *app.Core) (int, error) {
	counts, err := core.Store.DeliveryCounts(ctx)
	return counts[model.DeliveryPending] + counts[model.DeliveryRetry] + counts[model.DeliverySending] + counts[model.DeliveryInDoubt], err
}

// figures are what a drill has found.
type figures struct {
	expected, accepted, listed, refused int
	// lost is neither accepted nor listed, early was accepted before it was due.
	lost, early int
	// doubled counts mails beyond the first with one Message-ID, doubledUnique
	// those that remain when these are dropped.
	doubled, doubledUnique int
	kills                  int
	// cut are the dialogs open at the kills, cutWithin those of them in which the
	// server had not answered yet.
	cut, cutWithin int
	// attempts counts the SMTP dialogs that the ledger knows of.
	attempts int
	// afterKill is how long what was due at a kill took from then on, lag how long
	// each mail took from when it was due; both sorted.
	afterKill, lag []time.Duration
}

func (d drill) measure(ctx context.Context, s *sink, core *app.Core, offset time.Duration, kills []time.Time) (*figures, error) {
	mails, refused, cut, cutWithin := s.seen()
	f := &figures{expected: d.size.mails(), refused: refused, kills: len(kills), cut: cut, cutWithin: cutWithin}
	byMessage := map[string][]accepted{}
	messages := map[string]map[string]bool{}
	for _, m := range mails {
		byMessage[m.messageID] = append(byMessage[m.messageID], m)
		if messages[m.key] == nil {
			messages[m.key] = map[string]bool{}
		}
		messages[m.key][m.messageID] = true
	}
	for _, twins := range byMessage {
		f.doubled += len(twins) - 1
	}
	for _, ids := range messages {
		f.doubledUnique += len(ids) - 1
	}
	f.accepted = len(messages)
	offset = offset.Truncate(time.Second)
	planned := 0
	err := eachOccurrence(ctx, core, func(o *model.Occurrence) {
		planned++
		f.attempts += o.Delivery.Attempts
		taken := byMessage[o.Delivery.MessageID]
		if len(taken) == 0 {
			if o.Delivery.State == model.DeliveryFailed || o.Delivery.State == model.DeliveryBounced {
				f.listed++
			} else {
				f.lost++
			}
			return
		}
		due := o.DueAt.Add(-offset) // on the witness's clock
		at := taken[0].at
		if at.Before(due) {
			f.early++
		}
		f.lag = append(f.lag, at.Sub(due))
		for _, kill := range kills {
			if !kill.Before(due) && kill.Before(at) {
				f.afterKill = append(f.afterKill, at.Sub(kill))
				break
			}
		}
	})
	// One that was never planned is as lost as one that was never sent.
	f.lost += f.expected - planned
	slices.Sort(f.afterKill)
	slices.Sort(f.lag)
	return f, err
}

func eachOccurrence(ctx context.Context, core *app.Core, do func(*model.Occurrence)) error {
	ctx = model.WithActor(ctx, model.System("drill"))
	page := model.PageRequest{}
	most := model.MaxPage
	page.First = &most
	for {
		rows, err := core.Store.Occurrences(ctx, store.OccurrenceQuery{}, page, model.Fields{"delivery": {}})
		if err != nil {
			return err
		}
		for _, o := range rows.Nodes {
			if o.Delivery != nil {
				do(o)
			}
		}
		if !rows.PageInfo.HasNextPage {
			return nil
		}
		page.After = rows.PageInfo.EndCursor
	}
}

// percentile of a sorted list; 0 of an empty one.
func percentile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// limit is how long after a kill all but one in a hundred must have arrived.
const limit = 90 * time.Second

// broken lists the promises that did not hold.
func (f *figures) broken() []string {
	var broken []string
	promise := func(holds bool, text string) {
		if !holds {
			broken = append(broken, text)
		}
	}
	promise(f.lost == 0, "none is lost")
	promise(f.early == 0, "none is early")
	promise(f.doubled <= f.cut, "none is doubled beyond the dialogs open at the kills")
	promise(f.doubledUnique == 0, "none is doubled after de-duplication by Message-ID")
	promise(percentile(f.afterKill, 0.99) <= limit, "99 % arrive within 90 s of a kill")
	promise(f.kills > 0, "somebody was killed")
	return broken
}

// print writes the figures.
func (f *figures) print(to io.Writer, name string) {
	_, _ = fmt.Fprintf(to, `%s
  expected               %6d   accepted %d, listed as failed %d
  refused for now        %6d   attempts in the ledger %d
  kills                  %6d
  lost                   %6d
  early                  %6d
  doubled                %6d
  doubled, by Message-ID %6d
  dialogs open at kills  %6d   of which not yet answered %d
  from a kill on         p50 %s   p99 %s   longest %s (%d mails)
  from due on            p50 %s   p99 %s   longest %s
`, name, f.expected, f.accepted, f.listed, f.refused, f.attempts, f.kills, f.lost, f.early, f.doubled, f.doubledUnique, f.cut, f.cutWithin,
		short(percentile(f.afterKill, 0.5)), short(percentile(f.afterKill, 0.99)), short(percentile(f.afterKill, 1)), len(f.afterKill),
		short(percentile(f.lag, 0.5)), short(percentile(f.lag, 0.99)), short(percentile(f.lag, 1)))
}

func short(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }
