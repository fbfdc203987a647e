package model

import (
	"cmp"
	"time"
)

// NoScore stands where a company has no score, or shows none; Hidden where a
// partner may not even know of the company.
const (
	NoScore BasisPoints = -1
	Hidden  BasisPoints = -2
)

// AnyMarket is the market of the row that stands for a company as a whole.
const AnyMarket CountryCode = ""

// Company is a company as the list by readiness shows it: the newest submission
// for one market or, in the row for AnyMarket, for any. It follows from the
// company's assessments and is saved with them, so that a list need not score
// anything.
type Company struct {
	// ID is the organisation's.
	ID          ID          `bun:"id,pk"`
	CountryCode CountryCode `bun:"country_code,pk"`
	// MarketCode is the market of the submission; empty without one.
	MarketCode   CountryCode   `bun:"market_code,notnull"`
	AssessmentID *ID           `bun:"assessment_id"`
	LevelBar     MaturityLevel `bun:"level,notnull"`
	ScoreBP      BasisPoints   `bun:"score_bp,notnull"`
	// PartnerBP is the score as the company lets partners see it.
	PartnerBP      BasisPoints `bun:"partner_bp,notnull"`
	CompanyBP      BasisPoints `bun:"company_bp,notnull"`
	CompletenessBP BasisPoints `bun:"completeness_bp,notnull"`
	SubmittedAt    *time.Time  `bun:"submitted_at"`
	ExpiresAt      *time.Time  `bun:"expires_at"`
	FocusAreaID    *ID         `bun:"focus_area_id"`
	Sector         string      `bun:"sector,notnull"`
	Region         string      `bun:"region,notnull"`
	SortKey        string      `bun:"sort_key,notnull"`

	Organisation *Organisation `bun:"-"`
	Market       *Country      `bun:"-"`
	FocusArea    *FocusArea    `bun:"-"`
	Assessment   *Assessment   `bun:"-"`
	// ScoresHidden tells a reader that there may be scores which the company
	// does not show to partners.
	ScoresHidden bool `bun:"-"`
	Stale        bool `bun:"-"`
}

// Level is the rung that is awarded; nil without one.
func (c *Company) Level() *MaturityLevel {
	if c.LevelBar == "" {
		return nil
	}
	return &c.LevelBar
}

// Score is the market score, CompanyScore that of the company part and
// Completeness how much is answered; nil without a submission.
func (c *Company) Score() *BasisPoints { return knownScore(c.ScoreBP) }

// CompanyScore is the score of the questions about the company.
func (c *Company) CompanyScore() *BasisPoints { return knownScore(c.CompanyBP) }

// Completeness is the share of questions that are answered.
func (c *Company) Completeness() *BasisPoints {
	if c.SubmittedAt == nil {
		return nil
	}
	return &c.CompletenessBP
}

func knownScore(score BasisPoints) *BasisPoints {
	if score < 0 {
		return nil
	}
	return &score
}

// HideScores blanks whatever a company shows to nobody but us.
func (c *Company) HideScores() {
	*c = Company{
		ID: c.ID, CountryCode: c.CountryCode, PartnerBP: c.PartnerBP, FocusAreaID: c.FocusAreaID, Sector: c.Sector, Region: c.Region,
		SortKey: c.SortKey, ScoreBP: NoScore, CompanyBP: NoScore, ScoresHidden: true,
	}
}

// CompanyProfile is what is known of a company beside its organisation.
type CompanyProfile struct {
	// ID is the organisation's.
	ID          ID     `bun:"id,pk"`
	FocusAreaID *ID    `bun:"focus_area_id"`
	Sector      string `bun:"sector,notnull"`
	Stamps
}

// ForPartners is a score as partners see it by the company's consent.
func (c PartnerConsent) ForPartners(score BasisPoints) BasisPoints {
	switch c {
	case ConsentNothing:
		return Hidden
	case ConsentStep:
		return NoScore
	case ConsentStepAndScores:
	}
	return score
}

