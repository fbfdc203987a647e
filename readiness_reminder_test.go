package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fyrtaarn/app/readiness"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

// follow opens a link, or sends its form where there is one, and answers status
// and page.
func (d *tourDoor) follow(t *testing.T, link, form string) (status int, page string) {
	t.Helper()
	method := http.MethodGet
	if form != "" {
		method = http.MethodPost
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://127.0.0.1"+link, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestACompanyGoesOnByTheLinkInItsReminder(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d, ctx := openTourDoor(t, rig), testrig.Adviser(t.Context())
		rig.Clock.Set(time.Date(2027, time.January, 6, 9, 0, 0, 0, time.UTC))
		firm := rig.Organisation(t, "Fjordpuls Demo ApS", func(in *model.OrganisationCreateInput) { in.Kind = model.OrganisationCompany }).GlobalID()
		contact := rig.Person(t, "Kontakt Demo", func(in *model.PersonCreateInput) {
			in.Email, in.Language, in.OrganisationID = new("kontakt@fjordpuls.example"), new(model.Danish), &firm
		})
		service := readiness.New(rig.Core)
		a := check(t)(service.Create(ctx, model.AssessmentCreateInput{OrganisationID: firm, Market: "SE"}, nil)).(*model.Assessment)
		level := 2
		check(t)(service.Answer(ctx, model.AssessmentAnswerInput{ID: a.GlobalID(), Answers: []model.RatingInput{{QuestionID: "1.1", Level: &level}}}, nil))

		d.timeline(t, a, contact, "PLANNED", "PLANNED")
		d.pass(t, time.Date(2027, time.January, 12, 9, 0, 0, 0, time.UTC))
		texts, _ := d.came(t, "assessment.unfinished kontakt da")
		text := texts["assessment.unfinished kontakt da"]
		if !strings.Contains(text, "1 af 27 spørgsmål er besvaret.") {
			t.Errorf("the company reads %s", text)
		}
		link := linkIn(t, text, "/p/assessment/")
		rig.Clock.Advance(12 * 24 * time.Hour) // it lay in the inbox
		if status, page := d.follow(t, link, ""); status != http.StatusOK || !strings.Contains(page, "Fjordpuls Demo ApS") || !strings.Contains(page, `name="question" value="1.2"`) {
			t.Fatalf("the link answers %d %s", status, page)
		}
		if status, page := d.follow(t, link, "act=answer&question=1.2&level=3"); status != http.StatusSeeOther {
			t.Fatalf("an answer is answered %d %s", status, page)
		}
		// Nothing was dispatched meanwhile: what waited is given up for the new days.
		d.timeline(t, a, contact, "SENT", "SUPERSEDED", "PLANNED", "PLANNED")

		if status, page := d.follow(t, linkIn(t, text, "/p/optout/"), ""); status != http.StatusOK || !strings.Contains(page, "eksportparathed") {
			t.Fatalf("the page for refusing answers %d %s", status, page)
		}
		if status, _ := d.follow(t, linkIn(t, text, "/p/optout/"), "act=refuse"); status != http.StatusSeeOther {
			t.Fatalf("refusing is answered %d", status)
		}
		d.pass(t, rig.Clock.Now().AddDate(0, 0, 14))
		d.came(t)
	})
}

// timeline fails unless this became of what was planned for a person about an
// assessment, by when it is due. It belongs to no activity.
func (d *tourDoor) timeline(t *testing.T, a *model.Assessment, person *model.Person, states ...string) {
	t.Helper()
	var got struct {
		ReminderOccurrences struct {
			Nodes []struct {
				State, SubjectID string
				Activity         *struct{ ID string }
			}
		}
	}
	d.read(t, `query($person: ID!) { reminderOccurrences(filter: {personId: $person}, first: 20) { nodes { state subjectId activity { id } } } }`,
		map[string]any{"person": person.GlobalID()}, &got)
	var is []string
	for _, o := range got.ReminderOccurrences.Nodes {
		is = append(is, o.State)
		if o.SubjectID != string(a.GlobalID()) || o.Activity != nil {
			t.Errorf("it is about %s of %v", o.SubjectID, o.Activity)
		}
	}
	if strings.Join(is, " ") != strings.Join(states, " ") {
		t.Fatalf("the timeline is %v, want %v", is, states)
	}
}

func TestPreviewsAndNodesCopeWithWhatBelongsToNoActivity(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		d := openTourDoor(t, rig)
		desk := rig.Person(t, "Desk Demo", func(in *model.PersonCreateInput) { in.Email = new("desk@fyrtaarn.example") })
		country := d.do(t, "lighthouseCountryOpen", "LighthouseCountryOpenInput", "lighthouseCountry { id }", map[string]any{"countryCode": "DE", "ownerId": desk.GlobalID()})
		d.do(t, "milestoneCreate", "MilestoneCreateInput", "milestone { id }", map[string]any{
			"lighthouseCountryId": country["id"], "baselineOn": "2027-01-13", "title": []map[string]any{{"language": "en", "text": "Agreement signed"}},
		})
		var rules struct{ ReminderRules []struct{ ID, Key string } }
		d.read(t, `{ reminderRules { id key } }`, nil, &rules)
		for _, rule := range rules.ReminderRules {
			if rule.Key != "milestone.late" {
				continue
			}
			var got struct {
				ReminderPreview struct {
					Total, Recipients int
					Entries           []struct {
						Occurrence struct {
							SubjectID string
							Activity  *struct{ ID string }
							Person    struct{ FullName string }
						}
					}
				}
			}
			d.read(t, `query($rule: ID!) { reminderPreview(ruleId: $rule) { total recipients entries { occurrence { subjectId activity { id } person { fullName } } } } }`,
				map[string]any{"rule": rule.ID}, &got)
			if p := got.ReminderPreview; p.Total != 2 || p.Recipients != 1 || p.Entries[0].Occurrence.Activity != nil || p.Entries[0].Occurrence.Person.FullName != "Desk Demo" {
				t.Errorf("the preview is %+v", p)
			}
			var node struct {
				Node struct {
					Typename string `json:"__typename"`
				}
			}
			d.read(t, `query($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": got.ReminderPreview.Entries[0].Occurrence.SubjectID}, &node)
			if node.Node.Typename != "Milestone" {
				t.Errorf("its subject is %+v", node)
			}
			return
		}
		t.Error("there is no rule milestone.late")
	})
}
