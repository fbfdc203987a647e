package app

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"fyrtaarn/model"
	"fyrtaarn/store"
)

// The reasons that the planner writes into occurrences.
const (
	reasonReplanned   = "the date, the audience or the rule changed"
	reasonUnreachable = "there is no address to write to"
)

// recallWithin is how soon a delivery is due that may be claimed before the
// change to its subject is committed; no unit of work takes as long.
const recallWithin = 10 * time.Minute

// peopleLiveFor is how long after its end a visit is still looked through when
// one of its people changes.
const peopleLiveFor = 60 * 24 * time.Hour

// peopleLiveAhead is how long before its day something is looked through that
// has to do with them.
const peopleLiveAhead = 90 * 24 * time.Hour

// planTouched plans the reminders of what the unit of work has touched, and of
// what hangs on it. It is the last thing before the commit, so that a change
// and the reminders that follow from it are stored together.
func (c *Core) planTouched(ctx context.Context, tx *Tx) error {
	if len(tx.touched) == 0 {
		return nil
	}
	refs, versions, err := tx.resolve(ctx)
	if err != nil {
		return err
	}
	visits, err := tx.ActivitiesOf(ctx, refs)
	if err != nil {
		return err
	}
	tx.noteChanged(visits)
	if _, err := tx.LockActivities(ctx, visitsOf(visits), false); err != nil {
		return err
	}
	if _, err := tx.LockSubjects(ctx, refs, false); err != nil {
		return err
	}
	if err := tx.RecallDeliveries(ctx, refIDs(refs), tx.Now.Add(recallWithin), tx.Now); err != nil {
		return err
	}
	for _, version := range versions {
		if err := tx.orderPublication(ctx, version, visits[version]); err != nil {
			return err
		}
	}
	return c.plan(ctx, tx, refs)
}

// Plan plans the reminders of subjects after something happened to them that is
// stored already. It waits for whoever is changing their visits.
func (c *Core) Plan(ctx context.Context, refs []store.Subject) error {
	return c.planStored(ctx, refs, false)
}

// PlanIdle plans the reminders of subjects that nobody has changed. What somebody
// is changing at this moment is passed over: who changes it plans it.
func (c *Core) PlanIdle(ctx context.Context, refs []store.Subject) error {
	return c.planStored(ctx, refs, true)
}

func (c *Core) planStored(ctx context.Context, refs []store.Subject, skip bool) error {
	return c.Store.InTx(ctx, func(ctx context.Context, q store.Queries) error {
		tx := &Tx{Queries: q, Now: c.Clock.Now(), Actor: model.ActorFrom(ctx), core: c}
		visits, err := tx.ActivitiesOf(ctx, refs)
		if err != nil {
			return err
		}
		ids, err := tx.LockActivities(ctx, visitsOf(visits), skip)
		if err != nil {
			return err
		}
		held := make(map[model.ID]bool, len(ids))
		for _, id := range ids {
			held[id] = true
		}
		busy, err := tx.LockSubjects(ctx, refs, skip)
		if err != nil {
			return err
		}
		var mine []store.Subject
		for _, ref := range refs {
			if visit, ok := visits[ref.ID]; (!ok || held[visit]) && !busy[ref.ID] {
				mine = append(mine, ref)
			}
		}
		return c.plan(ctx, tx, mine)
	})
}

