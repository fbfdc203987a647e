package delegation

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// maxSize is the largest number that is taken for a group.
const maxSize = 5000

// draft is a visit into which an input is being written; all that is wrong is
// collected.
type draft struct {
	errs *model.Errors
	row  *model.Delegation
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

// check holds what must be true of the whole row.
func (d draft) check() {
	app.CheckActivity(d.errs, &d.row.Activity)
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
	organisations := map[string]*model.ID{"organisationId": row.OrganisationID, "intermediaryId": row.IntermediaryID}
	people := map[string]*model.ID{"requesterId": row.RequesterID}
	if err := tx.KnownInActivity(ctx, &errs, &row.Activity, organisers, organisations, people); err != nil {
		return err
	}
	return errs.Err()
}
