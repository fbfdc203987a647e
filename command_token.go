package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyrtaarn/app/access"
	"fyrtaarn/model"
)

// tokenCreateCommand lets a program in.
type tokenCreateCommand struct {
	Role         string        `required:"" help:"ADMIN, ADVISER, PARTNER or COMPANY."`
	Name         string        `required:"" help:"What the audit trail calls the holder."`
	Organisation string        `placeholder:"ID" help:"The organisation that the holder acts for."`
	Scope        []string      `sep:"," help:"What a partner may do, such as delegations:write; *:read without any."`
	Language     string        `placeholder:"TAG" help:"The language in which the holder is answered."`
	Expires      time.Duration `placeholder:"DURATION" help:"How long the token works, such as 720h; without it, until it is revoked."`
}

// Run is called by kong. It prints the token and nothing else, so that a script
// can take it.
func (c tokenCreateCommand) Run(ctx context.Context, p *program) error {
	ctx = asOperator(ctx)
	core, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = core.Store.Close() }()

	in := model.AccessTokenCreateInput{Name: c.Name, Role: model.Role(strings.ToUpper(c.Role)), Scopes: c.Scope}
	if c.Organisation != "" {
		id := model.GlobalID(c.Organisation)
		in.OrganisationID = &id
	}
	if c.Language != "" {
		tag := model.LanguageTag(c.Language)
		in.Language = &tag
	}
	if c.Expires != 0 {
		at := core.Clock.Now().Add(c.Expires)
		in.ExpiresAt = &at
	}
	plain, _, err := access.New(core).TokenCreate(ctx, in, nil)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, plain)
	return err
}