// resolve answers every subject whose reminders may change with what was
// touched: a visit's invitations and follow-ups with the visit, the visit with
// an invitation, a mission's applications with the mission and the mission with
// an application, a country's milestones with its record, and all live subjects
// of a person. versions are the programme versions among the touched.
func (tx *Tx) resolve(ctx context.Context) (refs []store.Subject, versions []model.ID, err error) {
	var visits, missions, tours, countries, people []model.ID
	var invitations, applications []store.Subject
	for _, t := range tx.touched {
		switch t.kind {
		case model.KindDelegation:
			visits = append(visits, t.id)
		case model.KindTradeMission:
			missions = append(missions, t.id)
		case model.KindApplication:
			applications = append(applications, store.Subject{Kind: t.kind, ID: t.id})
		case model.KindPerson:
			people = append(people, t.id)
		case model.KindInvitation:
			invitations = append(invitations, store.Subject{Kind: t.kind, ID: t.id})
		case model.KindProgramme:
			versions = append(versions, t.id)
			invitations = append(invitations, store.Subject{Kind: t.kind, ID: t.id})
		case model.KindTourEdition, model.KindSideTour:
			tours = append(tours, t.id)
			refs = append(refs, store.Subject{Kind: t.kind, ID: t.id})
		case model.KindLighthouseCountry:
			countries = append(countries, t.id)
		case model.KindFollowUp, model.KindRegistration, model.KindAssessment, model.KindMilestone:
			refs = append(refs, store.Subject{Kind: t.kind, ID: t.id})
		default: // nothing is said about the other kinds
		}
	}
	within, err := tx.SubjectsWithin(ctx, slices.Concat(visits, missions, tours))
	if err != nil {
		return nil, nil, err
	}
	milestones, err := tx.MilestonesWithin(ctx, countries)
	if err != nil {
		return nil, nil, err
	}
	of, err := tx.ActivitiesOf(ctx, invitations)
	if err != nil {
		return nil, nil, err
	}
	appliedTo, err := tx.ActivitiesOf(ctx, applications)
	if err != nil {
		return nil, nil, err
	}
	live, err := tx.SubjectsOfPeople(ctx, people, store.Span{Since: tx.Now.Add(-peopleLiveFor), Until: tx.Now.Add(peopleLiveAhead)})
	if err != nil {
		return nil, nil, err
	}
	refs = append(refs, invitations...)
	for _, visit := range append(visits, visitsOf(of)...) {
		refs = append(refs, store.Subject{Kind: model.KindDelegation, ID: visit})
	}
	for _, mission := range append(missions, visitsOf(appliedTo)...) {
		refs = append(refs, store.Subject{Kind: model.KindTradeMission, ID: mission})
	}
	refs = slices.Concat(refs, applications, within, milestones, live)
	seen := make(map[store.Subject]bool, len(refs))
	once := refs[:0]
	for _, ref := range refs {
		if !seen[ref] {
			seen[ref] = true
			once = append(once, ref)
		}
	}
	return once, versions, nil
}

func visitsOf(of map[model.ID]model.ID) []model.ID {
	visits := make([]model.ID, 0, len(of))
	for _, visit := range of {
		visits = append(visits, visit)
	}
	return distinct(visits)
}

// orderPublication lets a version that this unit of work publishes count as
// published after every mail about the visit that has begun to leave: none of
// them can tell it. Nobody can begin another before the commit, since their
// deliveries were recalled.
func (tx *Tx) orderPublication(ctx context.Context, version, visit model.ID) error {
	started, err := tx.LastStarted(ctx, visit)
	if err != nil || started.Before(tx.Now) {
		return err
	}
	return tx.SetPublishedAt(ctx, version, started.Add(time.Second))
}

// plan compares what the rules want said about the subjects with the ledger,
// and writes the difference.
func (c *Core) plan(ctx context.Context, tx *Tx, refs []store.Subject) error {
	if len(refs) == 0 {
		return nil
	}
	rules, err := tx.ReminderRules(ctx)
	if err != nil {
		return err
	}
	subjects, err := LoadSubjects(ctx, tx.Queries, refs, rules, tx.Now)
	if err != nil {
		return err
	}
	var change planned
	for _, s := range subjects {
		c.planOne(ctx, tx, rules, s, &change)
	}
	return change.store(ctx, tx)
}

