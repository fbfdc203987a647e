package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/followup"
	"fyrtaarn/app/presentation"
	"fyrtaarn/app/reminder"
	"fyrtaarn/app/tour"
	fyrmail "fyrtaarn/mail"
	"fyrtaarn/mail/smtptest"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
	"fyrtaarn/web"
)

// tourDoor is a door whose mails go to a real SMTP server, and whose jobs run as
// the clock is moved.
type tourDoor struct {
	*door
	dispatcher *reminder.Dispatcher
	server     *smtptest.Server
	seen       int
}

func openTourDoor(t *testing.T, rig *testrig.Rig) *tourDoor {
	t.Helper()
	check(t)(reminder.Service{Core: rig.Core}.SeedRules(model.WithActor(t.Context(), model.System("test"))))
	server, err := smtptest.Start(smtptest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	sender, err := fyrmail.NewSMTP(server.URL(), fyrmail.KeepSessions(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sender.Close() })
	links := access.New(rig.Core)
	return &tourDoor{door: openDoor(t, rig), server: server, dispatcher: &reminder.Dispatcher{
		Core: rig.Core, Sender: sender, From: fyrmail.Address{Email: "noreply@fyrtaarn.example"}, Workers: 1,
		Link: func(ctx context.Context, tx *app.Tx, want reminder.LinkWanted) (string, error) {
			secret, err := links.LinkCreate(ctx, tx, want.Purpose, want.SubjectID, want.PersonID, want.Category, want.ExpiresAt)
			return "http://127.0.0.1" + web.LinkPath(want.Purpose, secret), err
		},
	}}
}

// pass moves the clock, running on the way what the jobs would have run.
func (d *tourDoor) pass(t *testing.T, until time.Time) {
	t.Helper()
	ctx := model.WithActor(t.Context(), model.System("test"))
	for {
		check(t)(tour.Service{Core: d.Core}.ExpireOffers(ctx))
		check(t)(reminder.Service{Core: d.Core}.PlanAll(ctx))
		check(t)(d.dispatcher.Dispatch(ctx))
		now := d.Clock.Now()
		if !now.Before(until) {
			return
		}
		next := now.Add(24 * time.Hour)
		if due, ok, err := d.Core.Store.NextDue(ctx); err != nil {
			t.Fatal(err)
		} else if ok && due.After(now) && due.Before(next) {
			next = due
		}
		if next.After(until) {
			next = until
		}
		d.Clock.Set(next)
	}
}

// post is a mail as it came: which rule sent it to whom in which language, and
// the method of its calendar part with how many events it has.
func post(t *testing.T, m smtptest.Mail) (line, text, calendar string) {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	rule, _, _ := strings.Cut(msg.Header.Get("X-Reminder-Key"), "/")
	who, _, _ := strings.Cut(m.To, "@")
	line = rule + " " + who + " " + msg.Header.Get("Content-Language")
	var parts int
	var walk func(contentType, encoding string, body io.Reader)
	walk = func(contentType, encoding string, body io.Reader) {
		kind, params, err := mime.ParseMediaType(contentType)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(kind, "multipart/") {
			for reader := multipart.NewReader(body, params["boundary"]); ; {
				p, err := reader.NextRawPart()
				if err == io.EOF {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				walk(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
			}
		}
		switch strings.ToLower(encoding) {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		switch kind {
		case "text/plain":
			text = string(content)
		case "text/calendar":
			parts++
			calendar = string(content)
			line += fmt.Sprintf(" %s %d", params["method"], strings.Count(calendar, "BEGIN:VEVENT"))
		}
	}
	walk(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body)
	if parts > 1 {
		t.Errorf("%s has %d calendar parts", line, parts)
	}
	return line, text, calendar
}

// came fails unless exactly these mails came since it was last asked. It answers
// their texts and calendars by their lines.
func (d *tourDoor) came(t *testing.T, want ...string) (texts, calendars map[string]string) {
	t.Helper()
	texts, calendars = map[string]string{}, map[string]string{}
	var got []string
	all := d.server.Mails()
	for _, m := range all[d.seen:] {
		line, text, calendar := post(t, m)
		got = append(got, line)
		texts[line], calendars[line] = text, calendar
	}
	d.seen = len(all)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("mails came\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	return texts, calendars
}

// do runs a mutation as an adviser and answers its object; a refusal ends the
// test.
func (d *tourDoor) do(t *testing.T, mutation, inputType, fields string, input map[string]any) map[string]any {
	t.Helper()
	object, refusals := d.try(t, mutation, inputType, fields, input)
	if len(refusals) > 0 {
		t.Fatalf("%s: %v", mutation, refusals)
	}
	return object
}

// try is do with the codes of the refusals, each with its field.
func (d *tourDoor) try(t *testing.T, mutation, inputType, fields string, input map[string]any) (map[string]any, []string) {
	t.Helper()
	a := d.ask(t.Context(), t, "adviser", fmt.Sprintf("mutation($in: %s!) { it: %s(input: $in) { %s userErrors { code field message } } }",
		inputType, mutation, fields), map[string]any{"in": input})
	if len(a.Errors) > 0 {
		t.Fatalf("%s: %+v", mutation, a.Errors)
	}
	var answer struct{ It map[string]json.RawMessage }
	if err := json.Unmarshal(a.Data, &answer); err != nil {
		t.Fatal(err)
	}
	var errs []struct{ Code, Field, Message string }
	if err := json.Unmarshal(answer.It["userErrors"], &errs); err != nil {
		t.Fatal(err)
	}
	var refusals []string
	for _, e := range errs {
		if e.Message == "" || strings.HasPrefix(e.Message, "error.") || strings.HasPrefix(e.Message, "guard.") {
			t.Errorf("%s is refused without words: %q", mutation, e.Message)
		}
		refusals = append(refusals, strings.TrimSpace(e.Code+" "+e.Field))
	}
	delete(answer.It, "userErrors")
	object := map[string]any{}
	for name, raw := range answer.It {
		if name == "toReplace" {
			continue
		}
		if err := json.Unmarshal(raw, &object); err != nil {
			t.Fatal(err)
		}
	}
	return object, refusals
}

const lineFields = "tourRegistration { id state lines { state position stop { city } } }"

// tours are the objects of a test, by short names.
type tourStory struct {
	*tourDoor
	people map[string]model.GlobalID
	ids    map[string]any
	first  model.Date
}

func (s *tourStory) register(t *testing.T, who string, stops ...string) string {
	t.Helper()
	var lines []map[string]any
	for _, stop := range stops {
		lines = append(lines, map[string]any{"stopId": s.ids[stop]})
	}
	r := s.do(t, "tourRegistrationCreate", "TourRegistrationCreateInput", lineFields,
		map[string]any{"activityId": s.ids["edition"], "personId": s.people[who], "lines": lines})
	s.ids[who] = r["id"]
	return fmt.Sprint(r["state"])
}

func (s *tourStory) step(t *testing.T, mutation, who string) {
	t.Helper()
	s.do(t, mutation, "TourRegistrationStepInput", lineFields, map[string]any{"id": s.ids[who]})
}

func (s *tourStory) to(t *testing.T, state string) {
	t.Helper()
	s.do(t, "tourEditionTransition", "TourTransitionInput", "tourEdition { id }",
		map[string]any{"id": s.ids["edition"], "to": state, "reason": "There is a strike."})
}

func (s *tourStory) update(t *testing.T, changes map[string]any) {
	t.Helper()
	changes["id"] = s.ids["edition"]
	s.do(t, "tourEditionUpdate", "TourEditionUpdateInput", "tourEdition { id }", changes)
}

// newEdition makes an edition of two days with two stops: two places in Aarhus,
// ten in Odense the day after. People can register for it.
func (s *tourStory) newEdition(t *testing.T) {
	t.Helper()
	english := func(text string) []map[string]any { return []map[string]any{{"language": "en", "text": text}} }
	e := s.do(t, "tourEditionCreate", "TourEditionCreateInput", "tourEdition { id state }", map[string]any{
		"kind": "TOUR_DE_HEALTH", "title": english("Tour de Health"), "countryCode": "DK", "startsOn": s.first.String(),
		"endsOn": s.first.AddDays(1).String(), "ownerId": s.people["owner"], "languages": []string{"en"},
	})
	s.ids["edition"] = e["id"]
	for i, stop := range []struct {
		city   string
		places int
	}{{"Aarhus", 2}, {"Odense", 10}} {
		day := s.first.AddDays(i)
		made := s.do(t, "tourStopCreate", "TourStopCreateInput", "tourStop { id }", map[string]any{
			"activityId": s.ids["edition"], "title": english("A stop in " + stop.city), "city": stop.city, "venue": stop.city + " hall",
			"startsAt": day.At(8, 0, time.UTC), "endsAt": day.At(11, 0, time.UTC), "capacity": stop.places,
		})
		s.ids[stop.city] = made["id"]
	}
	s.to(t, "PLANNING")
	s.to(t, "REGISTRATION_OPEN")
}

func newTourStory(t *testing.T, rig *testrig.Rig) *tourStory {
	t.Helper()
	s := &tourStory{tourDoor: openTourDoor(t, rig), people: map[string]model.GlobalID{}, ids: map[string]any{}}
	for who, language := range map[string]model.LanguageTag{"ana": "fr", "bo": "da", "cy": "ja", "di": "en", "owner": "da"} {
		p := rig.Person(t, strings.ToUpper(who[:1])+who[1:], func(in *model.PersonCreateInput) {
			in.Email, in.Language, in.TimeZone = new(who+"@tour.example"), new(language), new(model.Copenhagen)
		})
		s.people[who] = p.GlobalID()
	}
	// A Monday at nine in Copenhagen, whatever the rig begins with.
	day := model.DateOf(rig.Clock.Now()).AddDays(1)
	for day.Weekday() != time.Monday {
		day = day.AddDays(1)
	}
	rig.Clock.Set(day.At(8, 0, time.UTC))
	s.first = day.AddDays(42)
	return s
}

func TestTheLifeOfAnEditionAndEveryMailOfIt(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := newTourStory(t, rig)
		s.newEdition(t)
		begin := rig.Clock.Now()
		for _, c := range []struct{ who, want string }{{"ana", "CONFIRMED"}, {"bo", "CONFIRMED"}, {"cy", "WAITLISTED"}, {"di", "WAITLISTED"}} {
			stops := []string{"Aarhus"}
			if c.who == "ana" {
				stops = []string{"Odense", "Aarhus"}
			}
			if got := s.register(t, c.who, stops...); got != c.want {
				t.Fatalf("%s is %s, want %s", c.who, got, c.want)
			}
		}
		s.pass(t, begin.Add(time.Hour))
		texts, confirmed := s.came(t, "tour.confirmed ana fr REQUEST 2", "tour.confirmed bo da REQUEST 1", "tour.waitlisted cy ja", "tour.waitlisted di en")
		if !strings.Contains(texts["tour.waitlisted di en"], "You are number 2 on the waiting list.") {
			t.Errorf("Di reads %s", texts["tour.waitlisted di en"])
		}

		s.step(t, "tourRegistrationCancel", "bo")
		s.pass(t, rig.Clock.Now().Add(time.Minute))
		texts, _ = s.came(t, "tour.offered cy ja")
		link := linkIn(t, texts["tour.offered cy ja"], "/p/seat/")
		// Twelve hours before it ends it is evening: the reminder waits for the morning.
		s.pass(t, rig.Clock.Now().Add(47*time.Hour))
		s.came(t, "tour.offerEnding cy ja")
		s.pass(t, rig.Clock.Now().Add(2*time.Hour))
		s.came(t, "tour.offered di en")
		if _, refusals := s.try(t, "tourOfferAccept", "TourRegistrationStepInput", lineFields,
			map[string]any{"id": s.ids["cy"], "stopIds": []any{s.ids["Aarhus"]}}); !slices.Equal(refusals, []string{"GUARD_FAILED"}) {
			t.Fatalf("the expired offer is answered %v", refusals)
		}
		s.linkChangesNothing(t, link)
		s.step(t, "tourOfferAccept", "di")
		s.pass(t, rig.Clock.Now().Add(time.Minute))
		s.came(t, "tour.confirmed di en REQUEST 1")

		s.pass(t, s.first.AddDays(-20).At(12, 0, time.UTC))
		s.came(t, "tour.paperLate owner da")
		s.update(t, map[string]any{"paperUrl": "https://example.org/paper.pdf"})
		s.pass(t, rig.Clock.Now().Add(time.Hour))
		texts, _ = s.came(t, "tour.paper ana fr", "tour.paper di en")
		if !strings.Contains(texts["tour.paper di en"], "https://example.org/paper.pdf") {
			t.Errorf("the paper is not in %s", texts["tour.paper di en"])
		}

		odense := s.first.AddDays(1)
		s.do(t, "tourStopUpdate", "TourStopUpdateInput", "tourStop { id }", map[string]any{
			"id": s.ids["Odense"], "startsAt": odense.At(9, 0, time.UTC), "endsAt": odense.At(12, 0, time.UTC),
		})
		s.pass(t, rig.Clock.Now().Add(time.Hour))
		_, moved := s.came(t, "tour.stopMoved ana fr REQUEST 2")
		sameEvents(t, confirmed["tour.confirmed ana fr REQUEST 2"], moved["tour.stopMoved ana fr REQUEST 2"])

		s.pass(t, s.first.AddDays(-6).At(12, 0, time.UTC))
		s.came(t, "tour.remind7 ana fr REQUEST 2", "tour.remind7 di en REQUEST 1")
		s.to(t, "REGISTRATION_CLOSED")
		s.pass(t, s.first.At(7, 0, time.UTC))
		s.came(t, "tour.remind1 ana fr REQUEST 2", "tour.remind1 di en REQUEST 1")
		s.to(t, "RUNNING")
		s.do(t, "tourRegistrationCheckIn", "TourRegistrationStepInput", lineFields, map[string]any{"id": s.ids["ana"], "stopIds": []any{s.ids["Aarhus"]}})
		s.pass(t, s.first.AddDays(2).At(7, 0, time.UTC))
		s.to(t, "COMPLETED")
		s.pass(t, s.first.AddDays(38).At(12, 0, time.UTC)) // Easter is in between
		s.came(t, "tour.reportLate owner da")
		if _, refusals := s.try(t, "tourEditionTransition", "TourTransitionInput", "tourEdition { id }",
			map[string]any{"id": s.ids["edition"], "to": "CLOSED"}); len(refusals) != 3 {
			t.Fatalf("closing without legacy, report and lesson is answered %v", refusals)
		}
		s.update(t, map[string]any{"reportUrl": "https://example.org/report.pdf", "legacyUrl": "https://example.org/legacy.pdf"})
		s.pass(t, rig.Clock.Now().Add(time.Hour))
		s.came(t, "tour.thanks ana fr")
		s.do(t, "lessonCreate", "LessonCreateInput", "lesson { id }", map[string]any{"subjectId": s.ids["edition"], "keep": "The stops.", "change": ""})
		s.to(t, "CLOSED")
		s.pass(t, rig.Clock.Now().AddDate(0, 1, 0))
		s.came(t)
	})
}

func TestACancelledEditionIsTakenOutOfEveryCalendarAndToldToThoseWhoWait(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := newTourStory(t, rig)
		s.newEdition(t)
		for _, who := range []string{"ana", "bo", "di"} {
			s.register(t, who, "Aarhus")
		}
		s.pass(t, rig.Clock.Now().Add(time.Hour))
		_, confirmed := s.came(t, "tour.confirmed ana fr REQUEST 1", "tour.confirmed bo da REQUEST 1", "tour.waitlisted di en")
		s.to(t, "CANCELLED")
		s.pass(t, rig.Clock.Now().Add(time.Hour))
		_, cancelled := s.came(t, "tour.stopCancelled ana fr CANCEL 1", "tour.stopCancelled bo da CANCEL 1", "tour.stopCancelled di en")
		sameEvents(t, confirmed["tour.confirmed bo da REQUEST 1"], cancelled["tour.stopCancelled bo da CANCEL 1"])
	})
}

// sameEvents fails unless the later word is about the same events, and one of
// them counts higher than before.
func sameEvents(t *testing.T, before, after string) {
	t.Helper()
	values := func(calendar, name string) []string {
		var found []string
		for line := range strings.Lines(strings.ReplaceAll(calendar, "\r\n ", "")) {
			if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+":"); ok {
				found = append(found, value)
			}
		}
		slices.Sort(found)
		return found
	}
	if !slices.Equal(values(before, "UID"), values(after, "UID")) || len(values(after, "UID")) == 0 {
		t.Errorf("events %v became %v", values(before, "UID"), values(after, "UID"))
	}
	if slices.Compare(values(after, "SEQUENCE"), values(before, "SEQUENCE")) <= 0 {
		t.Errorf("sequences %v became %v", values(before, "SEQUENCE"), values(after, "SEQUENCE"))
	}
}

