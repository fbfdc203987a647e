package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

//go:embed languages.json locales/*.json cldr/*.json
var embedded embed.FS

// Bundle is everything known about a set of languages. It is made once by Load
// and never changes; all its methods may be called concurrently.
type Bundle struct {
	tiers     map[string]Tier
	languages []Language
	locales   map[string]*locale
	english   *locale
	matcher   *matcher
	countries *countries
	zones     map[string]string
	fallback  atomic.Pointer[func(tag, id string)]
}

// locale is one language made ready for use.
type locale struct {
	Language
	catalogue *catalogue
	formats   *formats
	collator  *Collator
}

var defaultBundle = sync.OnceValues(func() (*Bundle, error) { return Load(embedded) })

// Default is the bundle of the languages built into the program. It panics if
// the embedded files are broken, which no build that passed its tests is.
func Default() *Bundle {
	b, err := defaultBundle()
	if err != nil {
		panic(fmt.Sprintf("i18n: embedded files: %v", err))
	}
	return b
}

// Load reads languages.json and, for every row of it, locales/<tag>.json and
// cldr/<tag>.json, besides cldr/countries.json and cldr/zones.json. It fails
// on a file that is missing or malformed; missing messages are no error here.
func Load(fsys fs.FS) (*Bundle, error) {
	file, err := readLanguages(fsys)
	if err != nil {
		return nil, err
	}
	b := &Bundle{
		tiers:     file.Tiers,
		languages: file.Languages,
		locales:   make(map[string]*locale, len(file.Languages)),
	}
	names := make(map[string]map[string]string, len(file.Languages))
	for _, row := range file.Languages {
		l := &locale{Language: row, collator: newCollator(row.Collation)}
		data, err := readCLDR(fsys, row)
		if err != nil {
			return nil, err
		}
		if l.formats, err = data.compile(row); err != nil {
			return nil, fmt.Errorf("cldr/%s.json: %w", row.Tag, err)
		}
		if l.catalogue, err = readCatalogue(fsys, row.Tag); err != nil {
			return nil, err
		}
		b.locales[row.Tag], names[row.Tag] = l, data.Countries
	}
	b.english = b.locales[English]
	b.matcher = newMatcher(file.Languages)
	if b.countries, err = readCountries(fsys, names); err != nil {
		return nil, err
	}
	if err := readJSON(fsys, "cldr/zones.json", &b.zones); err != nil {
		return nil, err
	}
	return b, nil
}

// Languages lists the languages in the order of languages.json.
func (b *Bundle) Languages() []Language { return slices.Clone(b.languages) }

// Language is the row of exactly this tag; ok is false if there is none.
func (b *Bundle) Language(tag string) (row Language, ok bool) {
	l, ok := b.locales[tag]
	if !ok {
		return Language{}, false
	}
	return l.Language, true
}

// MessageIDs lists, sorted, the ids of all messages: those English has.
func (b *Bundle) MessageIDs() []string {
	return slices.Sorted(maps.Keys(b.english.catalogue.messages))
}

// OnFallback sets what is called for each gap a reader met: a message missing
// in the language, or one that lacked a variable. It replaces an earlier hook
// and must be safe for concurrent use.
func (b *Bundle) OnFallback(hook func(tag, id string)) { b.fallback.Store(&hook) }

// For is the view of a reader who would like one of tags, best first: the
// first that matches as Match says, else English.
func (b *Bundle) For(tags ...string) *Localizer {
	tag, ok := b.Match(tags...)
	return &Localizer{bundle: b, locale: b.locales[tag], matched: ok}
}

// Languages lists the languages of the default bundle.
func Languages() []Language { return Default().Languages() }

// For is the view of a reader upon the default bundle; see Bundle.For.
func For(tags ...string) *Localizer { return Default().For(tags...) }
