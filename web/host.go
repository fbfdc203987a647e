package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"fyrtaarn/model"
)

// hostPage asks a host whether it receives the group, and shows what it has
// answered.
type hostPage struct {
	*visitor
	invitation *model.HostInvitation
	delegation *model.Delegation
	zone       *time.Location

	// Status is what the program holds as the host's answer, or why there is
	// nothing to answer any more.
	Status []phrase
	// Facts are what is known of the session, by what they are.
	Facts    []fact
	ZoneNote phrase
	Contact  phrase
	// Answers are those that may be given now; none closes the form.
	Answers []answer
	// MayPropose opens the form for another time.
	MayPropose bool
	Version    int
	Message    string
	Proposal   span
	Blocks     []blockView
	Block      span
	Reason     string
}

// fact is one thing that is known, under its label.
type fact struct {
	Label phrase
	Lines []phrase
}

// answer is one button.
type answer struct {
	Value string
	Label phrase
}

// Kept tells whether the host has answered.
func (h *hostPage) Kept() bool { return h.invitation.AnsweredAt != nil }

// ShowProposal opens the form for another time when it was sent with a mistake.
func (h *hostPage) ShowProposal() bool { return h.Proposal != span{} }

// ShowBlocks does the same for the form of blocked times.
func (h *hostPage) ShowBlocks() bool { return h.Block != span{} }

// blockView is one time in which the host can receive nobody.
type blockView struct {
	ID   string
	When phrase
	Note phrase
}

// The answers that a host can give, the best first.
var hostAnswers = []model.InvitationState{model.InvitationConfirmed, model.InvitationTentative, model.InvitationDeclined}

func (s *site) hostPage(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	h, err := s.readHost(ctx, v)
	if err != nil {
		return err
	}
	s.write(w, r, http.StatusOK, "host", h)
	return nil
}

// readHost reads the invitation of the visitor's link and all that the page
// shows of it.
func (s *site) readHost(ctx context.Context, v *visitor) (*hostPage, error) {
	ctx = whole(ctx)
	db := s.Delegations.Store
	invitation, err := db.Invitation(ctx, v.link.SubjectID)
	if err != nil {
		return nil, err
	}
	visit, err := db.Delegation(ctx, invitation.DelegationID, nil)
	if err != nil {
		return nil, err
	}
	session, err := db.Session(ctx, invitation.SessionID)
	if err != nil {
		return nil, err
	}
	delegates, err := db.Delegates(ctx, []model.ID{visit.ID}, nil)
	if err != nil {
		return nil, err
	}
	people := []*model.ID{visit.OwnerID, session.InterpreterID}
	for _, d := range delegates {
		people = append(people, &d.PersonID)
	}
	n, err := readNames(ctx, s.Delegations, []*model.ID{&invitation.OrganisationID, visit.OrganisationID}, people)
	if err != nil {
		return nil, err
	}
	h := &hostPage{
		visitor: v, invitation: invitation, delegation: visit, zone: visit.Zone(),
		Version: invitation.Version, Message: invitation.Message,
	}
	visitorName := h.visitorName(visit, n)
	h.Heading = h.say("page.host.title", "Visitor", visitorName)
	h.showStatus(h.typed(n.organisation(&invitation.OrganisationID)))
	h.showFacts(session, delegates, visitorName, n)
	h.Contact = h.contact(n.person(visit.OwnerID))
	h.showAnswers()
	return h, s.readBlocks(ctx, h)
}

// showStatus says what is held of the host's answer.
func (h *hostPage) showStatus(host phrase) {
	if !takesPlace(h.delegation) {
		h.Status = append(h.Status, h.say("page.host.noVisit"))
		return
	}
	i := h.invitation
	h.Status = append(h.Status, h.say("page.host.state."+camel(string(i.State)), "Host", host))
	if i.AnsweredAt == nil {
		return
	}
	h.Status = append(h.Status, h.say("page.host.answered", "Date", h.longDate(model.DateOf(i.AnsweredAt.In(h.zone)))))
	if i.Message != "" {
		h.Status = append(h.Status, h.say("page.host.message.kept", "Message", i.Message))
	}
	if i.ProposedStart != nil && i.ProposedEnd != nil {
		when := h.when(i.ProposedStart.In(h.zone), i.ProposedEnd.In(h.zone))
		h.Status = append(h.Status, h.say("page.host.proposal.kept", "When", when))
	}
}

