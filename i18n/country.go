package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// countries holds the names of the countries, arranged once at loading.
type countries struct {
	codes  []string
	alpha3 map[string]string
	// byCode maps alpha-2 code to language tag to name.
	byCode map[string]map[string]string
}

func readCountries(fsys fs.FS, names map[string]map[string]string) (*countries, error) {
	c := &countries{}
	if err := readJSON(fsys, "cldr/countries.json", &c.alpha3); err != nil {
		return nil, err
	}
	c.codes = slices.Sorted(maps.Keys(c.alpha3))
	c.byCode = make(map[string]map[string]string, len(c.codes))
	for _, code := range c.codes {
		c.byCode[code] = make(map[string]string, len(names))
		for tag, named := range names {
			if named[code] == "" {
				return nil, fmt.Errorf("cldr/%s.json: no name for country %s", tag, code)
			}
			c.byCode[code][tag] = named[code]
		}
	}
	return c, nil
}

// CountryCodes lists the alpha-2 codes, sorted: the 249 of ISO 3166-1 and XK,
// which CLDR uses for Kosovo.
func (b *Bundle) CountryCodes() []string { return slices.Clone(b.countries.codes) }

// CountryAlpha3 is the alpha-3 code that belongs to an alpha-2 code.
func (b *Bundle) CountryAlpha3(code string) (alpha3 string, ok bool) {
	alpha3, ok = b.countries.alpha3[code]
	return alpha3, ok
}

// CountryName is the name of the country with this alpha-2 code in the
// language of exactly this tag, as CLDR has it. ok is false if either is
// unknown.
func (b *Bundle) CountryName(tag, code string) (name string, ok bool) {
	name, ok = b.countries.byCode[code][tag]
	return name, ok
}

// CountryNames maps language tag to the country's name, nil for an unknown
// code. The map is shared and must not be changed.
func (b *Bundle) CountryNames(code string) map[string]string { return b.countries.byCode[code] }

// Country is the name of the country with this alpha-2 code in the reader's
// language, or the code itself if it is unknown.
func (l *Localizer) Country(code string) string {
	if name, ok := l.bundle.CountryName(l.locale.Tag, code); ok {
		return name
	}
	return code
}

// CountryCodes lists the codes of the default bundle; see Bundle.CountryCodes.
func CountryCodes() []string { return Default().CountryCodes() }

// CountryAlpha3 asks the default bundle; see Bundle.CountryAlpha3.
func CountryAlpha3(code string) (alpha3 string, ok bool) { return Default().CountryAlpha3(code) }

// CountryName asks the default bundle; see Bundle.CountryName.
func CountryName(tag, code string) (name string, ok bool) { return Default().CountryName(tag, code) }

// CountryNames asks the default bundle; see Bundle.CountryNames.
func CountryNames(code string) map[string]string { return Default().CountryNames(code) }