// planOne plans one subject. A rule or a subject that the planner cannot digest
// stops only itself: what was planned about it stays.
func (c *Core) planOne(ctx context.Context, tx *Tx, rules []*model.ReminderRule, s *Subject, change *planned) {
	defer func() {
		if broken := recover(); broken != nil {
			c.Log.ErrorContext(ctx, "reminders of a subject cannot be planned", "kind", s.Kind, "subject", s.ID,
				"cause", fmt.Sprint(broken), "stack", string(debug.Stack()))
		}
	}()
	wanted := model.PlanReminders(rules, s.ReminderSubject, model.NewHorizon(tx.Now), c.Holidays)
	for _, o := range wanted {
		if o.State == model.OccurrencePlanned && s.Mailbox(o.PersonID) == nil {
			o.State, o.Reason = model.OccurrenceNoAddress, reasonUnreachable
		}
	}
	insert, update, supersede := model.SupersededBy(s.ledger(), wanted)
	// What a person has ordered to leave now is not put back to its time.
	ordered := make(map[model.ID]bool)
	for _, o := range s.Occurrences {
		ordered[o.ID] = o.State == model.OccurrencePlanned && o.Reason != ""
	}
	update = slices.DeleteFunc(update, func(o *model.Occurrence) bool {
		return ordered[o.ID] && o.State == model.OccurrencePlanned
	})
	for _, o := range insert {
		o.ID, o.CreatedAt, o.UpdatedAt = tx.NewID(), tx.Now, tx.Now
	}
	change.insert = append(change.insert, insert...)
	for _, o := range update {
		o.UpdatedAt = tx.Now
	}
	change.update = append(change.update, update...)
	change.supersede = append(change.supersede, supersede...)
}

// ledger is what the planner compares with. One that had no address is wanted
// anew as soon as there is one.
func (s *Subject) ledger() []*model.Occurrence {
	rows := make([]*model.Occurrence, len(s.Occurrences))
	for i, o := range s.Occurrences {
		rows[i] = o
		if o.State == model.OccurrenceNoAddress && s.Mailbox(o.PersonID) != nil {
			again := *o
			again.State = model.OccurrenceSuperseded
			rows[i] = &again
		}
	}
	return rows
}

// planned is the difference between plan and ledger.
type planned struct{ insert, update, supersede []*model.Occurrence }

// store writes the difference: deliveries before occurrences, as the sender
// does, so that the two never wait for each other.
func (p *planned) store(ctx context.Context, tx *Tx) error {
	gone := make([]model.ID, len(p.supersede))
	for i, o := range p.supersede {
		gone[i] = o.ID
	}
	if _, err := tx.DropDeliveries(ctx, gone, reasonReplanned, tx.Now); err != nil {
		return err
	}
	var added []*model.Delivery
	for _, o := range p.update {
		if err := tx.replan(ctx, o, &added); err != nil {
			return err
		}
	}
	if err := tx.SupersedeOccurrences(ctx, gone, reasonReplanned, tx.Now); err != nil {
		return err
	}
	if err := tx.AddDeliveries(ctx, added); err != nil {
		return err
	}
	return tx.PlanOccurrences(ctx, p.insert, tx.NewDelivery)
}

// replan writes what a new plan says about an occurrence that is in the ledger.
func (tx *Tx) replan(ctx context.Context, o *model.Occurrence, added *[]*model.Delivery) error {
	id := []model.ID{o.ID}
	switch {
	case o.State == model.OccurrenceExpired:
		if _, err := tx.DropDeliveries(ctx, id, "of no use any more", tx.Now); err != nil {
			return err
		}
		return tx.ReplanOccurrence(ctx, o)
	case o.State == model.OccurrencePlanned && o.Delivery == nil:
		*added = append(*added, tx.NewDelivery(o))
		return tx.ReplanOccurrence(ctx, o)
	case o.State == model.OccurrencePlanned && o.Delivery.State == model.DeliveryDropped:
		// The occurrence first: the delivery takes its time from it.
		if err := tx.ReplanOccurrence(ctx, o); err != nil {
			return err
		}
		return tx.ReopenDeliveries(ctx, id, tx.Now)
	}
	if err := tx.MoveDelivery(ctx, o.ID, o.DueAt, tx.Now); err != nil {
		return err
	}
	return tx.ReplanOccurrence(ctx, o)
}

// NewDelivery is the ledger's row for a planned occurrence. Its Message-ID is
// its own for ever.
func (tx *Tx) NewDelivery(o *model.Occurrence) *model.Delivery {
	id := tx.NewID()
	return &model.Delivery{
		ID: id, OccurrenceID: o.ID, State: model.DeliveryPending, DueAt: o.DueAt,
		MessageID: id.String() + "@" + tx.core.MailDomain, CreatedAt: tx.Now, UpdatedAt: tx.Now,
	}
}
