package dataset

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// The span of the visits' first days around Now.
const (
	daysBefore = 3 * 365
	daysAfter  = 365
)

// visit is what the rows of one delegation share.
type visit struct {
	row int
	// slot is the visitors' place in words.byWeight.
	slot  int
	from  origin
	theme map[string]string
	town  city
	// requested and changed are when the visit was first and last saved.
	requested, changed time.Time
	starts             model.Date
	state              model.DelegationState
}

// requestedAt is when the row's delegation was first saved.
func requestedAt(row int) time.Time {
	v := visit{row: row}
	v.draw(tableDelegation.dice(row))
	return v.requested
}

func delegationID(row int) model.ID { return tableDelegation.id(row, requestedAt(row)) }

// draw decides when a visit is.
func (v *visit) draw(r *rand.Rand) {
	day := r.IntN(daysBefore+daysAfter) - daysBefore
	v.starts = model.DateOf(Now).AddDays(day)
	// A visit begins on a Monday or a Wednesday, so that none is at a weekend.
	for v.starts.Weekday() != time.Monday && v.starts.Weekday() != time.Wednesday {
		v.starts = v.starts.AddDays(1)
	}
	first := v.starts.At(9, 0, time.UTC)
	v.requested = first.AddDate(0, 0, -60-r.IntN(120)).Add(time.Duration(r.IntN(8*3600)) * time.Second)
	if latest := Now.AddDate(0, 0, -1); v.requested.After(latest) {
		v.requested = latest.Add(-time.Duration(r.IntN(30*24*3600)) * time.Second)
	}
	v.changed = v.requested.AddDate(0, 0, 30)
	if v.changed.After(Now) {
		v.changed = Now.Add(-time.Hour)
	}
	v.state = stateOn(r, model.DateOf(Now).DaysUntil(v.starts))
}

// stateOn is where a visit is in its life so many days before its first day.
func stateOn(r *rand.Rand, days int) model.DelegationState {
	switch {
	case r.IntN(12) == 0:
		return model.DelegationCancelled
	case days < -120:
		return model.DelegationClosed
	case days < -3:
		return model.DelegationFollowUp
	case days < 1:
		return model.DelegationInProgress
	case days < 14:
		return model.DelegationBriefed
	case days < 60:
		return model.DelegationConfirmed
	case days < 120:
		return model.DelegationProposed
	}
	return model.DelegationPlanning
}

// visitOf draws the row's visit; the dice go on to what only its own row needs.
func (m *maker) visitOf(row int) (visit, *rand.Rand) {
	r := tableDelegation.dice(row)
	v := visit{row: row}
	v.draw(r)
	v.slot = r.IntN(len(m.words.byWeight))
	v.from = m.words.byWeight[v.slot]
	v.theme, v.town = pick(r, m.words.Themes), pick(r, m.words.Cities)
	return v, r
}

// organisation is one of the visitors' own country.
func (m *maker) organisation(v visit, n int) model.ID {
	return organisationID(m.words.abroad(m.danishOrganisations(), m.Organisations, v.slot, n))
}

// delegate is the n-th person of the group.
func (m *maker) delegate(v visit, n int) model.ID {
	first := v.row * DelegatesPerDelegation
	return personID(m.words.abroad(m.danishPeople(), m.People, v.slot, first+n))
}

// host is the organisation that receives the n-th session.
func (m *maker) host(v visit, n int) model.ID {
	return organisationID(tableSession.dice(v.row*SessionsPerDelegation + n).IntN(m.danishOrganisations()))
}

// calendar enters the delegations as the store does when it saves them.
func (m *maker) calendar(ctx context.Context) error {
	_, err := m.conn.Exec(ctx, `INSERT INTO activity_entries
(id, kind, reference, country_code, starts_on, ends_on, city, host_id, owner_id, focus_area_id, state, search_text)
SELECT id, 'delegation', reference, country_code, starts_on, ends_on, city, host_id, owner_id, focus_area_id, state, search_text FROM delegations`)
	if err != nil {
		return fmt.Errorf("dataset: calendar: %w", err)
	}
	return nil
}

func (m *maker) delegations(ctx context.Context) error {
	columns := []string{
		"id", "reference", "title", "description", "country_code", "starts_on", "ends_on", "time_zone", "city", "host_id", "owner_id",
		"focus_area_id", "tags", "search_text", "state", "state_since", "purpose", "organisation_id", "requester_id", "intermediary_id",
		"expected_size", "staff_count", "head_rank", "payer", "requested_on", "reason", "referral", "published_version",
		"recorded_afterwards", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "delegations", columns, m.Delegations, func(i int) ([]any, error) {
		v, r := m.visitOf(i)
		reference := fmt.Sprintf("bench-%06d", i)
		title := text(v.from.Language, func(language string) string {
			country, _ := i18n.CountryName(language, v.from.Country)
			return fmt.Sprintf(m.words.Patterns["title"][language], country, v.theme[language])
		})
		themed := func(name string) model.LocalizedText {
			return text(v.from.Language, func(language string) string {
				return fmt.Sprintf(m.words.Patterns[name][language], v.theme[language])
			})
		}
		tags := model.Tags{pick(r, m.words.Tags), pick(r, m.words.Tags)}
		reason := ""
		if v.state == model.DelegationCancelled {
			reason = "The visitors could not travel."
		}
		search := i18n.Fold(reference + " " + title.AllText() + " " + v.town.Name + " " + strings.Join(tags, " "))
		return []any{
			delegationID(i), reference, title, themed("description"), v.from.Country, day(v.starts), day(v.starts.AddDays(2)), home.Zone,
			v.town.Name, m.host(v, 1), personID(r.IntN(advisers)), focusID(r.IntN(len(focusSlugs))), tags, search, string(v.state), v.changed,
			themed("purpose"), m.organisation(v, r.IntN(1<<30)), m.delegate(v, 0), m.organisation(v, r.IntN(1<<30)),
			DelegatesPerDelegation, r.IntN(4), "Deputy minister", "The visitors pay their travel and stay, the hosts the meals.",
			day(model.DateOf(v.requested)), reason, "", r.IntN(3), false, v.requested, v.changed, 2 + r.IntN(20),
		}, nil
	})
}

