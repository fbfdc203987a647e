package reminder

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// Lease is how long a claimed delivery is left to whoever claimed it. It is
// renewed when the SMTP dialog begins, which takes DialogLimit at most: a
// delivery whose lease has run out was left by a process that died.
const (
	Lease       = 30 * time.Second
	DialogLimit = 20 * time.Second
)

// batch is how many deliveries one worker claims at a time; people is of how
// many it claims the digests.
const (
	batch  = 20
	people = 5
)

// Backoff is how long to wait after a temporary failure, by how often it was
// tried. After model.MaxAttempts tries it has failed.
var Backoff = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// LinkWanted is a personal link that a mail needs.
type LinkWanted struct {
	Purpose model.LinkPurpose
	// SubjectID is the invitation or the delegation; for an opt-out it is what
	// the reminder was about.
	SubjectID, PersonID model.ID
	// Category is what an opt-out link refuses.
	Category  string
	ExpiresAt time.Time
}

// Dispatcher sends what is due. Every replica has one; the ledger sees to it
// that no two of them send the same.
type Dispatcher struct {
	*app.Core
	Sender mail.Sender
	// From is the address that mails leave from.
	From mail.Address
	// Link makes a personal link within the transaction and answers its URL.
	Link func(ctx context.Context, tx *app.Tx, want LinkWanted) (string, error)
	// Workspace is the URL under which staff find an object.
	Workspace func(kind model.Kind, id model.ID) string
	// Workers is how many mails may be on their way at once; 0 is DefaultWorkers.
	Workers int
	// Backoff replaces the package's, for drills.
	Backoff []time.Duration
	// Lease and DialogLimit replace the package's, for drills.
	Lease, DialogLimit time.Duration
}

// DefaultWorkers is how many mails a process sends at once.
const DefaultWorkers = 4

// Result counts what one run did with the deliveries that it claimed.
type Result struct {
	Claimed int
	// Sent counts mails, Merged the reminders that went along in a digest.
	Sent, Merged int
	// Retried, InDoubt, Bounced and Failed are attempts without success.
	Retried, InDoubt, Bounced, Failed int
	// Dropped were not to be sent any more; Moved must wait for the end of
	// quiet hours; Lost were taken over by another or changed meanwhile.
	Dropped, Moved, Lost int
}

// Dispatch claims and sends until nothing is due any more, or the context ends:
// then the dialogs that are open are finished and the rest is given back. An
// error means that the database did not answer; what was claimed is claimed
// again by whoever comes after the lease.
func (d *Dispatcher) Dispatch(ctx context.Context) (Result, error) {
	ctx = model.WithActor(ctx, model.System("dispatcher"))
	r := &run{Dispatcher: d, workers: d.Workers}
	if r.workers <= 0 {
		r.workers = DefaultWorkers
	}
	r.start(ctx)
	r.group.Wait()
	return r.result, errors.Join(r.errs...)
}

// run is one run of the dispatcher: its workers and what they did.
type run struct {
	*Dispatcher
	group sync.WaitGroup

	mu      sync.Mutex
	workers int
	result  Result
	errs    []error
}

// start adds a worker unless all are at work.
func (r *run) start(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.workers == 0 {
		return
	}
	r.workers--
	r.group.Go(func() {
		if err := r.work(ctx); err != nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.errs = append(r.errs, err)
		}
	})
}

// work claims and sends until nothing is due. A worker that finds more than it
// can carry calls for another.
func (r *run) work(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := app.SyncClock(ctx, r.Clock); err != nil {
			return err
		}
		rules, err := r.Store.ReminderRules(ctx)
		if err != nil {
			return err
		}
		claimed, err := r.claim(ctx, rules)
		if err != nil || len(claimed) == 0 {
			return err
		}
		r.count(func(n *Result) { n.Claimed += len(claimed) })
		if len(claimed) >= batch {
			r.start(ctx)
		}
		if err := r.send(ctx, rules, claimed); err != nil {
			return err
		}
	}
	return nil
}

// count adds to the result.
func (r *run) count(add func(*Result)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add(&r.result)
}

func (d *Dispatcher) lease() time.Duration {
	if d.Lease > 0 {
		return d.Lease
	}
	return Lease
}

func (d *Dispatcher) dialogLimit() time.Duration {
	if d.DialogLimit > 0 {
		return d.DialogLimit
	}
	return DialogLimit
}

// backoff is how long to wait after the n-th attempt: up to a fifth more or
// less, so that what failed together does not come back together. The share
// comes from the delivery's id, which is random.
func (d *Dispatcher) backoff(delivery *model.Delivery) time.Duration {
	steps := d.Backoff
	if len(steps) == 0 {
		steps = Backoff
	}
	step := steps[min(delivery.Attempts, len(steps))-1]
	share := float64(delivery.ID[15-delivery.Attempts%4]) / 255 // 0 to 1, another for each attempt
	return time.Duration(float64(step) * (0.8 + 0.4*share))
}
