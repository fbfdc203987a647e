package main

import (
	"context"
	"fmt"
	"os"

	"fyrtaarn/app"
	"fyrtaarn/app/reminder"
	"fyrtaarn/demo"
)

// importCommand notes visits that organisers have published.
type importCommand struct {
	File string `arg:"" type:"existingfile" help:"A file of published visits, in JSON."`
}

// Run is called by kong.
func (c importCommand) Run(ctx context.Context, p *program) error {
	ctx = asOperator(ctx)
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	core, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()

	// Nobody is told of a visit that was held before it was noted: no mail
	// server is needed.
	world := demo.NewWorld(core, func(core *app.Core) *reminder.Dispatcher { return p.dispatcher(core, nil) })
	noted, err := world.Import(ctx, file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d visits noted\n", noted)
	return err
}
