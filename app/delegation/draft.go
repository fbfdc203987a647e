package delegation

import (
	"context"
	"fmt"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// The largest numbers that are taken for a group.
const (
	maxSize       = 5000
	maxTags       = 50
	maxOrganisers = 50
	// maxDays bounds how long a visit lasts: a longer one is a slip of the keyboard.
	maxDays = 60
)

// draft is a visit into which an input is being written; all that is wrong is
// collected.
type draft struct {
	errs *model.Errors
	row  *model.Delegation
}

func (d draft) title(in []model.TranslationInput) {
	clean, err := model.ValidTranslations("title", in, model.MaxTitle)
	d.errs.Add(err)
	d.row.Title = d.row.Title.Apply(clean)
	if d.row.Title.IsEmpty() {
		d.errs.Add(model.BadInput("title", "error.text.required"))
	}
}

func (d draft) description(in []model.TranslationInput) {
	clean, err := model.ValidTextTranslations("description", in, model.MaxBody)
	d.errs.Add(err)
	d.row.Description = d.row.Description.Apply(clean)
}

func (d draft) purpose(in []model.TranslationInput) {
	clean, err := model.ValidTextTranslations("purpose", in, model.MaxBody)
	d.errs.Add(err)
	d.row.Purpose = d.row.Purpose.Apply(clean)
}

func (d draft) line(field string, into *string, in *string) {
	if in == nil {
		return
	}
	clean, err := model.CleanLine(field, *in, model.MaxLine)
	d.errs.Add(err)
	*into = clean
}

func (d draft) texts(city, headRank, payer *string) {
	d.line("city", &d.row.City, city)
	d.line("headRank", &d.row.HeadRank, headRank)
	d.line("payer", &d.row.Payer, payer)
}

func (d draft) tags(in []string) {
	if len(in) > maxTags {
		d.errs.Add(model.BadInput("tags", "error.list.tooLong").With("Max", maxTags))
		return
	}
	d.row.Tags = model.Tags{}
	for i, tag := range in {
		clean, err := model.CleanLine(fmt.Sprintf("tags.%d", i), tag, model.MaxLine)
		d.errs.Add(err)
		if clean != "" {
			d.row.Tags = append(d.row.Tags, clean)
		}
	}
}

func (d draft) organisers(in []model.OrganiserInput) []*model.Organiser {
	if len(in) > maxOrganisers {
		d.errs.Add(model.BadInput("organisers", "error.list.tooLong").With("Max", maxOrganisers))
		return nil
	}
	out := make([]*model.Organiser, 0, len(in))
	seen := map[model.ID]bool{}
	for i, o := range in {
		field := fmt.Sprintf("organisers.%d.organisationId", i)
		id, err := o.OrganisationID.As(model.KindOrganisation, field)
		d.errs.Add(err)
		if seen[id] {
			d.errs.Add(model.BadInput(field, "error.list.duplicate"))
		}
		seen[id] = true
		out = append(out, &model.Organiser{ActivityID: d.row.ID, OrganisationID: id, Role: o.Role})
	}
	return out
}

// check holds what must be true of the whole row.
func (d draft) check() {
	if store.Country(d.row.CountryCode, model.English) == nil {
		d.errs.Add(model.BadInput("countryCode", "error.country.unknown").With("Code", string(d.row.CountryCode)))
	}
	d.errs.Add(model.ValidTimeZone("timeZone", d.row.TimeZone))
	if d.row.StartsOn.IsZero() != d.row.EndsOn.IsZero() {
		d.errs.Add(model.BadInput("endsOn", "error.days.both"))
	} else if !d.row.StartsOn.IsZero() {
		d.errs.Add(model.ValidDays("startsOn", "endsOn", d.row.StartsOn, d.row.EndsOn))
		if d.row.StartsOn.DaysUntil(d.row.EndsOn) >= maxDays {
			d.errs.Add(model.BadInput("endsOn", "error.days.tooMany").With("Max", maxDays))
		}
	}
	if size := d.row.ExpectedSize; size != nil && (*size < 1 || *size > maxSize) {
		d.errs.Add(model.BadInput("expectedSize", "error.number.range").With("Min", 1).With("Max", maxSize))
	}
	if d.row.StaffCount < 0 || d.row.StaffCount > maxSize {
		d.errs.Add(model.BadInput("staffCount", "error.number.range").With("Min", 0).With("Max", maxSize))
	}
}

// known checks that everything a visit points to is there.
func known(ctx context.Context, tx *app.Tx, row *model.Delegation, organisers []*model.Organiser) error {
	var errs model.Errors
	ids := map[string]*model.ID{"hostId": row.HostID, "organisationId": row.OrganisationID, "intermediaryId": row.IntermediaryID}
	for i, o := range organisers {
		ids[fmt.Sprintf("organisers.%d.organisationId", i)] = &o.OrganisationID
	}
	if err := tx.Known(ctx, &errs, model.KindOrganisation, ids); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindPerson, map[string]*model.ID{"ownerId": row.OwnerID, "requesterId": row.RequesterID}); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindFocusArea, map[string]*model.ID{"focusAreaId": row.FocusAreaID}); err != nil {
		return err
	}
	return errs.Err()
}
