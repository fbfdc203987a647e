// Package followup keeps what owners have promised to do by a day, and what
// activities have taught.
package followup

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Service answers and changes follow-ups and lessons.
type Service struct{ *app.Core }

// List answers one page of follow-ups, the earliest due first. What is overdue
// is decided by the day in Copenhagen.
func (s Service) List(ctx context.Context, filter *model.FollowUpFilter, page model.PageRequest, f model.Fields) (*model.FollowUpConnection, error) {
	query := store.FollowUpQuery{Today: s.Today()}
	var errs model.Errors
	if filter != nil {
		query.FollowUpFilter = *filter
		errs.Add(model.ValidYear("filter.endedYear", filter.EndedYear))
		if filter.OwnerID != nil {
			id, err := filter.OwnerID.As(model.KindPerson, "filter.ownerId")
			errs.Add(err)
			query.Owner = &id
		}
		if filter.SubjectID != nil {
			_, id, err := subject(*filter.SubjectID, "filter.subjectId", model.KindLighthouseCountry)
			errs.Add(err)
			query.Subject = &id
		}
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return s.Store.FollowUps(ctx, query, page, f)
}

// Many answers the follow-ups with the ids, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.FollowUp, error) {
	return s.Store.FollowUpsByID(ctx, ids, f)
}

// subject reads the id of an activity, or of something of the other kinds.
func subject(id model.GlobalID, field string, also ...model.Kind) (model.Kind, model.ID, error) {
	if kind, key, ok := id.Parse(); ok && (kind.IsActivity() || slices.Contains(also, kind)) {
		return kind, key, nil
	}
	return "", model.ID{}, model.BadInput(field, "error.id.invalid")
}

func (s Service) asked(ctx context.Context, id model.ID, f model.Fields) (*model.FollowUp, error) {
	return app.First(s.Store.FollowUpsByID(ctx, []model.ID{id}, f))
}