// linkIn finds a personal link in a mail.
func linkIn(t *testing.T, text, path string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, "http://127.0.0.1"+path)
	if !ok {
		t.Fatalf("there is no link %s in %s", path, text)
	}
	secret, _, _ := strings.Cut(after, "\n")
	return path + strings.TrimSpace(secret)
}

// linkChangesNothing follows a link to an offer that has run out, as a mail
// scanner or a late reader does.
func (s *tourStory) linkChangesNothing(t *testing.T, link string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+link, http.NoBody)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Aarhus") {
		t.Errorf("the page answers %d: %s", w.Code, w.Body)
	}
	form := strings.NewReader("act=accept&stop=" + fmt.Sprint(s.ids["Aarhus"]))
	r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1"+link, form)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w = httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusConflict {
		t.Errorf("accepting too late answers %d", w.Code)
	}
}

// TestTheDemosToursAnswerWithTheirNumbers asks what the scenario promises.
func demoTours(t *testing.T, d *door) {
	t.Helper()
	var got struct {
		TourEditions struct {
			TotalCount int
			Nodes      []struct {
				Reference, State  string
				RegistrationCount int
			}
		}
		TourEdition struct {
			Languages []struct {
				Language string
				Open     bool
				Percent  int
			}
			Stops []struct {
				City                     string
				Capacity, Taken, Waiting int
			}
		}
		SideTours, PresentationsAbroad struct {
			TotalCount int
			Nodes      []struct{ State string }
		}
	}
	d.read(t, `{ tourEditions(orderBy: {field: REFERENCE}) { totalCount nodes { reference state registrationCount } }
		tourEdition(reference: "demo-tdh-27") { languages { language open percent } stops { city capacity taken waiting } }
		sideTours { totalCount nodes { state } } presentationsAbroad { totalCount nodes { state } } }`, nil, &got)
	if text := fmt.Sprint(got.TourEditions); text != "{3 [{demo-syh-01 PLANNING 0} {demo-tdh-25 CLOSED 36} {demo-tdh-27 REGISTRATION_OPEN 41}]}" {
		t.Errorf("editions are %s", text)
	}
	if text := fmt.Sprint(got.TourEdition.Languages); text != "[{da true 100} {de true 100} {en true 100} {fi true 100} {fr false 82} {it false 82} {nb true 100} {sv true 100}]" {
		t.Errorf("languages are %s", text)
	}
	if text := fmt.Sprint(got.TourEdition.Stops); !strings.Contains(text, "{Aarhus 30 30 5}") || len(got.TourEdition.Stops) != 6 {
		t.Errorf("stops are %s", text)
	}
	if text := fmt.Sprint(got.SideTours); text != "{2 [{CLOSED} {PLANNING}]}" {
		t.Errorf("side tours are %s", text)
	}
	if text := fmt.Sprint(got.PresentationsAbroad); text != "{6 [{CLOSED} {CLOSED} {CLOSED} {CLOSED} {CLOSED} {PLANNED}]}" {
		t.Errorf("talks are %s", text)
	}
}