// showFacts says what a host must know to answer.
func (h *hostPage) showFacts(session *model.Session, delegates []*model.Delegate, visitorName phrase, n names) {
	snapshot := model.SnapshotOf(session)
	add := func(label string, lines ...phrase) {
		lines = slices.DeleteFunc(lines, func(line phrase) bool { return line == "" })
		if len(lines) > 0 {
			h.Facts = append(h.Facts, fact{h.say(label), lines})
		}
	}
	add("page.label.when", h.when(session.StartsAt.In(h.zone), session.EndsAt.In(h.zone)))
	add("page.label.where", h.place(&snapshot))
	add("page.label.what", h.sessionTitle(&snapshot))
	add("page.label.who", append([]phrase{visitorName}, h.guests(session, delegates, n)...)...)
	if interpreter := n.person(session.InterpreterID); interpreter != nil {
		add("page.label.interpreter", h.called(interpreter))
	}
	add("page.label.purpose", h.local(h.delegation.Purpose))
	h.ZoneNote = h.zoneNote(h.zone)
}

// guests says how many come and what they speak, and names those who agreed to
// be named in public.
func (h *hostPage) guests(session *model.Session, delegates []*model.Delegate, n names) []phrase {
	var lines []phrase
	var spoken []phrase
	known := map[phrase]bool{}
	coming := 0
	for _, d := range delegates {
		person := n.person(&d.PersonID)
		if person == nil || !model.AttendsGroup(d.Group, session.Group) {
			continue
		}
		coming++
		if tag := person.Language; tag != "" {
			if name := h.spoken(tag); !known[name] {
				known[name] = true
				spoken = append(spoken, name)
			}
		}
		if d.Consent != model.ListPublic {
			continue
		}
		if d.Role == model.DelegateHead {
			lines = append(lines, h.say("mail.guest.head", "Name", h.called(person)))
			continue
		}
		lines = append(lines, h.called(person))
	}
	if coming == 0 && h.delegation.ExpectedSize != nil {
		coming = *h.delegation.ExpectedSize
	}
	if coming > 0 {
		lines = append([]phrase{phrase(h.l.Plural("mail.guests.size", coming, nil))}, lines...)
	}
	if len(spoken) > 0 {
		lines = append(lines, h.say("mail.guests.languages", "Languages", h.list(spoken)))
	}
	return lines
}

// showAnswers offers what the state of the invitation lets a host answer.
func (h *hostPage) showAnswers() {
	state := h.invitation.State
	if !takesPlace(h.delegation) || h.delegation.State.Ended() {
		return
	}
	for _, to := range hostAnswers {
		if to == state || state != model.InvitationDraft && slices.Contains(state.Next(), to) {
			h.Answers = append(h.Answers, answer{string(to), h.say("page.host.answer." + camel(string(to)))})
		}
	}
	h.MayPropose = len(h.Answers) > 0
}

// readBlocks reads when the host can receive nobody from now on.
func (s *site) readBlocks(ctx context.Context, h *hostPage) error {
	now := s.Delegations.Clock.Now()
	blocks, err := s.Delegations.Store.HostBlocks(ctx, []model.ID{h.invitation.OrganisationID}, now, now.AddDate(2, 0, 0))
	if err != nil {
		return err
	}
	for _, b := range blocks {
		h.Blocks = append(h.Blocks, blockView{
			ID: string(b.GlobalID()), When: h.when(b.StartsAt.In(h.zone), b.EndsAt.In(h.zone)), Note: h.typed(b.Reason),
		})
	}
	return nil
}
