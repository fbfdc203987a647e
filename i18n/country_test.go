package i18n_test

import (
	"testing"

	"fyrtaarn/i18n"
)

func TestCountriesAreThoseOfISOAndKosovo(t *testing.T) {
	codes := i18n.CountryCodes()
	if len(codes) != 250 {
		t.Fatalf("%d countries, want 250", len(codes))
	}
	alpha3 := map[string]string{}
	for _, code := range codes {
		three, ok := i18n.CountryAlpha3(code)
		if !ok || len(three) != 3 || alpha3[three] != "" {
			t.Errorf("%s: alpha-3 %q, also of %q", code, three, alpha3[three])
		}
		alpha3[three] = code
		names := i18n.CountryNames(code)
		for _, row := range i18n.Languages() {
			name, ok := i18n.CountryName(row.Tag, code)
			if !ok || name == "" || name == code || names[row.Tag] != name {
				t.Errorf("%s in %s: %q", code, row.Tag, name)
			}
		}
	}
	for three, two := range map[string]string{"DNK": "DK", "XKK": "XK", "MKD": "MK", "ROU": "RO", "TLS": "TL", "SSD": "SS"} {
		if alpha3[three] != two {
			t.Errorf("%s is %q, want %q", three, alpha3[three], two)
		}
	}
}

func TestCountryNamesAreThoseOfToday(t *testing.T) {
	for _, c := range []struct{ tag, code, want string }{
		{"en", "MK", "North Macedonia"},
		{"da", "MK", "Nordmakedonien"},
		{"da", "BY", "Belarus"},
		{"en", "BY", "Belarus"},
		{"da", "NL", "Nederlandene"},
		{"en", "NL", "Netherlands"},
		{"en", "TR", "Türkiye"},
		{"en", "SZ", "Eswatini"},
		{"en", "CZ", "Czechia"},
		{"da", "XK", "Kosovo"},
		{"ja", "DK", "デンマーク"},
		{"ar", "DK", "الدانمرك"},
		{"ko", "KR", "대한민국"},
		{"zh-Hans", "FR", "法国"},
	} {
		if got, _ := i18n.CountryName(c.tag, c.code); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.code, c.tag, got, c.want)
		}
	}
}

func TestUnknownCountriesAndLanguagesHaveNoName(t *testing.T) {
	for _, c := range [][2]string{{"en", "XX"}, {"en", "dk"}, {"xx", "DK"}, {"en", ""}} {
		if name, ok := i18n.CountryName(c[0], c[1]); ok || name != "" {
			t.Errorf("%v: %q", c, name)
		}
	}
	if i18n.CountryNames("XX") != nil {
		t.Error("names of an unknown country")
	}
	if got := i18n.For("da").Country("XX"); got != "XX" {
		t.Errorf("%q, want the code", got)
	}
	if got := i18n.For("da").Country("DE"); got != "Tyskland" {
		t.Errorf("%q", got)
	}
}

func TestCountryNamesCostNothing(t *testing.T) {
	i18n.Default()
	if n := testing.AllocsPerRun(100, func() { i18n.CountryNames("DK"); i18n.CountryName("da", "DK") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
