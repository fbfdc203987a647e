package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/holiday"
	"fyrtaarn/app/reminder"
	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/load"
	"fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// mailScale is the size of the data for the mails: some eighty visits in the
// next two months, for each of which some fifty mails fall due.
const mailScale = 0.2

// sendingHour is when each day's mails are sent, in UTC: a decent hour in every
// country that the visitors come from.
const sendingHour = 10

// mostDays bounds how far the clock is moved to find enough mails.
const mostDays = 120

// serveSink is a mail server that throws away what it is given.
func serveSink(ctx context.Context, out io.Writer) error {
	server, err := smtptest.Start(smtptest.Options{Discard: true}) //nolint:contextcheck // the server lives until it is closed
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	if _, err := fmt.Fprintln(out, server.Address()); err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	<-ctx.Done()
	return server.Close()
}

// sending is what one of the two senders did.
type sending struct {
	mails         int
	took          time.Duration
	own, database time.Duration
}

// measureMails lets the product's dispatcher send what falls due, day by day,
// and after each day a plain mail client as many mails of the same length, over
// as many connections to the same server.
func measureMails(ctx context.Context, o options, out io.Writer) error {
	size, err := dataset.Scaled(mailScale)
	if err != nil {
		return err
	}
	db, err := newDatabase(ctx, size, 1)
	if err != nil {
		return err
	}
	defer func() { _ = db.cluster.Stop() }()
	sink, err := startSelf(ctx, sinkCommand)
	if err != nil {
		return err
	}
	defer sink.stop()

	opened, err := store.Open(ctx, db.url)
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }()
	clock := app.NewMovedClock(dataset.Now)
	core := &app.Core{
		Store: opened, Clock: clock, Holidays: holiday.New(nil), Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		MailDomain: "bench.example",
	}
	smtp, err := mail.NewSMTP("smtp://"+sink.address, mail.KeepSessions(reminder.DefaultWorkers))
	if err != nil {
		return err
	}
	defer func() { _ = smtp.Close() }() //nolint:contextcheck // it says goodbye after the measurement
	weighed := &weighing{Sender: smtp}
	dispatcher := newDispatcher(core, weighed)
	if err := plan(ctx, core); err != nil {
		return err
	}

	plain, err := newPlainSender(ctx, sink.address)
	if err != nil {
		return err
	}
	defer plain.close()
	var ours, theirs sending
	for day := range mostDays {
		clock.Set(model.DateOf(dataset.Now).AddDays(day).At(sendingHour, 0, time.UTC))
		err := ours.measure(db.pid, func() (int, error) {
			result, err := dispatcher.Dispatch(ctx)
			if failed := result.Retried + result.InDoubt + result.Bounced + result.Failed; err == nil && failed > 0 {
				err = fmt.Errorf("%w: %d", errNotSent, failed)
			}
			return result.Sent, err
		})
		if err != nil {
			return err
		}
		n := ours.mails - theirs.mails
		if n == 0 {
			continue
		}
		if err := plain.weigh(weighed.mean()); err != nil {
			return err
		}
		if err := theirs.measure(db.pid, func() (int, error) { return n, plain.send(ctx, n) }); err != nil {
			return err
		}
		if ours.mails >= o.mails {
			break
		}
	}
	return reportMails(out, ours, theirs, weighed.mean())
}

var errNotSent = errors.New("bench: mails were not sent")

// measure counts what fn needs to send some mails.
func (s *sending) measure(database int, fn func() (int, error)) error {
	spent := func() (own, db time.Duration, err error) {
		if own, err = load.CPU(os.Getpid()); err != nil {
			return 0, 0, err
		}
		db, err = load.FamilyCPU(database)
		return own, db, err
	}
	own, db, err := spent()
	if err != nil {
		return err
	}
	start := time.Now()
	n, err := fn()
	if err != nil {
		return err
	}
	s.took += time.Since(start)
	ownAfter, dbAfter, err := spent()
	if err != nil {
		return err
	}
	s.mails += n
	s.own += ownAfter - own
	s.database += dbAfter - db
	return nil
}

// newDispatcher is the product's, wired as the program wires it.
func newDispatcher(core *app.Core, sender mail.Sender) *reminder.Dispatcher {
	links := access.New(core)
	return &reminder.Dispatcher{
		Core: core, Sender: sender, From: mail.Address{Email: "noreply@bench.example"},
		Link: func(ctx context.Context, tx *app.Tx, want reminder.LinkWanted) (string, error) {
			secret, err := links.LinkCreate(ctx, tx, want.Purpose, want.SubjectID, want.PersonID, want.Category, want.ExpiresAt)
			return "https://bench.example/p/" + secret, err
		},
	}
}

