package graph

import (
	"context"

	"fyrtaarn/graph/generated"
	"fyrtaarn/model"
)

// payloadOf makes the wrapper that turns what a use case answers into the
// payload of its mutation, so that a resolver reads
//
//	return delegationPayload(ctx)(r.Delegations.Create(ctx, input))
//
// wrap puts an object and its refusals into the payload; payloads.go has one
// for each. A refusal that the caller can act on stands in userErrors, with a
// null object; every other error is one of the whole request.
func payloadOf[T, P any](
	wrap func(*T, []*generated.UserError) *P,
) func(context.Context) func(*T, error) (*P, error) {
	return func(ctx context.Context) func(*T, error) (*P, error) {
		return func(object *T, err error) (*P, error) {
			if err == nil {
				return wrap(object, []*generated.UserError{}), nil
			}
			refusals := model.Refusals(err)
			if !actionable(refusals) {
				return nil, err
			}
			return wrap(nil, userErrors(ctx, refusals)), nil
		}
	}
}

// actionable tells whether all of the refusals are of the kinds that stand in
// userErrors.
func actionable(refusals []*model.Error) bool {
	for _, e := range refusals {
		switch e.Code {
		case model.CodeBadUserInput, model.CodeConflict, model.CodeGuardFailed, model.CodeNotFound:
		case model.CodeUnauthenticated, model.CodeForbidden, model.CodeLimitExceeded, model.CodeRateLimited, model.CodeInternal:
			return false
		}
	}
	return len(refusals) > 0
}

func userErrors(ctx context.Context, refusals []*model.Error) []*generated.UserError {
	shown := make([]*generated.UserError, len(refusals))
	for i, e := range refusals {
		shown[i] = &generated.UserError{Code: e.Code, Message: translate(ctx, e)}
		if e.Field != "" {
			shown[i].Field = &e.Field
		}
	}
	return shown
}
