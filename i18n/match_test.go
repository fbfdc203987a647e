package i18n_test

import (
	"strings"
	"testing"

	"fyrtaarn/i18n"
)

func TestMatchGivesEachReaderTheirLanguageOrEnglish(t *testing.T) {
	for _, c := range []struct {
		requested, want string
		ok              bool
	}{
		{"da", "da", true},
		{"DA_dk", "da", true},
		{"da-GL", "da", true},
		{"en-US", "en", true},
		{"en-GB", "en", true},
		{"en-XA", "en", true},
		{"no", "nb", true},
		{"nb-NO", "nb", true},
		{"nn", "nb", true},
		{"no-NO", "nb", true},
		{"sv-FI", "sv", true},
		{"de-CH", "de", true},
		{"fr-CA", "fr", true},
		{"es-419", "es", true},
		{"ar-EG", "ar", true},
		{"ar", "ar", true},
		{"arb", "ar", true},
		{"zh", "zh-Hans", true},
		{"zh-CN", "zh-Hans", true},
		{"zh-Hans-SG", "zh-Hans", true},
		{"zh-SG", "zh-Hans", true},
		{"cmn", "zh-Hans", true},
		{"ko-KP", "ko", true},
		// Another script, or a neighbour by CLDR's distances: English.
		{"zh-TW", "en", false},
		{"zh-HK", "en", false},
		{"zh-Hant", "en", false},
		{"yue", "en", false},
		{"uk-Latn", "en", false},
		{"ja-Latn", "en", false},
		{"ru", "en", false},
		{"be", "en", false},
		{"kk", "en", false},
		{"sr", "en", false},
		{"gl", "en", false},
		{"eu", "en", false},
		{"ca", "en", false},
		{"pt-BR", "en", false},
		{"et", "en", false},
		{"fo", "en", false},
		{"is", "en", false},
		{"lb", "en", false},
		{"gsw", "en", false},
		{"fy", "en", false},
		{"af", "en", false},
		{"br", "en", false},
		// A country or nothing is no language.
		{"und-DK", "en", false},
		{"und", "en", false},
		{"mul", "en", false},
		{"", "en", false},
		{"*", "en", false},
		{"not a tag", "en", false},
		{"x", "en", false},
	} {
		if tag, ok := i18n.Match(c.requested); tag != c.want || ok != c.ok {
			t.Errorf("Match(%q) = %s, %v; want %s, %v", c.requested, tag, ok, c.want, c.ok)
		}
	}
}

func TestMatchTakesTheFirstThatIsAcceptable(t *testing.T) {
	for _, c := range []struct {
		requested []string
		want      string
	}{
		{[]string{"ca", "es"}, "es"},
		{[]string{"zh-Hant", "ja"}, "ja"},
		{[]string{"fi", "sv"}, "fi"},
		{[]string{"", "ru", "no"}, "nb"},
		{nil, "en"},
	} {
		if tag, _ := i18n.Match(c.requested...); tag != c.want {
			t.Errorf("Match(%q) = %s, want %s", c.requested, tag, c.want)
		}
	}
}

func TestAcceptLanguageFollowsTheBrowsersOrder(t *testing.T) {
	for _, c := range []struct {
		header, want string
		ok           bool
	}{
		{"da,en;q=0.8", "da", true},
		{"en;q=0.5, pl;q=0.9", "pl", true},
		{"ru-RU,ru;q=0.9,uk;q=0.8,en;q=0.7", "uk", true},
		{"pt-BR,pt;q=0.9", "en", false},
		{"zh-TW,zh;q=0.9", "zh-Hans", true},
		{"de;q=0, fr", "fr", true},
		{"*", "en", false},
		{"", "en", false},
		{";;;=", "en", false},
		{strings.Repeat("da,", 4000), "en", false},
	} {
		if tag, ok := i18n.AcceptLanguage(c.header); tag != c.want || ok != c.ok {
			t.Errorf("AcceptLanguage(%.40q) = %s, %v; want %s, %v", c.header, tag, ok, c.want, c.ok)
		}
	}
}
