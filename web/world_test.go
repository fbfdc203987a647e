package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/mission"
	"fyrtaarn/app/outcome"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// world is one visit to one hospital, with everybody who gets a link.
type world struct {
	*testrig.Rig
	t           *testing.T
	ctx         context.Context
	server      *httptest.Server
	access      access.Service
	delegations delegation.Service
	outcomes    outcome.Service

	owner, contact, head, secret *model.Person
	hospital                     *model.Organisation
	visit                        *model.Delegation
	session                      *model.Session
	invitation                   *model.HostInvitation
}

// The visit is in Denmark two months after the rig's clock starts.
var (
	firstDay = model.NewDate(2027, time.March, 9)
	morning  = time.Date(2027, time.March, 9, 8, 0, 0, 0, time.UTC) // 9 o'clock in Copenhagen
)

// must answers a function that answers a call's value, or ends the test.
func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func setup(t *testing.T, rig *testrig.Rig, change ...func(*web.Options)) *world {
	t.Helper()
	w := &world{
		Rig: rig, t: t, ctx: testrig.Admin(t.Context()), access: access.New(rig.Core), delegations: delegation.Service{Core: rig.Core},
	}
	w.outcomes = outcome.Service{Core: rig.Core}
	o := web.Options{Access: w.access, Delegations: w.delegations, Outcomes: w.outcomes, Missions: mission.Service{Core: rig.Core}, OptOut: w.optOut, OptIn: w.optIn, Log: rig.Core.Log}
	for _, c := range change {
		c(&o)
	}
	w.server = httptest.NewServer(web.NewHandler(o))
	t.Cleanup(w.server.Close)

	w.hospital = rig.Organisation(t, "Aarhus Universitetshospital")
	visitor := rig.Organisation(t, "Kita Health Council", func(in *model.OrganisationCreateInput) {
		in.CountryCode, in.TimeZone = "JP", testrig.Ptr("Asia/Tokyo")
	})
	w.owner = rig.Person(t, "Asta Åkjær", func(in *model.PersonCreateInput) { in.Email = testrig.Ptr("asta@fyrtaarn.test") })
	w.contact = rig.Person(t, "Bo Lund", func(in *model.PersonCreateInput) { in.Email = testrig.Ptr("bo@hospital.test") })
	w.head = rig.Person(t, "Satō Hanako", reads("en"))
	w.secret = rig.Person(t, "Suzuki Ichirō", reads("en"))

	w.visit = must[*model.Delegation](t)(w.delegations.Create(w.ctx, model.DelegationCreateInput{
		Reference: testrig.Ptr("visit-1"), CountryCode: "JP", StartsOn: &firstDay, EndsOn: testrig.Ptr(firstDay.AddDays(1)),
		Title:          []model.TranslationInput{{Language: "en", Text: "Care at home"}, {Language: "da", Text: "Pleje i hjemmet"}},
		Purpose:        []model.TranslationInput{{Language: "en", Text: "To see <b>telemedicine</b>"}},
		OrganisationID: global(model.KindOrganisation, visitor.ID), OwnerID: global(model.KindPerson, w.owner.ID),
		RequesterID: global(model.KindPerson, w.head.ID),
		TimeZone:    testrig.Ptr(model.Copenhagen), ExpectedSize: testrig.Ptr(9),
	}, nil))
	w.session = w.addSession("Telemedicine ward", morning, "")
	w.delegate(w.head, model.DelegateHead, model.ListPublic, "")
	listed := w.delegate(w.secret, model.DelegateMember, model.ListNobody, "")
	if _, err := w.delegations.NeedsSet(w.ctx, model.DelegateNeedsSetInput{ID: listed.GlobalID(), Diet: testrig.Ptr("Peanut allergy")}, nil); err != nil {
		t.Fatal(err)
	}
	w.invitation = must[*model.HostInvitation](t)(w.delegations.Invite(w.ctx, model.HostInviteInput{SessionID: w.session.GlobalID()}, nil))
	return w
}

func reads(language model.LanguageTag) func(*model.PersonCreateInput) {
	return func(in *model.PersonCreateInput) { in.Language = &language }
}

func global(kind model.Kind, id model.ID) *model.GlobalID {
	return testrig.Ptr(model.NewGlobalID(kind, id))
}

// addSession adds a session of an hour at the hospital.
func (w *world) addSession(title string, start time.Time, group string) *model.Session {
	w.t.Helper()
	return must[*model.Session](w.t)(w.delegations.SessionCreate(w.ctx, model.SessionCreateInput{
		DelegationID: w.visit.GlobalID(), Kind: model.SessionSiteVisit, Title: []model.TranslationInput{{Language: "en", Text: title}},
		StartsAt: start, EndsAt: start.Add(time.Hour), City: testrig.Ptr("Aarhus"), Venue: testrig.Ptr("Skejby"),
		HostID: global(model.KindOrganisation, w.hospital.ID), HostContactID: global(model.KindPerson, w.contact.ID), Group: &group,
	}, nil))
}

func (w *world) delegate(p *model.Person, role model.DelegateRole, consent model.ListingConsent, group string) *model.Delegate {
	w.t.Helper()
	return must[*model.Delegate](w.t)(w.delegations.DelegateAdd(w.ctx, model.DelegateAddInput{
		DelegationID: w.visit.GlobalID(), PersonID: p.GlobalID(), Role: &role, Consent: &consent, Group: &group,
	}, nil))
}

