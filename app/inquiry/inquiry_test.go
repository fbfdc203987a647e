package inquiry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"fyrtaarn/app/delegation"
	"fyrtaarn/app/inquiry"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

var nobody = uuid.MustParse("0190a000-0000-7000-8000-000000000000")

func question(subject string) model.InquiryCreateInput {
	return model.InquiryCreateInput{
		CountryCode: "FR", ReceivedOn: model.NewDate(2027, time.January, 2), Channel: model.ChannelEmbassy, Language: "fr", Subject: subject,
	}
}

func log(t *testing.T, rig *testrig.Rig, in model.InquiryCreateInput) *model.Inquiry {
	t.Helper()
	made, err := inquiry.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestCreateAnswerAndBecomeADelegation(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		asker, ministry := rig.Person(t, "Élise Petit"), rig.Organisation(t, "Ministère")
		answerer := rig.Person(t, "Ane")
		in := question("Visite d'hôpitaux")
		in.AskerID, in.OrganisationID, in.Body = testrig.Ptr(asker.GlobalID()), testrig.Ptr(ministry.GlobalID()), testrig.Ptr("Bonjour\r\nà tous")
		made := log(t, rig, in)
		if made.Body != "Bonjour\nà tous" || made.Version != 1 {
			t.Errorf("made %+v", made)
		}
		rig.Clock.Advance(time.Hour)
		actor := model.Actor{Role: model.RoleAdviser, Name: "Ane", PersonID: answerer.ID, Language: "en"}
		answered, err := s.Answer(model.WithActor(t.Context(), actor), model.InquiryAnswerInput{
			ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1), Answer: "Welcome",
		}, testrig.Fields("answer", "answeredAt", "answeredBy.fullName", "asker.fullName", "organisation.name", "country.name"))
		if err != nil {
			t.Fatal(err)
		}
		if answered.Answer != "Welcome" || !answered.AnsweredAt.Equal(rig.Clock.Now()) || answered.AnsweredBy.FullName != "Ane" ||
			answered.Asker.FullName != "Élise Petit" || answered.Organisation.Name != "Ministère" || answered.Country.Name(nil).Text != "France" {
			t.Errorf("answered %+v", answered)
		}
		_, err = s.Answer(testrig.Adviser(t.Context()), model.InquiryAnswerInput{ID: made.GlobalID(), Answer: "Sorry"}, nil)
		testrig.WantErrors(t, err, "CONFLICT id")
		visit, err := delegation.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), model.DelegationCreateInput{
			Reference: testrig.Ptr("del-fr-1"), Title: []model.TranslationInput{{Language: "en", Text: "France"}}, CountryCode: "FR",
		}, testrig.Fields("reference"))
		if err != nil {
			t.Fatal(err)
		}
		rig.Clock.Advance(time.Hour)
		became, err := s.Update(testrig.Adviser(t.Context()), model.InquiryUpdateInput{
			ID: made.GlobalID(), DelegationID: model.Sent(model.NewGlobalID(model.KindDelegation, visit.ID)),
		}, testrig.Fields("delegation.reference"))
		if err != nil || became.Delegation.Reference != "del-fr-1" {
			t.Fatalf("became %+v, %v", became, err)
		}
		if audit := rig.Audited(t, made.ID); !slices.Equal(audit, []string{"inquiryCreate", "inquiryAnswer", "inquiryUpdate"}) {
			t.Errorf("audit %v", audit)
		}
	})
}

func TestCreateReportsAllFieldErrorsTogether(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		_, err := inquiry.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), model.InquiryCreateInput{
			CountryCode: "QQ", ReceivedOn: model.NewDate(2027, time.January, 5), Channel: "PIGEON", Language: "", Subject: " ",
			AskerID: testrig.Ptr(model.NewGlobalID(model.KindPerson, nobody)), OrganisationID: testrig.Ptr(model.NewGlobalID(model.KindPerson, nobody)),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT countryCode", "BAD_USER_INPUT receivedOn", "BAD_USER_INPUT channel", "BAD_USER_INPUT language",
			"BAD_USER_INPUT subject", "NOT_FOUND askerId", "BAD_USER_INPUT organisationId")
	})
}

func TestReceivedTodayMeansTodayInDenmark(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		rig.Clock.Set(time.Date(2027, time.January, 4, 23, 30, 0, 0, time.UTC))
		in := question("After midnight in Copenhagen")
		in.ReceivedOn = model.NewDate(2027, time.January, 5)
		log(t, rig, in)
	})
}

func TestAnswerIsNeitherEmptyNorOutOfTime(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		made := log(t, rig, question("When"))
		answer := func(at time.Time) error {
			_, err := s.Answer(testrig.Adviser(t.Context()), model.InquiryAnswerInput{
				ID: made.GlobalID(), Answer: "\n", AnsweredAt: &at, AnsweredByID: testrig.Ptr(model.NewGlobalID(model.KindPerson, nobody)),
			}, nil)
			return err
		}
		testrig.WantErrors(t, answer(rig.Clock.Now().Add(time.Minute)), "BAD_USER_INPUT answer", "BAD_USER_INPUT answeredAt", "NOT_FOUND answeredById")
		early := answer(time.Date(2027, time.January, 1, 22, 0, 0, 0, time.UTC))
		if !slices.ContainsFunc(model.Refusals(early), func(e *model.Error) bool { return e.MessageID == "error.inquiry.answeredBeforeReceived" }) {
			t.Errorf("answered before it came: %v", early)
		}
	})
}

