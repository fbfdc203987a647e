package web

import (
	"context"
	"net/http"
	"slices"

	"fyrtaarn/model"
)

// optOutPage lets a person refuse mails of one category, and take that back.
type optOutPage struct {
	*visitor
	// Category is what the mails are, in words.
	Category phrase
	// Refused tells whether the person gets them no longer.
	Refused bool
}

// namedCategories are those of the default rules, which have names of their
// own; a category that an administrator made is called by the mail it came with.
var namedCategories = []string{
	model.CategoryHosting, model.CategoryProgramme, model.CategorySurvey, model.CategoryThanks, model.CategoryMissions, model.CategoryOutcomes,
	model.CategoryTours, model.CategoryReadiness,
}

func (s *site) optOutPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	refusals, err := s.Delegations.Store.OptOuts(whole(ctx), []model.ID{v.person.ID})
	if err != nil {
		return err
	}
	p := &optOutPage{visitor: v}
	p.Heading = p.say("page.optout.title")
	name := "other"
	if slices.Contains(namedCategories, v.link.Category) {
		name = v.link.Category
	}
	p.Category = p.say("page.optout.category." + name)
	p.Refused = slices.ContainsFunc(refusals, func(o *model.OptOut) bool { return o.Category == v.link.Category })
	s.write(w, r, http.StatusOK, "optout", p)
	return nil
}

// optOutPost keeps the refusal or takes it back. A mail program that refuses in
// one click (RFC 8058) sends the field that its header named, and wants no page.
func (s *site) optOutPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	oneClick := r.PostFormValue("List-Unsubscribe") == "One-Click"
	var err error
	switch {
	case oneClick, form.Get("act") == "refuse":
		err = s.OptOut(ctx, v.person.ID, v.link.Category)
	case form.Get("act") == "receive":
		err = s.OptIn(ctx, v.person.ID, v.link.Category)
	default:
		v.Heading = v.say("page.form.unreadable")
		s.write(w, r, http.StatusBadRequest, "message", v)
		return nil
	}
	if err != nil {
		return err
	}
	if oneClick {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	v.leadBack(w)
	return nil
}
