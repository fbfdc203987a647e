package main

import (
	"context"
	"io"
)

func measureMails(context.Context, options, io.Writer) error { return nil }