// day is a date as the driver takes it.
func day(d model.Date) time.Time { return d.At(0, 0, time.UTC) }

// sessionsPerDay is how many sessions one day holds.
const sessionsPerDay = 4

func sessionID(v visit, n int) model.ID {
	return tableSession.id(v.row*SessionsPerDelegation+n, v.requested.AddDate(0, 0, 7))
}

func (m *maker) sessions(ctx context.Context) error {
	zone, err := time.LoadLocation(home.Zone)
	if err != nil {
		return fmt.Errorf("dataset: %w", err)
	}
	columns := []string{
		"id", "delegation_id", "kind", "title", "starts_at", "ends_at", "times_are_planned", "city", "venue", "room", "capacity", "host_id",
		"host_waived", "interpreter_id", "language", "attending_group", "speaker_ids", "cancelled", "sequence", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "sessions", columns, m.Delegations*SessionsPerDelegation, func(i int) ([]any, error) {
		n := i % SessionsPerDelegation
		v, _ := m.visitOf(i / SessionsPerDelegation)
		r := tableSession.dice(i)
		kind := model.SessionKind(m.words.Sessions[n]["kind"])
		var host any
		if kind.NeedsHost() {
			host = m.host(v, n)
		}
		starts := v.starts.AddDays(n/sessionsPerDay).At(9+2*(n%sessionsPerDay), 0, zone)
		title := text(v.from.Language, func(language string) string { return m.words.Sessions[n][language] })
		return []any{
			sessionID(v, n), delegationID(v.row), string(kind), title, starts, starts.Add(90 * time.Minute), false, v.town.Name,
			m.words.place(r) + "vej 1", fmt.Sprintf("Lokale %d", 1+r.IntN(40)), 20 + 5*r.IntN(10), host, "", nil, "en", "",
			model.IDs{},
			false, 0, v.requested, v.changed, 1 + r.IntN(5),
		}, nil
	})
}

func (m *maker) delegates(ctx context.Context) error {
	columns := []string{
		"id", "delegation_id", "person_id", "role", "rank", "attending_group", "mail_route", "consent", "letter", "joined_at", "created_at",
		"updated_at", "version",
	}
	return m.copyRows(ctx, "delegates", columns, m.Delegations*DelegatesPerDelegation, func(i int) ([]any, error) {
		n := i % DelegatesPerDelegation
		v, _ := m.visitOf(i / DelegatesPerDelegation)
		role := model.DelegateMember
		switch n {
		case 0:
			role = model.DelegateHead
		case 1:
			role = model.DelegateSecretary
		}
		return []any{
			tableDelegate.id(i, v.requested.AddDate(0, 0, 10)), delegationID(v.row), m.delegate(v, n), string(role), n + 1, "",
			string(model.MailSelf), string(model.ListDelegation), string(model.LetterNotNeeded), v.requested, v.requested, v.changed, 1,
		}, nil
	})
}

func (m *maker) invitations(ctx context.Context) error {
	var hosted []int
	for n, s := range m.words.Sessions {
		if model.SessionKind(s["kind"]).NeedsHost() {
			hosted = append(hosted, n)
		}
	}
	columns := []string{
		"id", "delegation_id", "session_id", "organisation_id", "state", "contact_id", "invited_at", "answered_at", "message", "created_at",
		"updated_at", "version",
	}
	return m.copyRows(ctx, "host_invitations", columns, m.Delegations*len(hosted), func(i int) ([]any, error) {
		v, _ := m.visitOf(i / len(hosted))
		n := hosted[i%len(hosted)]
		r := tableInvitation.dice(i)
		contact := personID(advisers + r.IntN(m.danishPeople()-advisers))
		return []any{
			tableInvitation.id(i, v.requested.AddDate(0, 0, 14)), delegationID(v.row), sessionID(v, n), m.host(v, n),
			string(model.InvitationConfirmed), contact, v.requested.AddDate(0, 0, 14), v.changed, "Velkommen til os.",
			v.requested.AddDate(0, 0, 14), v.changed, 3,
		}, nil
	})
}

func (m *maker) followUps(ctx context.Context) error {
	columns := []string{
		"id", "subject_kind", "subject_id", "title", "owner_id", "due_on", "state", "result", "ended_at", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "follow_ups", columns, m.Delegations*FollowUpsPerDelegation, func(i int) ([]any, error) {
		v, _ := m.visitOf(i / FollowUpsPerDelegation)
		r := tableFollowUp.dice(i)
		state, result, ended := model.FollowUpOpen, "", any(nil)
		if v.state == model.DelegationClosed {
			state, result, ended = model.FollowUpDone, "Sent.", v.starts.AddDays(20).At(10, 0, time.UTC)
		}
		return []any{
			tableFollowUp.id(i, v.changed), string(model.KindDelegation), delegationID(v.row), "Send the presentations to the delegates",
			personID(r.IntN(advisers)), day(v.starts.AddDays(14 + 7*(i%FollowUpsPerDelegation))), string(state), result, ended, v.changed,
			v.changed, 1,
		}, nil
	})
}
