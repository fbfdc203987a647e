package app

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// CheckActivity notes what only the catalogue of countries can tell of an
// activity, and derives what a search finds it by. It belongs after an input
// was written into the row.
func CheckActivity(errs *model.Errors, a *model.Activity) {
	if store.Country(a.CountryCode, model.English) == nil {
		errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(a.CountryCode)))
	}
	for i, code := range a.FurtherCountries {
		if store.Country(code, model.English) == nil {
			errs.Add(model.BadInput(fmt.Sprintf("furtherCountries.%d", i), "error.country.unknown").With("Code", string(code)))
		}
	}
}

// searchText is what a search finds an activity by.
func searchText(a *model.Activity) string {
	return i18n.Fold(strings.Join(append([]string{a.Reference, a.Title.AllText(), a.City}, a.Tags...), " "))
}

// KnownInActivity notes NOT_FOUND for whatever an activity points to that is
// not there: its own parties and the further organisations and people of its
// kind, by the names of their fields.
func (tx *Tx) KnownInActivity(
	ctx context.Context, errs *model.Errors, a *model.Activity, organisers []*model.Organiser, organisations, people map[string]*model.ID,
) error {
	all := map[string]*model.ID{"hostId": a.HostID}
	for field, id := range organisations {
		all[field] = id
	}
	for i, o := range organisers {
		all[model.OrganiserField(i)] = &o.OrganisationID
	}
	if err := tx.Known(ctx, errs, model.KindOrganisation, all); err != nil {
		return err
	}
	persons := map[string]*model.ID{"ownerId": a.OwnerID}
	for field, id := range people {
		persons[field] = id
	}
	if err := tx.Known(ctx, errs, model.KindPerson, persons); err != nil {
		return err
	}
	return tx.Known(ctx, errs, model.KindFocusArea, map[string]*model.ID{"focusAreaId": a.FocusAreaID})
}

// InsertActivity stores a new activity, its organisers and its audit row, and
// has its reminders planned. prefix begins the reference of one that was given
// none.
func (tx *Tx) InsertActivity(ctx context.Context, row model.ActivityNode, organisers []*model.Organiser, prefix, action string) error {
	a := row.Common()
	if a.Reference == "" {
		// The end of a UUIDv7 is random: short, and unique enough to be tried.
		id := a.ID.String()
		a.Reference = fmt.Sprintf("%s-%s-%s", prefix, strings.ToLower(string(a.CountryCode)), id[len(id)-6:])
	}
	a.SearchText = searchText(a)
	if err := tx.InsertUnique(ctx, row, model.Conflict("reference", "error.reference.taken").With("Reference", a.Reference)); err != nil {
		return err
	}
	for _, o := range organisers {
		o.ActivityID = a.ID
	}
	if err := tx.SetOrganisers(ctx, a.ID, organisers); err != nil {
		return err
	}
	tx.Touch(row.ActivityKind(), a.ID)
	return tx.Audit(ctx, action, row.ActivityKind(), a.ID, nil, row, "")
}

// SaveActivity counts an activity's version up and stores it with its audit row;
// its reminders are planned anew. stamps are the row's own, before the row as it
// was.
func (tx *Tx) SaveActivity(ctx context.Context, action string, before, row model.ActivityNode, stamps *model.Stamps, why string) error {
	row.Common().SearchText = searchText(row.Common())
	stamps.Touch(tx.Now)
	if err := tx.Update(ctx, row, stamps.Version); err != nil {
		return err
	}
	tx.Touch(row.ActivityKind(), row.Common().ID)
	return tx.Audit(ctx, action, row.ActivityKind(), row.Common().ID, before, row, why)
}
