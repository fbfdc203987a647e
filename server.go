// Fyrtårn plans international visits and reminds everybody who takes part, in
// their own language. This is its one program: a server, and the commands
// around it.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/activity"
	"fyrtaarn/app/audit"
	"fyrtaarn/app/country"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/event"
	"fyrtaarn/app/focus"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/holiday"
	"fyrtaarn/app/inquiry"
	"fyrtaarn/app/lighthouse"
	"fyrtaarn/app/matchmaking"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/organisation"
	"fyrtaarn/app/outcome"
	"fyrtaarn/app/person"
	"fyrtaarn/app/presentation"
	"fyrtaarn/app/project"
	"fyrtaarn/app/readiness"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/report"
	"fyrtaarn/app/roadmap"
	"fyrtaarn/app/solution"
	"fyrtaarn/app/staircase"
	"fyrtaarn/app/tour"
	"fyrtaarn/config"
	"fyrtaarn/graph"
	"fyrtaarn/i18n"
	"fyrtaarn/mail"
	"fyrtaarn/model"
	"fyrtaarn/store"
	"fyrtaarn/web"
)

// commands are what the program can be told to do.
type commands struct {
	Serve   serveCommand   `cmd:"" default:"1" help:"Serve until interrupted (default)."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date."`
	Demo    demoCommand    `cmd:"" help:"Load the demo data into an empty database and print a token per user."`
	Import  importCommand  `cmd:"" help:"Note published visits as held."`
	Token   struct {
		Create tokenCreateCommand `cmd:"" help:"Let a program in; prints the token alone, this once."`
	} `cmd:"" help:"API tokens."`
	Readiness struct {
		Rebuild readinessRebuildCommand `cmd:"" help:"Score every assessment anew and rebuild the list of companies."`
	} `cmd:"" help:"Export readiness."`
	Mails struct {
		Render mailsRenderCommand `cmd:"" help:"Write every mail in every language as a file."`
	} `cmd:"" help:"Mails."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to stop; a second ends the program at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], config.Load, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does what the arguments say and answers the exit code: 0, 1 for a
// failure, 2 for arguments or an environment that cannot be understood. What
// was asked for goes to out, everything else to errors.
func run(ctx context.Context, args []string, load func() (config.Config, error), out, errors io.Writer) int {
	exited := -1
	parser, err := kong.New(&commands{}, kong.Name("fyrtaarn"), kong.Writers(out, errors), kong.UsageOnError(),
		kong.Description("Plans international visits and reminds everybody who takes part, in their own language."),
		kong.Exit(func(code int) { exited = code }), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		panic(err) // the grammar above is wrong: no build that passed its tests
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // help was asked for, and given
		return exited
	}
	if err != nil {
		_, _ = fmt.Fprintln(errors, "fyrtaarn:", err)
		return 2
	}
	c, err := load()
	if err != nil {
		_, _ = fmt.Fprintf(errors, "fyrtaarn cannot start:\n%v\n", err)
		return 2
	}
	p := &program{Config: c, out: out, log: newLog(errors, c.LogLevel)}
	if err := command.Run(p); err != nil {
		_, _ = fmt.Fprintln(errors, "fyrtaarn:", explained(err))
		return 1
	}
	return 0
}

// explained is an error as the operator reads it: refusals in words, with the
// field that is meant.
func explained(err error) string {
	refusals := model.Refusals(err)
	if len(refusals) == 0 {
		return err.Error()
	}
	text := ""
	for _, e := range refusals {
		if text != "" {
			text += "\n"
		}
		if e.Field != "" {
			text += e.Field + ": "
		}
		text += i18n.For(i18n.English).Text(e.MessageID, e.Params)
	}
	return text
}

// newLog writes text for people at a terminal and JSON for everything else.
func newLog(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if file, ok := w.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return slog.New(slog.NewTextHandler(w, options))
		}
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// program is what every command is given.
type program struct {
	config.Config
	out io.Writer
	log *slog.Logger
}

// open opens the database and brings it to where use cases can work on it.
func (p *program) open(ctx context.Context) (*app.Core, error) {
	db, err := store.Open(ctx, p.DatabaseURL)
	if err != nil {
		return nil, err
	}
	core := &app.Core{
		Store: db, Clock: app.NewClock(db, p.ClockOffset), Holidays: holiday.New(nil), Log: p.log, MailDomain: p.MailDomain(),
	}
	if err := prepare(ctx, core); err != nil {
		_ = db.Close()
		return nil, err
	}
	return core, nil
}

// prepare writes what every database has: the schema, the countries and the
// questionnaires.
func prepare(ctx context.Context, core *app.Core) error {
	if err := core.Store.Migrate(ctx); err != nil {
		return err
	}
	if err := core.Store.SyncCountries(ctx); err != nil {
		return err
	}
	if err := core.Store.SyncTemplates(ctx, core.Clock.Now()); err != nil {
		return err
	}
	return app.SyncClock(ctx, core.Clock)
}

// smtp is the mail server's sender; nil where mails are kept instead. Whoever
// asked closes it.
func (p *program) smtp() (*mail.SMTP, error) {
	if p.SMTPURL == "" {
		return nil, nil //nolint:nilnil // no server is what was asked for
	}
	return mail.NewSMTP(p.SMTPURL, mail.KeepSessions(reminder.DefaultWorkers))
}

// dispatcher sends what is due by the clock of core, through the mail server
// or, without one, into the database.
func (p *program) dispatcher(core *app.Core, smtp *mail.SMTP) *reminder.Dispatcher {
	var sender mail.Sender = reminder.Keeper{Core: core}
	if smtp != nil {
		sender = smtp
	}
	links := access.New(core)
	return &reminder.Dispatcher{
		Core: core, Sender: sender, From: mail.Address{Name: p.MailFromName, Email: p.MailFrom},
		Link: func(ctx context.Context, tx *app.Tx, want reminder.LinkWanted) (string, error) {
			secret, err := links.LinkCreate(ctx, tx, want.Purpose, want.SubjectID, want.PersonID, want.Category, want.ExpiresAt)
			return p.PublicURL + web.LinkPath(want.Purpose, secret), err
		},
	}
}

// resolvers are the use cases behind GraphQL.
func resolvers(core *app.Core, events *event.Hub) *graph.Resolver {
	return &graph.Resolver{
		Access: access.New(core), Activities: activity.Service{Core: core}, Audit: audit.Service{Core: core}, Countries: country.Service{Core: core},
		Delegations: delegation.Service{Core: core}, Events: events, FocusAreas: focus.Service{Core: core}, FollowUps: followup.Service{Core: core},
		Inquiries: inquiry.Service{Core: core}, Missions: mission.Service{Core: core}, Organisations: organisation.Service{Core: core}, People: person.Service{Core: core},
		Reminders: reminder.Service{Core: core}, Lighthouses: lighthouse.Service{Core: core}, Roadmap: roadmap.Service{Core: core},
		Projects: project.Service{Core: core}, Matchmaking: matchmaking.Service{Core: core}, Solutions: solution.Service{Core: core},
		Readiness: readiness.New(core),
		Outcomes:  outcome.Service{Core: core}, Staircase: staircase.Service{Core: core},
		Reports:       report.Service{Core: core},
		Presentations: presentation.Service{Core: core}, Tours: tour.Service{Core: core},
	}
}
