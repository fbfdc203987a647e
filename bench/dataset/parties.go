package dataset

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// knownSince is when the first organisation and the first person were noted.
var knownSince = Now.AddDate(-5, 0, 0)

// advisers is how many of the people work in Fyrtårn; they are the first rows.
const advisers = 40

func organisationID(row int) model.ID {
	return tableOrganisation.id(row, knownSince.Add(time.Duration(row)*time.Minute))
}

func personID(row int) model.ID {
	return tablePerson.id(row, knownSince.Add(time.Duration(row)*15*time.Second))
}

// danishOrganisations and danishPeople come first; the rest are from abroad.
func (s Size) danishOrganisations() int { return s.Organisations * 3 / 5 }
func (s Size) danishPeople() int        { return s.People * 3 / 10 }

// from is where the n-th organisation or person from abroad is at home.
func (w *words) from(n int) origin { return w.byWeight[n%len(w.byWeight)] }

// abroad is a row from abroad with the same home as the given slot of
// byWeight: of count rows after the first danish ones the n-th that fits.
func (w *words) abroad(danish, count, slot, n int) int {
	perSlot := (count - danish) / len(w.byWeight)
	return danish + slot + len(w.byWeight)*(n%perSlot)
}

func (m *maker) organisations(ctx context.Context) error {
	columns := []string{
		"id", "kind", "name", "country_code", "cvr", "city", "region", "employees", "website", "time_zone", "consent", "sort_key",
		"search_text", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "organisations", columns, m.Organisations, func(i int) ([]any, error) {
		r := tableOrganisation.dice(i)
		at := knownSince.Add(time.Duration(i) * time.Minute)
		place := m.words.place(r)
		named, where, town, cvr := pattern(r, m.words.Organisations), home, pick(r, m.words.Cities), any(nil)
		if i < m.danishOrganisations() {
			cvr = fmt.Sprintf("%08d", 10_000_000+i)
		} else {
			named, where, town = pattern(r, m.words.Abroad), m.words.from(i-m.danishOrganisations()), city{Name: place}
		}
		name := fmt.Sprintf(named.Name, place)
		website := "https://" + strings.ReplaceAll(i18n.Fold(place), " ", "-") + ".example"
		number, _ := cvr.(string)
		search := i18n.Fold(name + " " + town.Name + " " + town.Region + " " + number)
		return []any{
			organisationID(i), named.Kind, name, where.Country, cvr, town.Name, town.Region, 5 + r.IntN(2000), website, where.Zone,
			string(model.ConsentStep), i18n.CollationKeyDanish(name), search, at, at.AddDate(0, 0, r.IntN(300)), 1 + r.IntN(4),
		}, nil
	})
}

func (m *maker) people(ctx context.Context) error {
	columns := []string{
		"id", "full_name", "call_name", "latin_name", "sort_name", "title", "email", "email_bounced", "phone", "language", "time_zone",
		"country_code", "organisation_id", "job_title", "staff_role", "lead", "sort_key", "search_text", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "people", columns, m.People, func(i int) ([]any, error) {
		r := tablePerson.dice(i)
		at := knownSince.Add(time.Duration(i) * 15 * time.Second)
		where, organisation, role := home, r.IntN(m.danishOrganisations()), any(nil)
		if i < advisers {
			role = string(model.RoleAdviser)
		}
		if abroad := i - m.danishPeople(); abroad >= 0 {
			where = m.words.from(abroad)
			organisation = m.words.abroad(m.danishOrganisations(), m.Organisations, abroad%len(m.words.byWeight), r.IntN(1<<30))
		}
		p := model.Person{
			FullName: m.words.name(r, where.Language), LatinName: m.words.latin(r, where.Language), JobTitle: pick(r, m.words.Jobs),
		}
		if r.IntN(4) == 0 {
			p.Title = "Dr."
		}
		search := i18n.Fold(p.FullName + " " + p.LatinName + " " + p.SortName + " " + p.CallName + " " + p.JobTitle)
		return []any{
			personID(i), p.FullName, "", p.LatinName, "", p.Title, fmt.Sprintf("person%d@%s.example", i, strings.ToLower(where.Country)), false,
			fmt.Sprintf("+45%08d", i), where.Language, where.Zone, where.Country, organisationID(organisation), p.JobTitle, role, i == 0,
			i18n.NameKeyDanish(p.NameToSort()), search, at, at.AddDate(0, 0, r.IntN(300)), 1 + r.IntN(3),
		}, nil
	})
}

// focusSlugs are the lighthouse's focuses.
var focusSlugs = []string{"sund-vaegt", "mental-sundhed"}

func focusID(row int) model.ID { return tableFocus.id(row, knownSince) }

func (m *maker) focusAreas(ctx context.Context) error {
	columns := []string{
		"id", "slug", "name", "unequal_burden", "national_strength", "international_case", "political_anchor", "created_at", "updated_at", "version",
	}
	return m.copyRows(ctx, "focus_areas", columns, len(focusSlugs), func(i int) ([]any, error) {
		name := text("de", func(language string) string { return m.words.Themes[i+1][language] })
		return []any{focusID(i), focusSlugs[i], name, "", "", "", "", knownSince, knownSince, 1}, nil
	})
}
