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

	again func() *loaders
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
		again: r.newLoaders,
	}
}

// withFreshLoaders is for the next answer of a stream: what the last one has
// read is out of date.
func withFreshLoaders(ctx context.Context) context.Context {
	if l, ok := ctx.Value(loadersKey{}).(*loaders); ok {
		return context.WithValue(ctx, loadersKey{}, l.again())
	}
	return ctx
}

// loaders answers the request's; outside a request each caller gets fresh ones.
func (r *Resolver) loaders(ctx context.Context) *loaders {
	if l, ok := ctx.Value(loadersKey{}).(*loaders); ok {
		return l
	}
	return r.newLoaders()
}

// loadEach loads one value for each of the activities, all in one call: those of
// a list come together, so that nothing depends on how fast they come.
func loadEach[A model.ActivityNode, V any](ctx context.Context, loader *dataloadgen.Loader[model.ID, V], activities []A) ([]V, error) {
	ids := make([]model.ID, len(activities))
	for i, a := range activities {
		ids[i] = a.Common().ID
	}
	return loader.LoadAll(ctx, ids)
}

// withClashes loads the clashes of a whole page where they were asked for: below
// an interface gqlgen resolves each activity alone.
func (r *Resolver) withClashes(ctx context.Context) func(*model.ActivityConnection, error) (*model.ActivityConnection, error) {
	return func(conn *model.ActivityConnection, err error) (*model.ActivityConnection, error) {
		if err != nil || !Selected(ctx).Wants("clashes") {
			return conn, err
		}
		_, err = loadEach(ctx, r.loaders(ctx).clashes, conn.Nodes)
		return conn, err
	}
}
