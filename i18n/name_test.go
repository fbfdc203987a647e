package i18n_test

import (
	"strings"
	"testing"

	"fyrtaarn/i18n"
)

func TestNamesAreShownAsTheirOwnersWriteThem(t *testing.T) {
	tanaka := i18n.PersonName{Full: "田中花子", Latin: "Tanaka Hanako", Title: "教授"}
	kim := i18n.PersonName{Full: "김민수", Latin: "Kim Minsu", Title: "교수"}
	for _, c := range []struct {
		tag  string
		name i18n.PersonName
		want string
	}{
		{"da", i18n.PersonName{Full: "Åse Østergård Kjær"}, "Åse Østergård Kjær"},
		{"da", i18n.PersonName{Full: "Åse Kjær", Title: "Dr."}, "Dr. Åse Kjær"},
		{"ja", i18n.PersonName{Full: "Åse Kjær", Latin: "Ase Kjaer"}, "Åse Kjær"},
		{"da", i18n.PersonName{Full: "Nguyễn Văn An"}, "Nguyễn Văn An"},
		{"da", i18n.PersonName{Full: "Suharto"}, "Suharto"},
		{"da", tanaka, "教授 Tanaka Hanako"},
		{"ja", tanaka, "田中花子教授"},
		{"zh-Hans", tanaka, "田中花子教授"},
		{"ja", i18n.PersonName{Full: "サーラ・ミュラー"}, "サーラ・ミュラー"},
		{"ko", kim, "김민수 교수"},
		{"ja", kim, "교수 Kim Minsu"},
		{"da", i18n.PersonName{Full: "田中花子"}, "田中花子"},
		{"uk", i18n.PersonName{Full: "Олена Коваль", Latin: "Olena Koval"}, "Олена Коваль"},
		{"en", i18n.PersonName{Full: "Олена Коваль", Latin: "Olena Koval"}, "Olena Koval"},
		{"ar", i18n.PersonName{Full: "ليلى حسن", Latin: "Layla Hassan", Title: "د."}, "د. ليلى حسن"},
		{"fr", i18n.PersonName{Full: "ليلى حسن", Latin: "Layla Hassan"}, "Layla Hassan"},
		{"da", i18n.PersonName{Full: strings.Repeat("Aa", 40)}, strings.Repeat("Aa", 40)},
		{"da", i18n.PersonName{}, ""},
	} {
		if got := i18n.For(c.tag).DisplayName(c.name); got != c.want {
			t.Errorf("%s: %q, want %q", c.tag, got, c.want)
		}
	}
}

func TestTitlesDoNotSort(t *testing.T) {
	for name, want := range map[string]string{
		"Dr. Åse Berg": "Åse Berg", "Prof. Dr. Åse Berg": "Åse Berg", "prof. dr. Åse Berg": "Åse Berg",
		"Åse Berg": "Åse Berg", "Dr.": "Dr.", "Prof. Dr.": "Dr.", "  Åse  Berg ": "Åse  Berg", "Drude Berg": "Drude Berg", "": "",
	} {
		if got := i18n.WithoutTitle(name); got != want {
			t.Errorf("WithoutTitle(%q) = %q, want %q", name, got, want)
		}
	}
	if i18n.NameKeyDanish("Prof. Åse Berg") != i18n.CollationKeyDanish("Åse Berg") {
		t.Error("the title took part in sorting")
	}
}
