package store

import (
	"context"
	"fmt"

	"fyrtaarn/model"
)

// calledOff are the states in which an activity is in nobody's way: it does not
// take place, or nobody knows when.
const calledOff = `('CANCELLED', 'DECLINED', 'POSTPONED')`

// ClashPlans reads what takes place, or may still do so, between the two days,
// both included, with who organises it, who receives it and who takes part. The
// number of statements does not depend on how much that is.
func (q Queries) ClashPlans(ctx context.Context, from, until model.Date) ([]model.ClashPlan, error) {
	s := q.statement()
	var entries []*model.ActivityEntry
	// Nothing lasts longer than MaxActivityDays: the index need not be read from its beginning.
	sel := q.bun.NewSelect().Model(&entries).Where("activity_entry.state NOT IN "+calledOff).
		Where(activityStart+" >= ?", s.arg(from.AddDays(-model.MaxActivityDays))).Where(activityStart+" <= ?", s.arg(until)).Where("activity_entry.ends_on >= ?", s.arg(from)).OrderExpr("activity_entry.id")
	if err := s.scan(ctx, sel, &entries); err != nil || len(entries) == 0 {
		return nil, err
	}
	ids := idsOf(entries, func(e *model.ActivityEntry) *model.ID { return &e.ID })
	plans := make([]model.ClashPlan, len(entries))
	byID := make(map[model.ID]*model.ClashPlan, len(entries))
	for i, e := range entries {
		plans[i] = model.ClashPlan{
			ID: e.ID, Country: e.CountryCode, City: e.City, StartsOn: e.StartsOn, EndsOn: e.EndsOn, OwnerID: e.OwnerID,
		}
		if e.HostID != nil {
			plans[i].Organisers = []model.ID{*e.HostID}
		}
		byID[e.ID] = &plans[i]
	}
	var parts []struct {
		ID   model.ID `bun:"id"`
		Part string   `bun:"part"`
		Who  model.ID `bun:"who"`
	}
	s = q.statement()
	among := s.list(idTexts(ids))
	is := func(column string) string { return q.d.isAnyOfIDs(column, among) }
	err := s.query(ctx, fmt.Sprintf(`SELECT o.activity_id AS id, 'organiser' AS part, o.organisation_id AS who FROM organisers o WHERE o.role <> 'SUPPORTER' AND %s
UNION SELECT n.delegation_id AS id, 'host' AS part, n.host_id AS who FROM sessions n WHERE n.host_id IS NOT NULL AND NOT n.cancelled AND %s
UNION SELECT t.activity_id AS id, 'host' AS part, t.host_id AS who FROM tour_stops t WHERE t.host_id IS NOT NULL AND t.cancelled_at IS NULL AND %s
UNION SELECT a.mission_id AS id, 'company' AS part, a.company_id AS who FROM mission_applications a
WHERE a.state IN ('ACCEPTED', 'CONFIRMED', 'ATTENDED', 'TRACKING') AND %s
UNION SELECT r.activity_id AS id, 'company' AS part, p.organisation_id AS who FROM tour_registrations r
JOIN people p ON p.id = r.person_id JOIN organisations c ON c.id = p.organisation_id
WHERE r.state IN ('CONFIRMED', 'CHECKED_IN', 'ATTENDED') AND c.kind = 'COMPANY' AND %s`,
		is("o.activity_id"), is("n.delegation_id"), is("t.activity_id"), is("a.mission_id"), is("r.activity_id")), &parts)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		plan := byID[p.ID]
		switch p.Part {
		case "organiser":
			plan.Organisers = append(plan.Organisers, p.Who)
		case "host":
			plan.Hosts = append(plan.Hosts, p.Who)
		case "company":
			plan.Companies = append(plan.Companies, p.Who)
		}
	}
	return plans, nil
}