func TestUpdateKeepsTheDayOfReceiptBeforeTheAnswer(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		made := log(t, rig, question("Order"))
		if _, err := s.Answer(testrig.Adviser(t.Context()), model.InquiryAnswerInput{
			ID: made.GlobalID(), Answer: "Yes", AnsweredAt: testrig.Ptr(time.Date(2027, time.January, 2, 12, 0, 0, 0, time.UTC)),
		}, nil); err != nil {
			t.Fatal(err)
		}
		_, err := s.Update(testrig.Adviser(t.Context()), model.InquiryUpdateInput{
			ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(2), ReceivedOn: model.Sent(model.NewDate(2027, time.January, 3)),
			DelegationID: model.Sent(model.NewGlobalID(model.KindDelegation, nobody)),
		}, nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT receivedOn", "NOT_FOUND delegationId")
		_, err = s.Update(testrig.Adviser(t.Context()), model.InquiryUpdateInput{ID: made.GlobalID(), ExpectedVersion: testrig.Ptr(1)}, nil)
		testrig.WantErrors(t, err, "CONFLICT expectedVersion")
	})
}

func TestIdempotencyKeyAnswersTheSameInquiry(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		in := question("Once")
		in.IdempotencyKey = testrig.Ptr("i")
		if first, again := log(t, rig, in), log(t, rig, in); first.ID != again.ID {
			t.Errorf("%v and %v", first.ID, again.ID)
		}
		in.Subject = "Twice"
		_, err := inquiry.Service{Core: rig.Core}.Create(testrig.Adviser(t.Context()), in, nil)
		testrig.WantErrors(t, err, "CONFLICT idempotencyKey")
	})
}

func TestListIsNewestFirstFilteredAndSearched(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		for i, code := range []model.CountryCode{"FR", "SE", "FR", "JP", "FR"} {
			in := question(fmt.Sprintf("Hôpital %d", i))
			in.CountryCode, in.ReceivedOn = code, model.NewDate(2026, time.December, 1+i/2)
			made := log(t, rig, in)
			if i < 2 {
				if _, err := s.Answer(ctx, model.InquiryAnswerInput{ID: made.GlobalID(), Answer: "Yes"}, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		nodes := testrig.Walk(t, 2, func(i *model.Inquiry) string { return i.ID.String() },
			func(page model.PageRequest) (*model.InquiryConnection, error) {
				return s.List(ctx, nil, nil, page, testrig.Fields("subject"))
			})
		if len(nodes) != 5 || !slices.IsSortedFunc(nodes, func(a, b *model.Inquiry) int { return strings.Compare(b.ReceivedOn.String(), a.ReceivedOn.String()) }) {
			t.Errorf("%d nodes, in which order?", len(nodes))
		}
		for i, tc := range []struct {
			filter model.InquiryFilter
			want   int
		}{
			{model.InquiryFilter{Countries: []model.CountryCode{"FR"}}, 3},
			{model.InquiryFilter{Countries: []model.CountryCode{"FR"}, Answered: testrig.Ptr(false)}, 2},
			{model.InquiryFilter{Answered: testrig.Ptr(true), Search: testrig.Ptr("HOPITAL 1")}, 1},
			{model.InquiryFilter{ReceivedFrom: testrig.Ptr(model.NewDate(2026, time.December, 2)), ReceivedUntil: testrig.Ptr(model.NewDate(2026, time.December, 2))}, 2},
			{model.InquiryFilter{HasDelegation: testrig.Ptr(true)}, 0},
			{model.InquiryFilter{HasDelegation: testrig.Ptr(false)}, 5},
		} {
			page, err := s.List(ctx, &tc.filter, nil, model.PageRequest{}, testrig.Fields("totalCount"))
			if err != nil || *page.TotalCount != tc.want || len(page.Nodes) != tc.want {
				t.Errorf("filter %d finds %+v, %v; want %d", i, page, err, tc.want)
			}
		}
	})
}

func TestUnknownIDs(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		ctx := testrig.Adviser(t.Context())
		if got, err := s.One(ctx, model.NewGlobalID(model.KindInquiry, nobody), nil); got != nil || err != nil {
			t.Errorf("unknown id: %v, %v", got, err)
		}
		_, err := s.One(ctx, "x", nil)
		testrig.WantErrors(t, err, "BAD_USER_INPUT id")
		_, err = s.Answer(ctx, model.InquiryAnswerInput{ID: model.NewGlobalID(model.KindInquiry, nobody), Answer: "x"}, nil)
		testrig.WantErrors(t, err, "NOT_FOUND id")
	})
}

func TestListRunsTheSameStatementsForAnyNumberOfRows(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := inquiry.Service{Core: rig.Core}
		house, asker := rig.Organisation(t, "House"), rig.Person(t, "Asker")
		add := func(n int) {
			for range n {
				in := question("Visit")
				in.AskerID, in.OrganisationID = testrig.Ptr(asker.GlobalID()), testrig.Ptr(house.GlobalID())
				log(t, rig, in)
			}
		}
		add(5)
		f := testrig.Fields("subject", "totalCount", "country.priorities.note", "asker.organisation.name", "answeredBy.fullName", "organisation.country.name", "delegation.reference")
		testrig.SameStatements(t, testrig.Adviser(t.Context()), func(ctx context.Context) (int, error) {
			page, err := s.List(ctx, nil, nil, model.PageRequest{First: testrig.Ptr(50)}, f)
			if err != nil {
				return 0, err
			}
			return len(page.Nodes), nil
		}, func() { add(45) })
	})
}
