package model

import (
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Money is an amount with its currency. About marks what a source gives as a
// round figure.
type Money struct {
	// Minor is the amount in the currency's minor units: øre for DKK.
	Minor    int64
	Currency string
	About    bool
}

// MoneyInput is an amount as somebody sends it.
type MoneyInput struct {
	// Amount is a decimal number in the currency's major unit.
	Amount   string
	Currency string
	About    *bool
}

// maxMinor bounds amounts so that sums of thousands of them stay exact.
const maxMinor = 1_000_000_000_000_000

// Amount is the decimal number, with as many digits as the currency has.
func (m Money) Amount() string {
	digits := minorDigits(m.Currency)
	text := strconv.FormatInt(m.Minor, 10)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	if digits == 0 {
		return sign + text
	}
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	whole := len(text) - digits
	return sign + text[:whole] + "." + text[whole:]
}

// ValidMoney answers an amount that is not negative, in a currency of ISO 4217
// and with no more digits than that has.
func ValidMoney(field string, in MoneyInput) (Money, error) {
	code := strings.ToUpper(strings.TrimSpace(in.Currency))
	if _, err := currency.ParseISO(code); err != nil {
		return Money{}, BadInput(field+".currency", "error.money.currency").With("Currency", shown(in.Currency))
	}
	m := Money{Currency: code, About: in.About != nil && *in.About}
	digits := minorDigits(code)
	refusal := BadInput(field+".amount", "error.money.amount").With("Digits", digits)
	whole, part, _ := strings.Cut(in.Amount, ".")
	part = strings.TrimRight(part, "0")
	if len(part) > digits || strings.Trim(whole+part, "0123456789") != "" || whole == "" {
		return Money{}, refusal
	}
	minor, err := strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	if err != nil || minor > maxMinor {
		return Money{}, refusal
	}
	m.Minor = minor
	return m, nil
}

// minorDigits is how many digits follow the point in a currency: two for DKK,
// none for JPY.
func minorDigits(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	digits, _ := currency.Standard.Rounding(unit)
	return digits
}

// SumByCurrency adds amounts of one currency together and keeps different ones
// apart, in the order in which they first come. A sum with a round figure in it
// is one itself.
func SumByCurrency(amounts []Money) []Money {
	sums := []Money{}
	at := map[string]int{}
	for _, m := range amounts {
		i, known := at[m.Currency]
		if !known {
			at[m.Currency] = len(sums)
			sums = append(sums, m)
			continue
		}
		sums[i].Minor += m.Minor
		sums[i].About = sums[i].About || m.About
	}
	return sums
}
