package delegation

import (
	"context"
	"fmt"
	"strings"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// Create notes a visit. It starts as INQUIRY, or as COMPLETED when it is
// recorded after it was held.
func (s Service) Create(ctx context.Context, in model.DelegationCreateInput, f model.Fields) (*model.Delegation, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row, organisers, err := s.fresh(in, tx)
		if err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "delegationCreate", in, func(id model.ID) error {
			row.ID = id
			return insert(ctx, tx, row, organisers)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// fresh makes the row from a valid input.
func (s Service) fresh(in model.DelegationCreateInput, tx *app.Tx) (*model.Delegation, []*model.Organiser, error) {
	var errs model.Errors
	row := &model.Delegation{
		Activity: model.Activity{
			Reference: app.Value(in.Reference), CountryCode: in.CountryCode, TimeZone: model.Copenhagen,
			StartsOn: app.Value(in.StartsOn), EndsOn: app.Value(in.EndsOn),
		},
		State: model.DelegationInquiry, StateSince: tx.Now, ExpectedSize: in.ExpectedSize, StaffCount: app.Value(in.StaffCount),
		RequestedOn: app.Value(in.RequestedOn), Stamps: model.Created(tx.Now),
	}
	if in.TimeZone != nil {
		row.TimeZone = *in.TimeZone
	}
	if row.RequestedOn.IsZero() {
		row.RequestedOn = model.DateOf(tx.Now.In(row.Zone()))
	}
	d := draft{errs: &errs, row: row}
	d.title(in.Title)
	d.description(in.Description)
	d.purpose(in.Purpose)
	d.texts(in.City, in.HeadRank, in.Payer)
	d.tags(in.Tags)
	row.HostID = errs.OptionalID(in.HostID, model.KindOrganisation, "hostId")
	row.OwnerID = errs.OptionalID(in.OwnerID, model.KindPerson, "ownerId")
	row.OrganisationID = errs.OptionalID(in.OrganisationID, model.KindOrganisation, "organisationId")
	row.RequesterID = errs.OptionalID(in.RequesterID, model.KindPerson, "requesterId")
	row.IntermediaryID = errs.OptionalID(in.IntermediaryID, model.KindOrganisation, "intermediaryId")
	row.FocusAreaID = errs.OptionalID(in.FocusAreaID, model.KindFocusArea, "focusAreaId")
	organisers := d.organisers(in.Organisers)
	if row.Reference != "" {
		errs.Add(model.ValidReference("reference", row.Reference))
	}
	d.check()
	if app.Value(in.RecordedAfterwards) {
		row.State, row.RecordedAfterwards = model.DelegationCompleted, true
		if row.EndsOn.IsZero() || !row.EndsOn.Before(model.DateOf(tx.Now.In(row.Zone()))) {
			errs.Add(model.BadInput("endsOn", "error.delegation.recordedNotEnded"))
		}
	}
	return row, organisers, errs.Err()
}

func insert(ctx context.Context, tx *app.Tx, row *model.Delegation, organisers []*model.Organiser) error {
	if err := known(ctx, tx, row, organisers); err != nil {
		return err
	}
	if row.Reference == "" {
		// The end of a UUIDv7 is random: short, and unique enough to be tried.
		id := row.ID.String()
		row.Reference = fmt.Sprintf("del-%s-%s", strings.ToLower(string(row.CountryCode)), id[len(id)-6:])
	}
	row.SearchText = searchText(row)
	if err := tx.InsertUnique(ctx, row, model.Conflict("reference", "error.reference.taken").With("Reference", row.Reference)); err != nil {
		return err
	}
	for _, o := range organisers {
		o.ActivityID = row.ID
	}
	if err := tx.SetOrganisers(ctx, row.ID, organisers); err != nil {
		return err
	}
	tx.Touch(model.KindDelegation, row.ID)
	return tx.Audit(ctx, "delegationCreate", model.KindDelegation, row.ID, nil, row, "")
}
