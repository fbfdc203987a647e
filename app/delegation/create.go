package delegation

import (
	"context"

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
		State: model.DelegationInquiry, StateSince: tx.Now, ExpectedSize: in.ExpectedSize, StaffCount: app.Value(in.StaffCount),
		RequestedOn: app.Value(in.RequestedOn), Stamps: model.Created(tx.Now),
	}
	organisers := model.ActivityInput{
		Reference: in.Reference, Title: in.Title, Description: in.Description, CountryCode: in.CountryCode, FurtherCountries: in.FurtherCountries,
		StartsOn: in.StartsOn, EndsOn: in.EndsOn, City: in.City, TimeZone: in.TimeZone, HostID: in.HostID, OwnerID: in.OwnerID,
		FocusAreaID: in.FocusAreaID, Tags: in.Tags, Organisers: in.Organisers,
	}.Apply(&errs, &row.Activity)
	if row.RequestedOn.IsZero() {
		row.RequestedOn = model.DateOf(tx.Now.In(row.Zone()))
	}
	d := draft{errs: &errs, row: row}
	d.purpose(in.Purpose)
	d.line("headRank", &row.HeadRank, in.HeadRank)
	d.line("payer", &row.Payer, in.Payer)
	row.OrganisationID = errs.OptionalID(in.OrganisationID, model.KindOrganisation, "organisationId")
	row.RequesterID = errs.OptionalID(in.RequesterID, model.KindPerson, "requesterId")
	row.IntermediaryID = errs.OptionalID(in.IntermediaryID, model.KindOrganisation, "intermediaryId")
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
	return tx.InsertActivity(ctx, row, organisers, "del", "delegationCreate")
}