// publish takes the visit to where its programme can be published, with the
// host's yes, and publishes it.
func (w *world) publish() {
	w.t.Helper()
	if err := w.delegations.AnswerInvitation(w.ctx, w.invitation.ID, model.HostInvitationAnswerInput{To: model.InvitationConfirmed}); err != nil {
		w.t.Fatal(err)
	}
	for _, to := range []model.DelegationState{model.DelegationQualified, model.DelegationPlanning, model.DelegationProposed, model.DelegationConfirmed} {
		must[*model.Delegation](w.t)(w.delegations.Transition(w.ctx, model.DelegationTransitionInput{ID: w.visit.GlobalID(), To: to}, nil))
	}
	must[*model.Delegation](w.t)(w.delegations.Publish(w.ctx, model.ProgrammePublishInput{DelegationID: w.visit.GlobalID()}, nil))
}

// link makes a person's link and answers its path.
func (w *world) link(purpose model.LinkPurpose, path string, subject model.ID, person *model.Person, category string) string {
	w.t.Helper()
	var secret string
	err := w.Core.Do(w.ctx, func(ctx context.Context, tx *app.Tx) error {
		var err error
		secret, err = w.access.LinkCreate(ctx, tx, purpose, subject, person.ID, category, tx.Now.AddDate(0, 6, 0))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return "/p/" + path + "/" + secret
}

func (w *world) hostLink() string {
	return w.link(model.LinkHostAnswer, "host", w.invitation.ID, w.contact, "")
}

func (w *world) programmeLink(p *model.Person) string {
	return w.link(model.LinkProgramme, "programme", w.visit.ID, p, "")
}

func (w *world) surveyLink(p *model.Person) string {
	return w.link(model.LinkSurvey, "survey", w.visit.ID, p, "")
}

// optOut and optIn are what the program's reminders do, without them.
func (w *world) optOut(ctx context.Context, person model.ID, category string) error {
	return w.Store.AddOptOut(ctx, &model.OptOut{PersonID: person, Category: category, CreatedAt: w.Clock.Now()})
}

func (w *world) optIn(ctx context.Context, person model.ID, category string) error {
	return w.Store.Delete(ctx, &model.OptOut{PersonID: person, Category: category})
}

// answer is what came back.
type answer struct {
	Status int
	Body   string
	Header http.Header
}

// get asks for a page as a browser of the language does.
func (w *world) get(path, acceptLanguage string) answer {
	w.t.Helper()
	return w.send(http.MethodGet, path, nil, func(r *http.Request) { r.Header.Set("Accept-Language", acceptLanguage) })
}

// post sends a form as its page does.
func (w *world) post(path string, form url.Values, change ...func(*http.Request)) answer {
	w.t.Helper()
	return w.send(http.MethodPost, path, strings.NewReader(form.Encode()), append([]func(*http.Request){func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}}, change...)...)
}

func (w *world) send(method, path string, body io.Reader, change ...func(*http.Request)) answer {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+path, body)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range change {
		c(r)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{resp.StatusCode, string(text), resp.Header}
}

// shows fails unless the page has every text, and none of those after a "!".
func (a answer) shows(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("status %d, want %d", a.Status, status)
	}
	for _, text := range texts {
		unwanted, not := strings.CutPrefix(text, "!")
		switch {
		case not && strings.Contains(a.Body, unwanted):
			t.Errorf("the page shows %q", unwanted)
		case !not && !strings.Contains(a.Body, text):
			t.Errorf("the page does not show %q", text)
		}
	}
	if t.Failed() {
		t.Log(a.Body)
		t.FailNow()
	}
}

// state is everything that a page could have changed.
type state struct {
	invitation                  model.InvitationState
	version                     int
	message                     string
	proposed                    *time.Time
	blocks, responses, refusals int
	outcomes, answers           int
}

func (w *world) state() state {
	w.t.Helper()
	i := must[*model.HostInvitation](w.t)(w.Store.Invitation(w.ctx, w.invitation.ID))
	blocks := must[[]*model.HostBlock](w.t)(w.Store.HostBlocks(w.ctx, []model.ID{w.hospital.ID}, w.Clock.Now(), w.Clock.Now().AddDate(5, 0, 0)))
	responses := must[[]*model.SurveyResponse](w.t)(w.Store.SurveyResponsesOf(w.ctx, []model.ID{w.visit.ID}, nil))
	refusals := must[[]*model.OptOut](w.t)(w.Store.OptOuts(w.ctx, []model.ID{w.head.ID, w.contact.ID}))
	return state{i.State, i.Version, i.Message, i.ProposedStart, len(blocks), len(responses), len(refusals), w.count("outcomes"), w.count("answers")}
}

// count answers how many outcomes there are, or how many requests for them have
// an answer.
func (w *world) count(what string) int {
	w.t.Helper()
	if what == "outcomes" {
		return len(must[*model.OutcomeConnection](w.t)(w.outcomes.List(w.ctx, nil, model.PageRequest{}, nil)).Nodes)
	}
	answered := model.OutcomeRequestFilter{Answered: testrig.Ptr(true)}
	return len(must[*model.OutcomeRequestConnection](w.t)(w.outcomes.Requests(w.ctx, &answered, model.PageRequest{}, nil)).Nodes)
}

// waive says that sessions of the titles need no host.
func (w *world) waive(titles ...string) {
	w.t.Helper()
	sessions := must[[]*model.Session](w.t)(w.Store.Sessions(w.ctx, []model.ID{w.visit.ID}, nil, false, nil))
	for _, s := range sessions {
		if slices.Contains(titles, s.Title.In(nil).Text) {
			must[*model.Session](w.t)(w.delegations.SessionUpdate(w.ctx, model.SessionUpdateInput{
				ID: s.GlobalID(), HostWaived: model.Sent("Ours"),
			}, nil))
		}
	}
}
