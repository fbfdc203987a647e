package main

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/floor"
	"fyrtaarn/model"
)

//go:embed calendar.graphql
var calendarDocument string

//go:embed delegation.graphql
var delegationDocument string

//go:embed companies.graphql
var companiesDocument string

// language is the reader's of every request: each text has it.
const language = "en"

// differentDelegations is how many visits are read in turn, so that no answer
// stands in anybody's processor cache.
const differentDelegations = 500

// query is one question, as the product and as the floor are asked.
type query struct {
	name string
	// what says what a reader gets.
	what           string
	product, floor [][]byte
}

// queries are what is measured. host is the name that the servers are asked by.
func queries(size dataset.Size, host string) ([]query, error) {
	from := model.DateOf(dataset.Now).String()
	calendar := query{
		name: "calendar", what: "50 upcoming visits, each with country, host, number of sessions and the first three of them",
		floor: [][]byte{get(host, floor.Calendar, url.Values{"language": {language}, "from": {from}})},
	}
	body, err := post(host, calendarDocument, map[string]any{"from": from})
	if err != nil {
		return nil, err
	}
	calendar.product = [][]byte{body}

	full := query{
		name: "delegation", what: "one visit in full: its parties, 10 sessions with hosts, 12 delegates with persons, invitations, follow-ups",
	}
	for _, id := range size.DelegationIDs(differentDelegations) {
		global := string(model.NewGlobalID(model.KindDelegation, id))
		body, err := post(host, delegationDocument, map[string]any{"id": global})
		if err != nil {
			return nil, err
		}
		full.product = append(full.product, body)
		full.floor = append(full.floor, get(host, floor.Delegation, url.Values{"language": {language}, "id": {id.String()}}))
	}
	first, deep, err := companyQueries(host, deepScore)
	return []query{calendar, full, first, deep}, err
}

// companyQueries ask for companies by market and least score, from the best on
// and from some below the score from.
func companyQueries(host string, from int) (first, deep query, err error) {
	first, deep = query{name: "companies"}, query{name: "companiesDeep"}
	first.what = "the 50 companies with the best scores for a market, of at least 30 %"
	deep.what = "the same from deep within the list"
	for _, market := range dataset.Markets {
		if err := first.companies(host, market, topScore); err != nil {
			return first, deep, err
		}
		for score := from; score < from+10; score++ {
			if err := deep.companies(host, market, score); err != nil {
				return first, deep, err
			}
		}
	}
	return first, deep, nil
}

// The list begins above all scores; its deep pages begin where most companies
// that are asked for stand before them, its middle ones where even a small list
// has a page to come. leastScore is the filter's.
const (
	topScore    = 10_001
	middleScore = 5_000
	deepScore   = 4_000
	leastScore  = 3_000
)

// lastID comes after every other.
const lastID = "ffffffff-ffff-ffff-ffff-ffffffffffff"

// companies adds a page of the list that begins below a score.
func (q *query) companies(host string, market model.CountryCode, score int) error {
	after := fmt.Sprintf(`{"o":"company:score","v":"%d","i":"%s"}`, score, lastID)
	variables := map[string]any{"market": market, "least": leastScore}
	if score < topScore {
		variables["after"] = base64.RawURLEncoding.EncodeToString([]byte(after))
	}
	body, err := post(host, companiesDocument, variables)
	if err != nil {
		return err
	}
	q.product = append(q.product, body)
	q.floor = append(q.floor, get(host, floor.Companies, url.Values{
		"language": {language}, "market": {string(market)}, "least": {strconv.Itoa(leastScore)}, "score": {strconv.Itoa(score)}, "id": {lastID},
	}))
	return nil
}

func get(host, path string, values url.Values) []byte {
	return fmt.Appendf(nil, "GET %s?%s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\n\r\n", path, values.Encode(), host)
}

func post(host, document string, variables map[string]any) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	var request bytes.Buffer
	fmt.Fprintf(&request, "POST /graphql HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nAccept-Language: %s\r\n", host, language)
	fmt.Fprintf(&request, "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(body))
	request.Write(body)
	return request.Bytes(), nil
}
