package i18n_test

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyrtaarn/i18n"
)

func TestStringsSortAsTheReaderExpects(t *testing.T) {
	for _, c := range []struct {
		tag  string
		want []string
	}{
		{"da", []string{"Aber", "Berg", "Zebra", "Ærø", "Østerbro", "Aabenraa", "Aage", "Åkjær", "Aalborg", "Århus"}},
		{"nb", []string{"Aber", "Berg", "Zebra", "Ærø", "Østerbro", "Aage", "Åkjær"}},
		{"sv", []string{"Aage", "Berg", "Zebra", "Åberg", "Ärla", "Öberg"}},
		{"de", []string{"Aachen", "Ärger", "Berg", "Oder", "Öl", "Zebra"}},
		{"es", []string{"nube", "ñandú", "oso"}},
		{"pl", []string{"lato", "łąka", "mama"}},
		{"uk", []string{"вода", "гора", "ґанок", "дім"}},
		{"en", []string{"aage", "Aage", "Ärla", "Berg"}},
	} {
		got := slices.Clone(c.want)
		slices.Reverse(got)
		i18n.SortStrings(c.tag, got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
}

func TestSortByKeepsTheOrderOfEquals(t *testing.T) {
	type person struct {
		name string
		n    int
	}
	people := []person{{"Ærø", 1}, {"Berg", 2}, {"Ærø", 3}, {"Berg", 4}}
	i18n.SortBy("da", people, func(p person) string { return p.name })
	if want := []person{{"Berg", 2}, {"Berg", 4}, {"Ærø", 1}, {"Ærø", 3}}; !slices.Equal(people, want) {
		t.Errorf("%v, want %v", people, want)
	}
}

func TestKeysCompareBytewiseAsTheTextsDo(t *testing.T) {
	texts := []string{
		"", " ", "a", "A", "aa", "Aa", "Aab", "Aage", "Åge", "Åkjær", "Ærø", "Østerbro", "Zebra", "æ", "ø", "å",
		"Jensen", "Jensen Berg", "jensen", "Jensén", "de la Cruz", "田中", "Київ", "كوبنهاغن", "10", "9", "a-b", "a b",
	}
	danish := i18n.CollatorFor("da")
	for _, a := range texts {
		key := i18n.CollationKeyDanish(a)
		if _, err := hex.DecodeString(key); err != nil || key != strings.ToLower(key) {
			t.Errorf("%q: key %q is not lower-case hexadecimal", a, key)
		}
		for _, b := range texts {
			if got, want := strings.Compare(key, i18n.CollationKeyDanish(b)), danish.Compare(a, b); got != want {
				t.Errorf("%q and %q: keys compare %d, texts %d", a, b, got, want)
			}
		}
	}
}

func TestAaSortsWithÅ(t *testing.T) {
	names := []string{"Østerbro", "Åkjær", "Zacho", "Aage", "Ærø", "Andersen"}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Compare(i18n.CollationKeyDanish(a), i18n.CollationKeyDanish(b))
	})
	if want := []string{"Andersen", "Zacho", "Ærø", "Østerbro", "Aage", "Åkjær"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

func TestACollatorServesManyAtOnce(t *testing.T) {
	want := i18n.CollationKeyDanish("Åkjær og Østerbro")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := i18n.CollationKeyDanish("Åkjær og Østerbro"); got != want {
					t.Errorf("key %s, want %s", got, want)
					return
				}
				if i18n.CollatorFor("da").Compare("Zebra", "Ærø") >= 0 {
					t.Error("Zebra after Ærø")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestFoldFindsWhatIsTypedPlainly(t *testing.T) {
	for text, want := range map[string]string{
		"Østerbro": "osterbro", "Ærø": "aero", "Åkjær": "akjaer", "Aage": "aage", "STRASSE": "strasse", "Straße": "strasse",
		"Łódź": "lodz", "Müller": "muller", "Renée": "renee", "Þór": "thor", "İstanbul": "istanbul", "Dvořák": "dvorak",
		"Αθήνα": "αθηνα", "ＡＢＣ": "abc", "ﬁn": "fin",
		// Marks of other scripts make other letters.
		"Київ": "київ", "йод": "йод", "がく": "がく", "김민수": "김민수", "東京": "東京", "كوبنهاغن": "كوبنهاغن", "हिन्दी": "हिन्दी",
		"": "", "Plain ASCII 42": "plain ascii 42",
	} {
		if got := i18n.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
		if got := i18n.Fold(i18n.Fold(text)); got != want {
			t.Errorf("folding %q twice gives %q", text, got)
		}
	}
}
