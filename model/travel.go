package model

import (
	"bytes"
	_ "embed" // the built-in table of travel times
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed travel_times.json
var travelTimesJSON []byte

// TravelTimes answers how long a group needs from one city to another. It is
// read from a table once and not changed afterwards, so that it can be shared.
type TravelTimes struct {
	withinCity int
	// city turns the folded name of a city, or one of its aliases, into its row.
	city map[string]int
	// minutes holds 0 where nothing is known.
	minutes [][]int
	stated  map[[2]int]bool
}

// Travel is the time from one place to another.
type Travel struct {
	Minutes int
	// Stated tells a time that the table names from one that was added up from
	// others and can be too long: a road may go past the city between.
	Stated bool
}

// DefaultTravelTimes are those of the table that the program carries.
func DefaultTravelTimes() *TravelTimes { return defaultTravelTimes() }

var defaultTravelTimes = sync.OnceValue(func() *TravelTimes {
	times, err := ParseTravelTimes(travelTimesJSON)
	if err != nil {
		panic(fmt.Sprintf("the built-in travel times: %v", err)) // a test reads them
	}
	return times
})

// ParseTravelTimes reads a table like travel_times.json. A time counts in
// both directions. A pair that the table does not name takes the shortest way
// through pairs that it does name; a named pair keeps its time, even where a
// way around would be shorter.
func ParseTravelTimes(raw []byte) (*TravelTimes, error) {
	var table struct {
		Source     string              `json:"source"`
		WithinCity int                 `json:"withinCity"`
		Aliases    map[string][]string `json:"aliases"`
		Minutes    []struct {
			From    string `json:"from"`
			To      string `json:"to"`
			Minutes int    `json:"minutes"`
		} `json:"minutes"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&table); err != nil {
		return nil, fmt.Errorf("travel times: %w", err)
	}
	if table.WithinCity < 0 {
		return nil, errors.New("travel times: withinCity is negative")
	}
	t := &TravelTimes{withinCity: table.WithinCity, city: map[string]int{}, stated: map[[2]int]bool{}}
	for _, row := range table.Minutes {
		t.addCity(row.From)
		t.addCity(row.To)
	}
	for name, others := range table.Aliases {
		at, known := t.city[foldPlace(name)]
		if !known {
			return nil, fmt.Errorf("travel times: aliases of %q, which has no time", name)
		}
		for _, other := range others {
			if was, taken := t.city[foldPlace(other)]; taken && was != at {
				return nil, fmt.Errorf("travel times: %q names two cities", other)
			}
			t.city[foldPlace(other)] = at
		}
	}
	for _, row := range table.Minutes {
		from, to := t.city[foldPlace(row.From)], t.city[foldPlace(row.To)]
		switch {
		case from == to || row.Minutes <= 0:
			return nil, fmt.Errorf("travel times: %s to %s takes %d minutes", row.From, row.To, row.Minutes)
		case t.stated[[2]int{from, to}] && t.minutes[from][to] != row.Minutes:
			return nil, fmt.Errorf("travel times: %s to %s is named twice", row.From, row.To)
		}
		t.minutes[from][to], t.minutes[to][from] = row.Minutes, row.Minutes
		t.stated[[2]int{from, to}], t.stated[[2]int{to, from}] = true, true
	}
	t.deriveMissing()
	return t, nil
}

// addCity gives a name its row and column unless it has one.
func (t *TravelTimes) addCity(name string) {
	if _, known := t.city[foldPlace(name)]; known {
		return
	}
	n := len(t.minutes)
	t.city[foldPlace(name)] = n
	for i := range t.minutes {
		t.minutes[i] = append(t.minutes[i], 0)
	}
	t.minutes = append(t.minutes, make([]int, n+1))
}

// deriveMissing is Floyd and Warshall's algorithm over the pairs that the table
// does not name.
func (t *TravelTimes) deriveMissing() {
	for via := range t.minutes {
		for from := range t.minutes {
			for to := range t.minutes {
				if from == to || t.stated[[2]int{from, to}] || t.minutes[from][via] == 0 || t.minutes[via][to] == 0 {
					continue
				}
				around := t.minutes[from][via] + t.minutes[via][to]
				if t.minutes[from][to] == 0 || around < t.minutes[from][to] {
					t.minutes[from][to] = around
				}
			}
		}
	}
}

// Between answers the time from one city to another, or from one venue to
// another within one city. Names are compared without case and accents. known
// is false when a name is empty or no way between the two is known.
func (t *TravelTimes) Between(from, to string) (travel Travel, known bool) {
	from, to = foldPlace(from), foldPlace(to)
	if from == "" || to == "" {
		return Travel{}, false
	}
	a, knownA := t.city[from]
	b, knownB := t.city[to]
	if from == to || (knownA && knownB && a == b) {
		return Travel{Minutes: t.withinCity, Stated: true}, true
	}
	if !knownA || !knownB || t.minutes[a][b] == 0 {
		return Travel{}, false
	}
	return Travel{Minutes: t.minutes[a][b], Stated: t.stated[[2]int{a, b}]}, true
}

// placeLetters are the letters whose plain form is not their base letter: Århus
// is written Aarhus, never Arhus.
var placeLetters = strings.NewReplacer("å", "aa", "ø", "o", "æ", "ae", "ß", "ss", "ł", "l")

// foldPlace makes names of cities, venues and rooms comparable: lower case,
// without accents, one space between words.
func foldPlace(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	name = placeLetters.Replace(norm.NFC.String(strings.ToLower(name)))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
}
