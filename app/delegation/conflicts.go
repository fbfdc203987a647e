package delegation

import (
	"context"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Conflicts answers, for each of the visits, everything in its programme that
// does not hold as it is now. A visit that is over has none.
func (s Service) Conflicts(ctx context.Context, visits []model.ID) (map[model.ID][]*model.ProgrammeConflict, error) {
	rows, err := s.Store.DelegationsByID(ctx, visits, nil)
	if err != nil {
		return nil, err
	}
	return findConflicts(ctx, s.Store.Queries, s.Core, rows)
}

// programmes is what the rule needs to know of many visits at once.
type programmes struct {
	sessions    map[model.ID][]*model.Session
	others      map[model.ID][]*model.Session
	invitations []*model.HostInvitation
	groups      map[model.ID]map[string]int
	blocks      []*model.HostBlock
	hosts       map[model.ID]*model.Organisation
	visits      []*model.Session
	names       map[model.ID]string
}

// findConflicts reads the facts in a number of statements that grows neither
// with the visits nor with their programmes, and applies the rule to each.
func findConflicts(ctx context.Context, q store.Queries, core *app.Core, rows []*model.Delegation) (map[model.ID][]*model.ProgrammeConflict, error) {
	var live []*model.Delegation
	for _, d := range rows {
		if !d.State.Ended() {
			live = append(live, d)
		}
	}
	// Everybody counts for the size of a room, also who is listed to nobody.
	facts, err := readProgrammes(model.WithActor(ctx, asStaff(model.ActorFrom(ctx))), q, live)
	if err != nil {
		return nil, err
	}
	found := make(map[model.ID][]*model.ProgrammeConflict, len(rows))
	for _, d := range rows {
		found[d.ID] = []*model.ProgrammeConflict{}
	}
	for _, d := range live {
		found[d.ID] = append(found[d.ID], facts.conflicts(d, core.Holidays)...)
	}
	return found, nil
}

func (p *programmes) conflicts(d *model.Delegation, holidays model.Holidays) []*model.ProgrammeConflict {
	sessions := p.sessions[d.ID]
	conflicts := model.FindConflicts(model.ConflictInput{
		Delegation: d, Sessions: sessions, Others: p.others[d.ID], Invitations: p.invitations, GroupSizes: p.groups[d.ID],
		Blocks: p.blocks, Hosts: p.hosts, HostLoad: p.hostLoad(sessions), Holidays: holidays, Names: p.names,
	})
	byID := make(map[model.ID]*model.Session, len(sessions))
	for _, s := range sessions {
		byID[s.ID] = s
	}
	for _, c := range conflicts {
		c.Session = byID[c.SessionID]
		if c.OtherSessionID != nil {
			c.OtherSession = byID[*c.OtherSessionID]
		}
	}
	return conflicts
}

// hostLoad counts how often each session's host receives somebody in the days
// before it.
func (p *programmes) hostLoad(sessions []*model.Session) map[model.HostAsk]int {
	load := map[model.HostAsk]int{}
	for _, s := range sessions {
		if s.HostID == nil {
			continue
		}
		earliest := s.StartsAt.AddDate(0, 0, -model.HostLoadDays)
		for _, v := range p.visits {
			if v.ID != s.ID && *v.HostID == *s.HostID && v.StartsAt.Before(s.StartsAt) && !v.StartsAt.Before(earliest) {
				load[model.HostAsk{SessionID: s.ID, OrganisationID: *s.HostID}]++
			}
		}
	}
	return load
}

func readProgrammes(ctx context.Context, q store.Queries, rows []*model.Delegation) (*programmes, error) {
	p := &programmes{
		sessions: map[model.ID][]*model.Session{}, others: map[model.ID][]*model.Session{}, groups: map[model.ID]map[string]int{},
		hosts: map[model.ID]*model.Organisation{}, names: map[model.ID]string{},
	}
	ids := make([]model.ID, 0, len(rows))
	for _, d := range rows {
		ids = append(ids, d.ID)
		p.groups[d.ID] = map[string]int{}
	}
	sessions, err := q.Sessions(ctx, ids, nil, false, nil)
	if err != nil || len(sessions) == 0 {
		return p, err
	}
	for _, s := range sessions {
		p.sessions[s.DelegationID] = append(p.sessions[s.DelegationID], s)
	}
	others, err := q.OtherSessions(ctx, ids)
	if err != nil {
		return nil, err
	}
	visits := ids
	for _, o := range others {
		p.others[o.ForDelegation] = append(p.others[o.ForDelegation], &o.Session)
		visits = append(visits, o.DelegationID)
	}
	if p.invitations, err = q.Invitations(ctx, visits, nil); err != nil {
		return nil, err
	}
	delegates, err := q.Delegates(ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	for _, g := range delegates {
		p.groups[g.DelegationID][g.Group]++
	}
	return p, p.readParties(ctx, q, sessions, visits)
}

// readParties reads the hosts with their blocks and visits, and what people and
// other visits are called in a reason.
func (p *programmes) readParties(ctx context.Context, q store.Queries, sessions []*model.Session, visits []model.ID) error {
	hosts, people, from, until := reach(sessions)
	var err error
	if p.blocks, err = q.HostBlocks(ctx, hosts, from, until); err != nil {
		return err
	}
	organisations, err := q.OrganisationsByID(ctx, hosts, nil)
	if err != nil {
		return err
	}
	for _, o := range organisations {
		p.hosts[o.ID], p.names[o.ID] = o, o.Name
	}
	if p.visits, err = q.HostVisits(ctx, hosts, from.AddDate(0, 0, -model.HostLoadDays), until); err != nil {
		return err
	}
	persons, err := q.PeopleByID(ctx, people, nil)
	if err != nil {
		return err
	}
	for _, person := range persons {
		p.names[person.ID] = person.FullName
	}
	delegations, err := q.DelegationsByID(ctx, visits, model.Fields{"reference": {}})
	if err != nil {
		return err
	}
	for _, d := range delegations {
		p.names[d.ID] = d.Reference
	}
	return nil
}

// reach is whom the sessions need and the span that they cover.
func reach(sessions []*model.Session) (hosts, people []model.ID, from, until time.Time) {
	from, until = sessions[0].StartsAt, sessions[0].EndsAt
	for _, s := range sessions {
		if s.HostID != nil {
			hosts = append(hosts, *s.HostID)
		}
		if s.InterpreterID != nil {
			people = append(people, *s.InterpreterID)
		}
		people = append(people, s.SpeakerIDs...)
		if s.StartsAt.Before(from) {
			from = s.StartsAt
		}
		if s.EndsAt.After(until) {
			until = s.EndsAt
		}
	}
	return hosts, people, from, until
}

// asStaff is the same actor with the eyes of an adviser, for rules that must
// see every row whoever asks.
func asStaff(a model.Actor) model.Actor {
	a.Role = model.RoleAdviser
	return a
}
