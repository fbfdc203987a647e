package main

import (
	"context"
	"fmt"

	"fyrtaarn/app/readiness"
)

// readinessRebuildCommand scores every assessment anew and writes the list of
// companies from the outcome.
type readinessRebuildCommand struct{}

// Run says how many assessments had another score than their answers give.
func (readinessRebuildCommand) Run(ctx context.Context, p *program) error {
	core, err := p.open(asOperator(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()
	n, err := readiness.New(core).Rebuild(asOperator(ctx))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d assessments corrected\n", n)
	return err
}
