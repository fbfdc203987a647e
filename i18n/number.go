package i18n

import (
	"strconv"
	"strings"
)

// numberSymbols is how a language writes numbers, in Latin digits.
type numberSymbols struct {
	Decimal string `json:"decimal"`
	Group   string `json:"group"`
	Minus   string `json:"minus"`
	// MinimumGroupingDigits is how many digits must stand before the first
	// separator: with 2, four-digit numbers have none.
	MinimumGroupingDigits int    `json:"minimumGroupingDigits"`
	PercentBefore         string `json:"percentBefore"`
	PercentAfter          string `json:"percentAfter"`
}

// Number is an integer with the language's separators: "1.234.567".
func (l *Localizer) Number(n int64) string { return l.Decimal(strconv.FormatInt(n, 10)) }

// Decimal is a decimal number, given as "1234567.5", with the language's
// separators and all its digits: "1.234.567,5". What is no plain decimal
// number is returned as it is.
func (l *Localizer) Decimal(value string) string {
	s := &l.locale.formats.numbers
	digits, negative := strings.CutPrefix(value, "-")
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	if !allDigits(whole) || hasFraction && !allDigits(fraction) {
		return value
	}
	var b strings.Builder
	b.Grow(len(value) + len(value)/3*len(s.Group) + len(s.Minus))
	if negative {
		b.WriteString(s.Minus)
	}
	grouped := len(whole) >= 3+s.MinimumGroupingDigits
	for i := range len(whole) {
		if grouped && i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(s.Group)
		}
		b.WriteByte(whole[i])
	}
	if hasFraction {
		b.WriteString(s.Decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Percent is a percentage, given in percent as "28.6": "28,6 %".
func (l *Localizer) Percent(value string) string {
	s := &l.locale.formats.numbers
	return s.PercentBefore + l.Decimal(value) + s.PercentAfter
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
