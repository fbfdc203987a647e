package graph

import (
	"context"
	"net/http"

	"github.com/vikstrous/dataloadgen"

	"fyrtaarn/model"
)

// loaders gather the look-ups of one request into one call each.
type loaders struct {
	conflicts *dataloadgen.Loader[model.ID, []*model.ProgrammeConflict]
	clashes   *dataloadgen.Loader[model.ID, []*model.ActivityClash]
}

type loadersKey struct{}

// withLoaders gives every request loaders of its own, so that nobody is
// answered with what somebody else was allowed to see.
func (r *Resolver) withLoaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		next.ServeHTTP(w, req.WithContext(context.WithValue(req.Context(), loadersKey{}, r.newLoaders())))
	})
}

func (r *Resolver) newLoaders() *loaders {
	return &loaders{
		conflicts: dataloadgen.NewMappedLoader(r.Delegations.Conflicts), clashes: dataloadgen.NewMappedLoader(r.Activities.Clashes),
	}
}

// loaders answers the request's; outside a request each caller gets fresh ones.
func (r *Resolver) loaders(ctx context.Context) *loaders {
	if l, ok := ctx.Value(loadersKey{}).(*loaders); ok {
		return l
	}
	return r.newLoaders()
}