// wholeTour makes the n-th of several editions, side tours and talks that are
// alike and have something in every relation.
func wholeTour(t *testing.T, rig *testrig.Rig, n int) {
	t.Helper()
	ctx := testrig.Adviser(t.Context())
	tours := tour.Service{Core: rig.Core}
	host := rig.Organisation(t, fmt.Sprintf("Tour host %d", n)).GlobalID()
	owner := rig.Person(t, fmt.Sprintf("Tour owner %d", n), func(in *model.PersonCreateInput) { in.OrganisationID = &host }).GlobalID()
	first := model.DateOf(rig.Clock.Now()).AddDays(200 + 4*n)
	text := []model.TranslationInput{{Language: model.English, Text: fmt.Sprintf("Tour %d", n)}}
	common := model.ActivityInput{
		Title: text, CountryCode: model.Denmark, StartsOn: &first, EndsOn: &first, HostID: &host, OwnerID: &owner,
		Organisers: []model.OrganiserInput{{OrganisationID: host, Role: model.OrganiserMain}},
	}
	edition := check(t)(tours.Create(ctx, model.TourEditionCreateInput{
		ActivityInput: common, Kind: model.TourCongress, Languages: []model.LanguageTag{model.English},
	}, nil)).(*model.TourEdition)
	stop := check(t)(tours.StopCreate(ctx, model.TourStopCreateInput{
		ActivityID: edition.GlobalID(), Title: text, City: "Odense", Venue: new("Hall"), HostID: &host, Capacity: 1,
		StartsAt: first.At(9, 0, time.UTC), EndsAt: first.At(10, 0, time.UTC),
	}, nil)).(*model.TourStop)
	check(t)(followup.Service{Core: rig.Core}.Create(ctx, model.FollowUpCreateInput{SubjectID: edition.GlobalID(), Title: "Call", OwnerID: owner, DueOn: first}, nil))
	check(t)(followup.Service{Core: rig.Core}.LessonCreate(ctx, model.LessonCreateInput{SubjectID: edition.GlobalID(), Keep: "The hall."}))
	for _, state := range []model.TourState{model.TourPlanning, model.TourRegistrationOpen} {
		check(t)(tours.Transition(ctx, model.TourTransitionInput{ID: edition.GlobalID(), To: state}, nil))
	}
	check(t)(tours.Register(ctx, model.TourRegistrationCreateInput{
		ActivityID: edition.GlobalID(), PersonID: owner, Lines: []model.RegistrationLineInput{{StopID: stop.GlobalID()}},
	}, nil))
	check(t)(tours.Clone(ctx, model.TourEditionCloneInput{ID: edition.GlobalID(), CountryCode: "SE", StartsOn: first}, nil))
	check(t)(tours.SideTourCreate(ctx, model.SideTourCreateInput{
		Conference: fmt.Sprintf("Conference %d", n), City: "Hvidovre", On: first, Places: 5, HostID: &host, OwnerID: &owner,
	}, nil))
	check(t)(presentation.Service{Core: rig.Core}.Create(ctx, model.PresentationAbroadCreateInput{ActivityInput: common, SpeakerID: &owner}, nil))
}
