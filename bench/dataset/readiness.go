package dataset

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fyrtaarn/model"
)

// Markets are those that every assessed company has handed an assessment in for.
var Markets = []model.CountryCode{"SE", "DE", "JP", "NO"}

// assessment is the n-th one, with the result that its answers would have. The
// answers themselves are not stored: no list reads them.
func (m *maker) assessment(i int) *model.Assessment {
	r := tableAssessment.dice(i)
	at := Now.AddDate(0, 0, -r.IntN(300)).Add(time.Duration(i) * time.Second)
	// A company is about as good at one question as at another.
	about, answers := r.IntN(model.MaxLevel+1), model.Answers{}
	for _, q := range m.template.Questions() {
		level := min(max(about+r.IntN(3)-1, 0), model.MaxLevel)
		answers[q.ID] = model.ReadinessRatings{Self: model.Rating{Level: &level, At: at}}
	}
	return &model.Assessment{
		ID: tableAssessment.id(i, at), OrganisationID: organisationID(i / len(Markets)), CountryCode: Markets[i%len(Markets)],
		TemplateVersion: m.template.Version, State: model.AssessmentSubmitted, SubmittedAt: &at, LastSavedAt: at,
		ExpiresAt: m.template.FirstExpiry(answers), Result: *m.template.Score(answers),
	}
}

func (m *maker) assessments(ctx context.Context) error {
	columns := []string{
		"id", "organisation_id", "country_code", "product_line", "template_version", "state", "state_since", "reason", "last_question",
		"last_saved_at", "submitted_at", "expires_at", "reopen_reason", "result", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "assessments", columns, m.Assessed*len(Markets), func(i int) ([]any, error) {
		a := m.assessment(i)
		result, err := json.Marshal(a.Result)
		if err != nil {
			return nil, fmt.Errorf("dataset: %w", err)
		}
		at := *a.SubmittedAt
		return []any{
			a.ID, a.OrganisationID, string(a.CountryCode), "", a.TemplateVersion, string(a.State), at, "", "7.3", at, at, a.ExpiresAt, "",
			string(result), at, at, 1,
		}, nil
	})
}

// companies are the rows that the product keeps beside every assessed company.
func (m *maker) companies(ctx context.Context) error {
	columns := []string{
		"id", "country_code", "market_code", "assessment_id", "level", "score_bp", "partner_bp", "company_bp", "completeness_bp", "submitted_at",
		"expires_at", "sector", "region", "sort_key",
	}
	var rows []*model.Company
	for company := range m.Assessed {
		o := &model.Organisation{ID: organisationID(company), Consent: model.ConsentStep, Region: "Midtjylland", SortKey: fmt.Sprintf("%08d", company)}
		var own []*model.Assessment
		for n := range Markets {
			own = append(own, m.assessment(company*len(Markets)+n))
		}
		rows = append(rows, model.CompanyRows(o, model.CompanyProfile{}, own)...)
	}
	if _, err := m.conn.Exec(ctx, "DELETE FROM companies"); err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	return m.copyRows(ctx, "companies", columns, len(rows), func(i int) ([]any, error) {
		c := rows[i]
		return []any{
			c.ID, string(c.CountryCode), string(c.MarketCode), c.AssessmentID, string(c.LevelBar), int(c.ScoreBP), int(c.PartnerBP), int(c.CompanyBP),
			int(c.CompletenessBP), c.SubmittedAt, c.ExpiresAt, c.Sector, c.Region, c.SortKey,
		}, nil
	})
}
