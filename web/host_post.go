package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyrtaarn/model"
)

// hostInputs map the fields of refusals to the inputs of the page's forms.
var hostInputs = map[string]string{
	"proposedStart": "from", "proposedEnd": "until", "startsAt": "startsTime", "endsAt": "endsTime", "to": "", "id": "",
	"expectedVersion": "",
}

// hostPost keeps what a host sent, and leads back to the page, which says what
// was kept.
func (s *site) hostPost(ctx context.Context, v *visitor, w http.ResponseWriter, r *http.Request) error {
	h, err := s.readHost(ctx, v)
	if err != nil {
		return err
	}
	actor := model.ActorFrom(ctx)
	actor.OrganisationID = h.invitation.OrganisationID
	ctx = model.WithActor(ctx, actor)

	switch r.PostForm.Get("act") {
	case "answer":
		err = s.answerHost(ctx, h, r)
	case "propose":
		err = s.proposeTime(ctx, h, r)
	case "block":
		err = s.blockTime(ctx, h, r)
	case "unblock":
		err = s.unblockTime(ctx, h, r)
	default:
		err = model.BadInput("", "page.form.unreadable")
	}
	if err == nil {
		h.leadBack(w)
		return nil
	}
	if !h.refuse(err, hostInputs) {
		return err
	}
	s.write(w, r, statusOf(err), "host", h)
	return nil
}

// statusOf is how HTTP calls a refusal.
func statusOf(err error) int {
	switch {
	case model.IsCode(err, model.CodeConflict), model.IsCode(err, model.CodeGuardFailed):
		return http.StatusConflict
	case model.IsCode(err, model.CodeNotFound):
		return http.StatusNotFound
	}
	return http.StatusUnprocessableEntity
}

// answerHost keeps a yes, a no or a not yet.
func (s *site) answerHost(ctx context.Context, h *hostPage, r *http.Request) error {
	h.Message = r.PostForm.Get("message")
	to := model.InvitationState(r.PostForm.Get("answer"))
	if !h.offers(to) {
		return model.Conflict("", "page.host.closed")
	}
	return s.Delegations.AnswerInvitation(ctx, h.invitation.ID, model.HostInvitationAnswerInput{
		ExpectedVersion: seen(r), To: to, Message: &h.Message,
	})
}

// proposeTime keeps another time that the host would rather have. Who has not
// said yes or no stays undecided; who has, stays with it.
func (s *site) proposeTime(ctx context.Context, h *hostPage, r *http.Request) error {
	h.Message = r.PostForm.Get("message")
	h.Proposal = span{StartsDay: r.PostForm.Get("day"), StartsTime: r.PostForm.Get("from"), EndsTime: r.PostForm.Get("until")}
	h.Proposal.EndsDay = h.Proposal.StartsDay
	if !h.MayPropose {
		return model.Conflict("", "page.host.closed")
	}
	start, end, err := h.Proposal.in(h.zone, spanInputs{"day", "from", "day", "until"})
	if err != nil {
		return err
	}
	to := h.invitation.State
	if to.Awaits() {
		to = model.InvitationTentative
	}
	return s.Delegations.AnswerInvitation(ctx, h.invitation.ID, model.HostInvitationAnswerInput{
		ExpectedVersion: seen(r), To: to, Message: &h.Message, ProposedStart: &start, ProposedEnd: &end,
	})
}

// blockTime keeps a time in which the host can receive nobody.
func (s *site) blockTime(ctx context.Context, h *hostPage, r *http.Request) error {
	form := r.PostForm
	h.Block = span{form.Get("startsDay"), form.Get("startsTime"), form.Get("endsDay"), form.Get("endsTime")}
	h.Reason = form.Get("reason")
	start, end, err := h.Block.in(h.zone, spanInputs{"startsDay", "startsTime", "endsDay", "endsTime"})
	if err != nil {
		return err
	}
	_, err = s.Delegations.BlockTime(ctx, h.invitation.OrganisationID, model.HostBlockCreateInput{
		OrganisationID: model.NewGlobalID(model.KindOrganisation, h.invitation.OrganisationID),
		StartsAt:       start, EndsAt: end, Reason: &h.Reason,
	})
	return err
}

// unblockTime frees a time again, if it is one of the host's own.
func (s *site) unblockTime(ctx context.Context, h *hostPage, r *http.Request) error {
	id := r.PostForm.Get("block")
	if !slices.ContainsFunc(h.Blocks, func(b blockView) bool { return b.ID == id }) {
		return nil // it is gone already, or was never theirs: the page shows which are
	}
	_, err := s.Delegations.BlockDelete(ctx, model.HostBlockDeleteInput{ID: model.GlobalID(id)})
	if model.IsCode(err, model.CodeNotFound) {
		return nil // somebody else was quicker
	}
	return err
}

// offers tells whether the page lets the host give the answer.
func (h *hostPage) offers(to model.InvitationState) bool {
	return slices.ContainsFunc(h.Answers, func(a answer) bool { return a.Value == string(to) })
}

// seen is the version on which an answer was based; nil when the form names none.
func seen(r *http.Request) *int {
	version, err := strconv.Atoi(r.PostForm.Get("version"))
	if err != nil {
		return nil
	}
	return &version
}

// span is a span of time as its inputs hold it: days as YYYY-MM-DD, times as hh:mm.
type span struct{ StartsDay, StartsTime, EndsDay, EndsTime string }

// spanInputs are the ids of a span's inputs.
type spanInputs struct{ startsDay, startsTime, endsDay, endsTime string }

// in reads the span as the zone's clocks show it.
func (s span) in(zone *time.Location, inputs spanInputs) (start, end time.Time, err error) {
	var errs model.Errors
	start = wall(&errs, s.StartsDay, s.StartsTime, inputs.startsDay, inputs.startsTime, zone)
	end = wall(&errs, s.EndsDay, s.EndsTime, inputs.endsDay, inputs.endsTime, zone)
	return start, end, errs.Err()
}

// wall reads a day and a time of day.
func wall(errs *model.Errors, day, clock, dayInput, clockInput string, zone *time.Location) time.Time {
	date, err := model.ParseDate(strings.TrimSpace(day))
	if err != nil && !slices.ContainsFunc(*errs, func(e *model.Error) bool { return e.Field == dayInput }) {
		errs.Add(model.BadInput(dayInput, "page.form.day"))
	}
	at, clockErr := time.Parse("15:04", strings.TrimSpace(clock))
	if clockErr != nil {
		errs.Add(model.BadInput(clockInput, "page.form.time"))
	}
	if err != nil || clockErr != nil {
		return time.Time{}
	}
	return date.At(at.Hour(), at.Minute(), zone)
}
