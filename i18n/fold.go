package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spelled are the letters that carry no removable mark and yet are looked for
// by their plain spelling.
var spelled = map[rune]string{
	'ø': "o", 'æ': "ae", 'å': "a", 'ß': "ss", 'œ': "oe", 'ł': "l", 'đ': "d", 'ð': "d",
	'þ': "th", 'ħ': "h", 'ı': "i", 'ŋ': "ng", 'ŧ': "t", 'ς': "σ",
}

// Fold is the form of s by which it is searched: lower case, Latin and Greek
// letters without their marks (ø as o, æ as ae, ß as ss), wide and compatible
// forms as the common ones. Letters of other scripts stay whole, since their
// marks tell words apart.
func Fold(s string) string {
	if plain(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	markable := false
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			if !markable {
				b.WriteRune(r)
			}
			continue
		}
		markable = unicode.In(r, unicode.Latin, unicode.Greek)
		r = unicode.ToLower(r)
		if plain, ok := spelled[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	// Decomposition has taken Hangul and kana apart too: put them together.
	return norm.NFC.String(b.String())
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