// CompanyRows are the rows of the list that follow from a company, what is
// known of it, and its assessments in any order. Only what was submitted and
// neither superseded nor abandoned counts; of several the newest submission.
func CompanyRows(o *Organisation, profile CompanyProfile, assessments []*Assessment) []*Company {
	base := Company{
		ID: o.ID, ScoreBP: NoScore, PartnerBP: o.Consent.ForPartners(NoScore), CompanyBP: NoScore,
		FocusAreaID: profile.FocusAreaID, Sector: profile.Sector, Region: o.Region, SortKey: o.SortKey,
	}
	newest := map[CountryCode]*Assessment{}
	var order []CountryCode
	for _, a := range assessments {
		if a.SubmittedAt == nil || a.State.Ended() {
			continue
		}
		for _, market := range []CountryCode{AnyMarket, a.CountryCode} {
			if newest[market] == nil && market != AnyMarket {
				order = append(order, market)
			}
			if newest[market] == nil || a.laterThan(newest[market]) {
				newest[market] = a
			}
		}
	}
	rows := []*Company{base.with(AnyMarket, newest[AnyMarket], o.Consent)}
	for _, market := range order {
		rows = append(rows, base.with(market, newest[market], o.Consent))
	}
	return rows
}

// laterThan orders submissions: by instant, and by id where that is one.
func (a *Assessment) laterThan(b *Assessment) bool {
	return cmp.Or(a.SubmittedAt.Compare(*b.SubmittedAt), cmp.Compare(a.ID.String(), b.ID.String())) > 0
}

func (c Company) with(market CountryCode, a *Assessment, consent PartnerConsent) *Company {
	c.CountryCode = market
	if a == nil {
		return &c
	}
	id := a.ID
	c.MarketCode, c.AssessmentID, c.SubmittedAt, c.ExpiresAt = a.CountryCode, &id, a.SubmittedAt, a.ExpiresAt
	c.CompletenessBP = a.Result.Completeness
	if a.Result.Level != nil {
		c.LevelBar = *a.Result.Level
	}
	if a.Result.MarketScore != nil {
		c.ScoreBP = *a.Result.MarketScore
	}
	if a.Result.CompanyScore != nil {
		c.CompanyBP = *a.Result.CompanyScore
	}
	c.PartnerBP = consent.ForPartners(c.ScoreBP)
	return &c
}

// CompanyOrder is what a list of companies is sorted by.
type CompanyOrder string

// The orders of companies.
const (
	CompanyByScore CompanyOrder = "SCORE"
	CompanyByName  CompanyOrder = "NAME"
)

// CompanyOrderBy names the order and its direction.
type CompanyOrderBy struct {
	Field     CompanyOrder
	Direction OrderDirection
}

// CompanyFilter narrows a list of companies; every set member must hold.
type CompanyFilter struct {
	// Market asks for the newest submission for the market, and leaves out
	// companies without one; without it the newest for any market counts.
	Market *CountryCode
	Levels []MaturityLevel
	// MinScore and MaxScore bound the market score, both included.
	MinScore    *BasisPoints
	MaxScore    *BasisPoints
	FocusAreaID *GlobalID
	Sector      *string
	Region      *string
	// Assessed tells companies with a score from those without.
	Assessed *bool
}

// CompanyConnection is one page of companies.
type CompanyConnection = Connection[Company]

// CompanyEdge is one of them with its cursor.
type CompanyEdge = Edge[Company]

// ReadinessPeers are the scores of other companies in the same market. They are
// only shown of at least MinPeers, so that nobody can be recognised.
type ReadinessPeers struct {
	// Count is how many others there are; Shown tells whether that is enough.
	Count int
	Shown bool
	// Below counts the others with a lower score.
	Below                                *int
	LowerQuartile, Median, UpperQuartile *BasisPoints
}

// MinPeers is the least number of companies behind a figure about others.
const MinPeers = 5
