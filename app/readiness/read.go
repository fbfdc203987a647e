package readiness

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// One answers the assessment with the id; nil when there is none that the
// viewer may see.
func (s Service) One(ctx context.Context, id model.GlobalID, f model.Fields) (*model.Assessment, error) {
	return app.ByGlobalID(ctx, model.KindAssessment, id, f, s.Many)
}

func (s Service) one(ctx context.Context, id model.ID, f model.Fields) (*model.Assessment, error) {
	return app.First(s.Many(ctx, []model.ID{id}, f))
}

// Many answers the assessments with the ids that the viewer may see, for loaders.
func (s Service) Many(ctx context.Context, ids []model.ID, f model.Fields) ([]*model.Assessment, error) {
	rows, err := s.Store.AssessmentsByID(ctx, ids, f)
	if err != nil {
		return nil, err
	}
	return rows, s.attach(ctx, rows...)
}

// List answers one page of assessments, by default the last saved first.
func (s Service) List(
	ctx context.Context, filter *model.AssessmentFilter, order *model.AssessmentOrderBy, page model.PageRequest, f model.Fields,
) (*model.AssessmentConnection, error) {
	query := store.AssessmentQuery{}
	var errs model.Errors
	if filter != nil {
		query.AssessmentFilter = *filter
		query.Organisation = errs.OptionalID(filter.OrganisationID, model.KindOrganisation, "filter.organisationId")
		errs.Add(model.ValidYear("filter.submittedYear", filter.SubmittedYear))
		query.Adviser = errs.OptionalID(filter.AdviserID, model.KindPerson, "filter.adviserId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.AssessmentOrderBy{Field: model.AssessmentByLastSavedAt, Direction: model.Descending}
	}
	conn, err := s.Store.Assessments(ctx, query, *order, page, f)
	if err != nil {
		return nil, err
	}
	return conn, s.attach(ctx, conn.Nodes...)
}

// Companies answers one page of companies, by default the best score first.
func (s Service) Companies(
	ctx context.Context, filter *model.CompanyFilter, order *model.CompanyOrderBy, page model.PageRequest, f model.Fields,
) (*model.CompanyConnection, error) {
	query := store.CompanyQuery{}
	var errs model.Errors
	if filter != nil {
		query.CompanyFilter = *filter
		query.Focus = errs.OptionalID(filter.FocusAreaID, model.KindFocusArea, "filter.focusAreaId")
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	if order == nil {
		order = &model.CompanyOrderBy{Field: model.CompanyByScore, Direction: model.Descending}
	}
	conn, err := s.Store.Companies(ctx, query, *order, page, f)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	for _, c := range conn.Nodes {
		c.Stale = c.ExpiresAt != nil && !now.Before(*c.ExpiresAt)
		if c.Assessment != nil {
			if err := s.attach(ctx, c.Assessment); err != nil {
				return nil, err
			}
		}
	}
	return conn, nil
}

// Peers compares a submitted assessment with other companies in its market.
func (s Service) Peers(ctx context.Context, id model.GlobalID, sameFocus bool) (*model.ReadinessPeers, error) {
	a, err := s.One(ctx, id, nil)
	if err != nil || a == nil {
		return nil, err
	}
	var focus *model.ID
	if sameFocus {
		profile, err := s.Store.CompanyProfile(ctx, a.OrganisationID)
		if err != nil {
			return nil, err
		}
		focus = profile.FocusAreaID
	}
	own := app.Value(a.Result.MarketScore)
	count, below, err := s.Store.PeerScores(ctx, a.CountryCode, focus, a.OrganisationID, own)
	if err != nil {
		return nil, err
	}
	peers := &model.ReadinessPeers{Count: count, Shown: count >= model.MinPeers}
	if !peers.Shown {
		peers.Count = 0 // how few there are could tell who they are
		return peers, nil
	}
	if a.Result.MarketScore != nil {
		peers.Below = &below
	}
	// Nearest rank: the least score that a quarter, half, three quarters reach.
	for quarter, into := range map[int]**model.BasisPoints{1: &peers.LowerQuartile, 2: &peers.Median, 3: &peers.UpperQuartile} {
		score, err := s.Store.PeerScoreAt(ctx, a.CountryCode, focus, a.OrganisationID, (count*quarter+3)/4-1)
		if err != nil {
			return nil, err
		}
		*into = &score
	}
	return peers, nil
}
