package reminder

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"fyrtaarn/app"
	"fyrtaarn/model"
)