// plan writes the default rules and everything that follows from them.
func plan(ctx context.Context, core *app.Core) error {
	reminders := reminder.Service{Core: core}
	if _, err := reminders.SeedRules(ctx); err != nil {
		return err
	}
	_, err := reminders.PlanAll(ctx)
	return err
}

// weighedMails is how many mails are measured to know how long they are.
const weighedMails = 50

// weighing notes how long the first mails are that it passes on.
type weighing struct {
	mail.Sender
	mails, bytes atomic.Int64
}

// Send passes the mail on.
func (w *weighing) Send(ctx context.Context, m *mail.Message) error {
	if w.mails.Load() < weighedMails {
		if n, err := m.WriteTo(io.Discard); err == nil {
			w.mails.Add(1)
			w.bytes.Add(n)
		}
	}
	return w.Sender.Send(ctx, m)
}

func (w *weighing) mean() int64 { return w.bytes.Load() / max(w.mails.Load(), 1) }

// plainSender is what a program would do that only sends: go-mail's own client,
// one kept connection per worker, a message built for every mail.
type plainSender struct {
	clients []*gomail.Client
	// lines is how many lines of text a message has, to be as long as ours.
	lines int
}

func newPlainSender(ctx context.Context, address string) (*plainSender, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	p := &plainSender{}
	for range reminder.DefaultWorkers {
		client, err := gomail.NewClient(host, gomail.WithPort(port), gomail.WithTLSPolicy(gomail.NoTLS))
		if err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		if err := client.DialWithContext(ctx); err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		p.clients = append(p.clients, client)
	}
	return p, nil
}

func (p *plainSender) close() {
	for _, client := range p.clients {
		_ = client.Close()
	}
}

// line is what the plain messages consist of.
const line = "<p style=\"margin:0\">The programme of the visit, with everything that is to be known of it.</p>\r\n"

// weigh chooses the number of lines with which a message is as long as so many
// bytes.
func (p *plainSender) weigh(bytes int64) error {
	if p.lines > 0 {
		return nil
	}
	for {
		m, err := p.message()
		if err != nil {
			return err
		}
		n, err := m.WriteTo(io.Discard)
		if err != nil {
			return fmt.Errorf("bench: %w", err)
		}
		if n >= bytes {
			return nil
		}
		p.lines++
	}
}

func (p *plainSender) message() (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := errors.Join(m.From("noreply@bench.example"), m.To("somebody@bench.example")); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	m.Subject("The programme of your visit")
	m.SetMessageID()
	m.SetDate()
	m.SetBodyString(gomail.TypeTextPlain, strings.Repeat(line, p.lines/3))
	m.AddAlternativeString(gomail.TypeTextHTML, strings.Repeat(line, p.lines-p.lines/3))
	return m, nil
}

// send sends n mails over all connections at once.
func (p *plainSender) send(ctx context.Context, n int) error {
	errs := make([]error, len(p.clients))
	var next atomic.Int64
	var wait sync.WaitGroup
	for i, client := range p.clients {
		wait.Go(func() {
			for next.Add(1) <= int64(n) && ctx.Err() == nil && errs[i] == nil {
				m, err := p.message()
				if err == nil {
					err = client.Send(m)
				}
				errs[i] = err
			}
		})
	}
	wait.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

func reportMails(out io.Writer, ours, theirs sending, length int64) error {
	if ours.mails == 0 {
		return fmt.Errorf("%w: none fell due", errNotSent)
	}
	fmt.Fprintf(out, "\nmails: %d reminders of %.1f KB on average, %d connections, the ledger in memory\n",
		ours.mails, float64(length)/1000, reminder.DefaultWorkers)
	for _, row := range []struct {
		name string
		sending
	}{{"plain go-mail", theirs}, {"product", ours}} {
		fmt.Fprintf(out, "%14s: %6.0f mails/s, CPU s/1000: sender %.3f, database %.3f\n", row.name, float64(row.mails)/row.took.Seconds(),
			row.own.Seconds()*1000/float64(row.mails), row.database.Seconds()*1000/float64(row.mails))
	}
	_, err := fmt.Fprintf(out, "the product sends %.2f of what plain go-mail sends in a second, for %.1f times its CPU\n",
		theirs.took.Seconds()/ours.took.Seconds()*float64(ours.mails)/float64(theirs.mails),
		(ours.own+ours.database).Seconds()/theirs.own.Seconds()*float64(theirs.mails)/float64(ours.mails))
	return err
}
