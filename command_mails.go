package main

import (
	"fmt"

	"fyrtaarn/mail"
)

// mailsRenderCommand writes every mail in every language, with invented facts,
// for people who look at mails before anybody gets them.
type mailsRenderCommand struct {
	Out string `required:"" type:"path" placeholder:"DIR" help:"The folder to write to; it is made if it is not there."`
}

// Run is called by kong.
func (c mailsRenderCommand) Run(p *program) error {
	files, err := mail.RenderSamples(c.Out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%d mails in %s\n", files, c.Out)
	return err
}
