package main

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/app/reminder"
	"fyrtaarn/demo"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// demoCommand loads the demo data.
type demoCommand struct{}

// Run is called by kong.
func (demoCommand) Run(ctx context.Context, p *program) error {
	ctx = asOperator(ctx)
	core, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()
	smtp, err := p.smtp()
	if err != nil {
		return err
	}
	if smtp != nil {
		defer func() { _ = smtp.Close() }() //nolint:contextcheck // the context may have ended by then
	}
	return p.loadDemo(ctx, core, smtp)
}

// firstDemoVisit is there in every database that holds the demo data.
const firstDemoVisit = "demo-del-01"

// loadDemo loads the demo data into an empty database and prints a token for
// each of its users. A database that holds the demo data gets fresh tokens; one
// that holds anything else is left alone.
func (p *program) loadDemo(ctx context.Context, core *app.Core, smtp *mail.SMTP) error {
	world := demo.NewWorld(core, func(core *app.Core) *reminder.Dispatcher { return p.dispatcher(core, smtp) })
	empty, err := isEmpty(ctx, core)
	if err != nil {
		return err
	}
	if empty {
		day, err := demo.DayZero(core.Clock.Now())
		if err != nil {
			return err
		}
		p.log.InfoContext(ctx, "loading the demo data", "day", day.String())
		if err := world.Load(ctx, day); err != nil {
			return err
		}
		if err := world.PassTime(ctx, core.Clock.Now()); err != nil {
			return err
		}
	}
	if _, err := core.Store.ActivityID(ctx, model.KindDelegation, firstDemoVisit); err != nil {
		if model.IsCode(err, model.CodeNotFound) {
			p.log.WarnContext(ctx, "the database is not empty, so no demo data was loaded")
			return nil
		}
		return err
	}
	tokens, err := world.Tokens(ctx)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(p.out, "Demo tokens (Authorization: Bearer …):")
	for _, t := range tokens {
		_, _ = fmt.Fprintf(p.out, "  %-8s %s  %s\n", t.Role, t.Plain, strings.TrimSpace(t.Name+" "+strings.Join(t.Scopes, " ")))
	}
	return nil
}

// isEmpty tells a database in which nobody has noted anybody.
func isEmpty(ctx context.Context, core *app.Core) (bool, error) {
	order := model.PersonOrderBy{Field: model.PersonByCreatedAt, Direction: model.Ascending}
	people, err := core.Store.People(ctx, model.PersonFilter{}, nil, order, model.PageRequest{First: new(1)}, model.Fields{})
	if err != nil {
		return false, err
	}
	return len(people.Nodes) == 0, nil
}
