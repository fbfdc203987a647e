package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"

	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/floor"
	"fyrtaarn/model"
)

//go:embed calendar.graphql
var calendarDocument string

//go:embed delegation.graphql
var delegationDocument string

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
	return []query{calendar, full}, nil
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
