package reminder_test

import (
	"testing"

	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestMailGoesWhereTheDelegateWantsItAndPaperGetsNone(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		route := func(r model.MailRoute, role model.DelegateRole) func(*model.DelegateAddInput) {
			return func(in *model.DelegateAddInput) { in.MailRoute, in.Role = &r, &role }
		}
		secretary := w.delegate(t, "secretary", route(model.MailSelf, model.DelegateSecretary))
		minister := w.join(t, w.person(t, "大臣 デモ", "minister@example.jp", "ja", "FR", "Europe/Paris"), route(model.MailSecretary, model.DelegateHead))
		paper := w.delegate(t, "paper", route(model.MailPaper, model.DelegateMember))
		w.confirmed(t)
		w.dispatch(t, w.at(0, 9, 0))
		languages := map[string]bool{}
		for _, m := range w.wantSent(t, programme1, secretary.Email, secretary.Email) {
			languages[m.language] = true
		}
		if !languages["ja"] || !languages["fr"] {
			t.Fatalf("the two mails are in %v", languages)
		}
		w.wantState(t, programme1, minister, model.OccurrenceSent)
		w.wantState(t, programme1, paper, model.OccurrenceNoAddress)
	})
}

func TestAnAddressThatComesInTimeIsUsed(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		nobody := w.join(t, must[*model.Person](t)(w.people.Create(w.adviser, model.PersonCreateInput{
			FullName: "Without Address", CountryCode: "FR", Language: testrig.Ptr(model.LanguageTag("fr")), TimeZone: testrig.Ptr("Europe/Paris"),
		}, nil)))
		w.confirmed(t)
		w.wantState(t, programme1, nobody, model.OccurrenceNoAddress)
		must[*model.Person](t)(w.people.Update(w.adviser, model.PersonUpdateInput{ID: nobody.GlobalID(), Email: model.Sent("found@example.fr")}, nil))
		w.dispatch(t, w.at(0, 9, 0))
		w.wantSent(t, programme1, "found@example.fr")
	})
}

func TestAReaderOfALanguageThatIsNotSpokenGetsEnglishAndItIsCounted(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		w := newWorld(t, rig, 3)
		ivan := w.join(t, w.person(t, "Иван Демо", "ivan@example.org", "ru", "FR", "Europe/Paris"))
		w.confirmed(t)
		w.dispatch(t, w.at(0, 9, 0))
		if m := w.wantSent(t, programme1, ivan.Email); m[0].language != "en" {
			t.Fatalf("the mail is in %s", m[0].language)
		}
		if o := w.wantState(t, programme1, ivan, model.OccurrenceSent); !o.Delivery.Fallback || o.Delivery.LanguageUsed != "en" {
			t.Fatalf("the ledger says %+v", o.Delivery)
		}
	})
}
