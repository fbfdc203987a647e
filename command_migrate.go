package main

import (
	"context"

	"fyrtaarn/model"
)

// migrateCommand brings the database up to date and does nothing else.
type migrateCommand struct{}

// Run is called by kong.
func (migrateCommand) Run(ctx context.Context, p *program) error {
	core, err := p.open(asOperator(ctx))
	if err != nil {
		return err
	}
	return core.Store.Close()
}

// asOperator acts as whoever has a shell on the machine.
func asOperator(ctx context.Context) context.Context {
	return model.WithActor(ctx, model.System("command line"))
}
