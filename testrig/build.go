package testrig

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyrtaarn/app/organisation"
	"fyrtaarn/app/person"
	"fyrtaarn/model"
)

// Admin answers a context in which an administrator acts.
func Admin(ctx context.Context) context.Context {
	return model.WithActor(ctx, model.Actor{Role: model.RoleAdmin, Name: "administrator", Language: model.English})
}

// Adviser answers a context in which an adviser acts.
func Adviser(ctx context.Context) context.Context {
	return model.WithActor(ctx, model.Actor{Role: model.RoleAdviser, Name: "adviser", Language: model.English})
}

// Partner answers a context in which a partner acts that has the scopes.
func Partner(ctx context.Context, scopes ...string) context.Context {
	return model.WithActor(ctx, model.Actor{Role: model.RolePartner, Name: "partner", Scopes: scopes, Language: model.English})
}

// PartnerOf is Partner, acting for the organisation.
func PartnerOf(ctx context.Context, organisation model.ID, scopes ...string) context.Context {
	actor := model.ActorFrom(Partner(ctx, scopes...))
	actor.OrganisationID = organisation
	return model.WithActor(ctx, actor)
}

// In answers the context with the actor reading the language.
func In(ctx context.Context, language model.LanguageTag) context.Context {
	actor := model.ActorFrom(ctx)
	actor.Language = language
	return model.WithActor(ctx, actor)
}

// Fields is what a request asks of an object, as paths of names:
// "country.name".
func Fields(paths ...string) model.Fields {
	f := model.Fields{}
	for _, path := range paths {
		f = f.Union(model.Fields{}.Ask(strings.Split(path, ".")...))
	}
	return f
}

// Ptr answers a pointer to the value.
func Ptr[T any](value T) *T { return &value }

// Organisation creates an organisation in Denmark; change may alter the input.
func (r *Rig) Organisation(tb testing.TB, name string, change ...func(*model.OrganisationCreateInput)) *model.Organisation {
	tb.Helper()
	in := model.OrganisationCreateInput{Kind: model.OrganisationHospital, Name: name, CountryCode: model.Denmark, City: Ptr("Aarhus")}
	for _, alter := range change {
		alter(&in)
	}
	made, err := organisation.Service{Core: r.Core}.Create(Admin(tb.Context()), in, nil)
	if err != nil {
		tb.Fatalf("testrig: organisation %s: %v", name, err)
	}
	return made
}

// Person creates a person who lives in Denmark and reads Danish; change may
// alter the input.
func (r *Rig) Person(tb testing.TB, name string, change ...func(*model.PersonCreateInput)) *model.Person {
	tb.Helper()
	in := model.PersonCreateInput{FullName: name, CountryCode: model.Denmark, Language: Ptr(model.Danish)}
	for _, alter := range change {
		alter(&in)
	}
	made, err := person.Service{Core: r.Core}.Create(Admin(tb.Context()), in, nil)
	if err != nil {
		tb.Fatalf("testrig: person %s: %v", name, err)
	}
	return made
}

// Audited answers the actions that the trail knows of an object, the oldest
// first; those of one instant come in no order.
func (r *Rig) Audited(tb testing.TB, id model.ID) []string {
	tb.Helper()
	page, err := r.Store.AuditLog(Admin(tb.Context()), model.AuditFilter{}, &id, model.PageRequest{First: Ptr(model.MaxPage)}, nil)
	if err != nil {
		tb.Fatalf("testrig: audit of %s: %v", id, err)
	}
	actions := make([]string, len(page.Nodes))
	for i, entry := range page.Nodes {
		actions[len(actions)-1-i] = entry.Action
	}
	return actions
}

// WantErrors fails unless err holds exactly the refusals, each written as its
// code and field ("BAD_USER_INPUT name").
func WantErrors(tb testing.TB, err error, want ...string) {
	tb.Helper()
	got := []string{}
	for _, e := range model.Refusals(err) {
		got = append(got, fmt.Sprintf("%s %s", e.Code, e.Field))
	}
	missing := map[string]int{}
	for _, w := range want {
		missing[w]++
	}
	for _, g := range got {
		missing[g]--
	}
	for _, n := range missing {
		if n != 0 {
			tb.Fatalf("refusals %q of %v, want %q", got, err, want)
		}
	}
}
