package model_test

import (
	"reflect"
	"testing"

	"fyrtaarn/model"
)

func text(language model.LanguageTag, s string) model.TranslationInput {
	return model.TranslationInput{Language: language, Text: s}
}

func staleOf(t model.LocalizedText) map[model.LanguageTag]bool {
	stale := map[model.LanguageTag]bool{}
	for _, tr := range t.Translations() {
		stale[tr.Language] = tr.Stale
	}
	return stale
}

func TestTranslationsGoStaleWithTheirSource(t *testing.T) {
	inThree := model.Localized(model.Danish, "Besøg").Apply([]model.TranslationInput{
		text(model.English, "Visit"), text("fr", "Visite"),
	})
	for _, tc := range []struct {
		name  string
		saved []model.TranslationInput
		want  map[model.LanguageTag]bool
	}{
		{"NothingSaved", nil, map[model.LanguageTag]bool{"da": false, "en": false, "fr": false}},
		{"SourceUnchanged", []model.TranslationInput{text("da", "Besøg")}, map[model.LanguageTag]bool{"da": false, "en": false, "fr": false}},
		{"SourceChanged", []model.TranslationInput{text("da", "Rundvisning")}, map[model.LanguageTag]bool{"da": false, "en": true, "fr": true}},
		{"SourceAndOneChanged", []model.TranslationInput{text("da", "Rundvisning"), text("en", "Tour")}, map[model.LanguageTag]bool{"da": false, "en": false, "fr": true}},
		{"TheOrderOfTheListIsNothing", []model.TranslationInput{text("en", "Tour"), text("da", "Rundvisning")}, map[model.LanguageTag]bool{"da": false, "en": false, "fr": true}},
		{"TranslationChanged", []model.TranslationInput{text("en", "Tour")}, map[model.LanguageTag]bool{"da": false, "en": false, "fr": false}},
		{"LanguageAdded", []model.TranslationInput{text("sv", "Besök")}, map[model.LanguageTag]bool{"da": false, "en": false, "fr": false, "sv": false}},
		{"LanguageRemoved", []model.TranslationInput{text("fr", "")}, map[model.LanguageTag]bool{"da": false, "en": false}},
		{"SourceRemoved", []model.TranslationInput{text("da", "")}, map[model.LanguageTag]bool{"en": true, "fr": true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := inThree.Apply(tc.saved)
			if stale := staleOf(got); !reflect.DeepEqual(stale, tc.want) {
				t.Errorf("stale: got %v, want %v", stale, tc.want)
			}
			for tag, stale := range tc.want {
				if got.Complete(tag) == stale {
					t.Errorf("%s: complete is %v", tag, got.Complete(tag))
				}
			}
			if staleOf(inThree)["en"] || inThree.Texts["da"].Text != "Besøg" {
				t.Error("the text that was there before has changed")
			}
		})
	}
}

func TestTranslatingAgainMakesAStaleTextFresh(t *testing.T) {
	stale := model.Localized(model.Danish, "Besøg").
		Apply([]model.TranslationInput{text("en", "Visit")}).
		Apply([]model.TranslationInput{text("da", "Rundvisning")})
	if !staleOf(stale)["en"] {
		t.Fatal("the translation should be stale")
	}
	// The translator looked and found the old words right: saving them says so.
	if staleOf(stale.Apply([]model.TranslationInput{text("en", "Visit")}))["en"] {
		t.Error("a translation that was saved again is still stale")
	}
}

func TestFirstLanguageSavedIsTheSource(t *testing.T) {
	got := model.LocalizedText{}.Apply([]model.TranslationInput{text("fr", "Visite"), text("en", "Visit")})
	if got.Source != "fr" || got.Version != 1 || len(got.Texts) != 2 || staleOf(got)["en"] {
		t.Errorf("got %+v", got)
	}
	if first := got.Translations()[0]; first.Language != "fr" || !first.IsSource {
		t.Errorf("the source does not stand first: %+v", got.Translations())
	}
}

func TestTextIsShownInTheNearestLanguageThatHasIt(t *testing.T) {
	fr, da, xx := model.LanguageTag("fr"), model.Danish, model.LanguageTag("xx")
	all := model.Localized(model.Danish, "Besøg").Apply([]model.TranslationInput{text("en", "Visit"), text("fr", "Visite")})
	danishOnly := model.Localized(model.Danish, "Besøg")
	noSource := model.LocalizedText{Source: "da"}.Apply([]model.TranslationInput{text("sv", "Besök"), text("nl", "Bezoek")})
	reader := func(t model.LocalizedText, r model.LanguageTag) model.LocalizedText { t.Reader = r; return t }
	for _, tc := range []struct {
		name string
		text model.LocalizedText
		want *model.LanguageTag
		got  model.LocalizedString
	}{
		{"TheOneAskedFor", all, &fr, model.LocalizedString{Text: "Visite", Language: "fr"}},
		{"ElseEnglish", all, &xx, model.LocalizedString{Text: "Visit", Language: "en", Fallback: true}},
		{"ElseTheSource", danishOnly, &fr, model.LocalizedString{Text: "Besøg", Language: "da", Fallback: true}},
		{"ElseAny", noSource, &fr, model.LocalizedString{Text: "Bezoek", Language: "nl", Fallback: true}},
		{"TheReadersWhenNobodyAsks", reader(all, "fr"), nil, model.LocalizedString{Text: "Visite", Language: "fr"}},
		{"TheAskedBeforeTheReaders", reader(all, "fr"), &da, model.LocalizedString{Text: "Besøg", Language: "da"}},
		{"Empty", model.LocalizedText{}, &fr, model.LocalizedString{Language: "fr"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.text.In(tc.want); got != tc.got {
				t.Errorf("got %+v, want %+v", got, tc.got)
			}
		})
	}
}

func TestStoredTextComesBackAsItWas(t *testing.T) {
	before := model.Localized(model.Danish, "Besøg på «Østerbro»").
		Apply([]model.TranslationInput{text("ar", "زيارة"), text("ja", "訪問")}).
		Apply([]model.TranslationInput{text("da", "Rundvisning")})
	stored, err := before.Value()
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range []any{stored, []byte(stored.(string))} { //nolint:forcetypeassert // Value writes a string
		after := model.LocalizedText{Reader: "ja"}
		if err := after.Scan(src); err != nil {
			t.Fatal(err)
		}
		if after.Reader != "ja" {
			t.Error("reading the text lost its reader")
		}
		after.Reader = ""
		if !reflect.DeepEqual(after, before) {
			t.Errorf("got %+v, want %+v", after, before)
		}
	}
	var text model.LocalizedText
	if err := text.Scan(nil); err != nil || !text.IsEmpty() {
		t.Errorf("NULL is read as %+v, %v", text, err)
	}
	for _, src := range []any{"{", 7} {
		if err := text.Scan(src); err == nil {
			t.Errorf("%v was read as a text", src)
		}
	}
}

func TestAllTextIsForTheSearchColumn(t *testing.T) {
	all := model.Localized(model.Danish, "Besøg").Apply([]model.TranslationInput{text("fr", "Visite"), text("en", "Visit")})
	if got := all.AllText(); got != "Besøg Visit Visite" {
		t.Errorf("got %q", got)
	}
	if got := model.Localized(model.Danish, ""); !got.IsEmpty() || got.AllText() != "" {
		t.Errorf("a text without words: %+v", got)
	}
}
