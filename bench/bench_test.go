package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/delegation"
	"fyrtaarn/app/readiness"
	"fyrtaarn/bench/dataset"
	"fyrtaarn/bench/floor"
	"fyrtaarn/bench/load"
	"fyrtaarn/graph"
	"fyrtaarn/store"
	"fyrtaarn/testrig"
)

// setup fills a database with the smallest data.
func setup(t *testing.T) (d *database, db *store.DB, size dataset.Size) {
	t.Helper()
	size, err := dataset.Scaled(dataset.MinScale)
	if err != nil {
		t.Fatal(err)
	}
	d = &database{url: testrig.PostgresURL(t), pid: os.Getpid()}
	if err := d.fill(t.Context(), size, 1); err != nil {
		t.Fatal(err)
	}
	db, err = store.Open(t.Context(), d.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return d, db, size
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// A ratio between servers that answer differently would mean nothing, so both
// must say the same about the calendar and about every visit that is asked for.
func TestTheProductAnswersAsTheFloorDoes(t *testing.T) {
	t.Parallel()
	d, db, size := setup(t)

	slow := listen(t)
	core := &app.Core{Store: db, Clock: app.SystemClock{}, Log: slog.Default()}
	tokens := access.New(core)
	resolver := &graph.Resolver{Access: tokens, Delegations: delegation.Service{Core: core}, Readiness: readiness.New(core)}
	server := &http.Server{
		Handler:           graph.NewHandler(resolver, graph.Options{Authenticate: tokens.Authenticate, Now: core.Clock.Now}),
		ReadHeaderTimeout: time.Minute,
	}
	go func() { _ = server.Serve(slow) }()
	t.Cleanup(func() { _ = server.Close() })

	fast := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- floor.Serve(ctx, d.url, fast) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})

	asked, err := queries(size, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range asked {
		product := load.Target{Address: slow.Addr().String(), Requests: q.product, Tokens: d.tokens, ServerPID: d.pid, DatabasePID: d.pid}
		least := load.Target{Address: fast.Addr().String(), Requests: q.floor, ServerPID: d.pid, DatabasePID: d.pid}
		if err := sameAnswers(t.Context(), q, product, least); err != nil {
			t.Errorf("%s: %v", q.name, err)
		}
		result, err := load.Run(t.Context(), product, 2, 50*time.Millisecond)
		if err != nil || result.Requests == 0 || result.Bytes == 0 || result.Percentile(1) == 0 {
			t.Errorf("%s under load: %d requests, %v", q.name, result.Requests, err)
		}
	}
}

func TestTheCalendarIsFullAndEveryVisitComplete(t *testing.T) {
	t.Parallel()
	d, _, size := setup(t)
	conn, err := pgx.Connect(t.Context(), d.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	for question, want := range map[string]int{
		"SELECT count(*) FROM delegations":                                                             size.Delegations,
		"SELECT count(*) FROM assessments":                                                             4 * size.Delegations,
		"SELECT count(*) FROM companies":                                                               5 * size.Delegations,
		"SELECT count(*) FROM people":                                                                  size.People,
		"SELECT least(count(*), 50) FROM delegations WHERE starts_on >= '2027-01-04'":                  50,
		"SELECT count(*) FROM (SELECT 1 FROM sessions GROUP BY delegation_id HAVING count(*) = 10) d":  size.Delegations,
		"SELECT count(*) FROM (SELECT 1 FROM delegates GROUP BY delegation_id HAVING count(*) = 12) d": size.Delegations,
		"SELECT count(*) FROM delegates g JOIN delegations d ON d.id = g.delegation_id JOIN people p ON p.id = g.person_id WHERE p.country_code <> d.country_code": 0,
		"SELECT count(*) FROM delegations WHERE substr(id::text, 15, 1) <> '7'":                                                                                    0,
	} {
		got := 0
		if err := conn.QueryRow(t.Context(), question).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", question, got, err, want)
		}
	}
}

func TestTheSameSizeMakesTheSameRows(t *testing.T) {
	t.Parallel()
	var sums []string
	for range 2 {
		d, _, _ := setup(t)
		conn, err := pgx.Connect(t.Context(), d.url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(t.Context()) }()
		sum := ""
		for _, table := range []string{"organisations", "people", "delegations", "sessions", "delegates", "host_invitations", "follow_ups"} {
			one := ""
			if err := conn.QueryRow(t.Context(), "SELECT md5(string_agg(r::text, ',' ORDER BY r.id)) FROM "+table+" r").Scan(&one); err != nil {
				t.Fatal(err)
			}
			sum += table + " " + one + "\n"
		}
		sums = append(sums, sum)
	}
	if sums[0] != sums[1] {
		t.Errorf("two loads differ:\n%s\n%s", sums[0], sums[1])
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b string
		same bool
	}{
		"OrderOfMembersDoesNotMatter": {`{"a":1,"b":[2]}`, `{"b":[2],"a":1}`, true},
		"OneInstantInTwoForms":        {`"2027-01-04T08:00:00Z"`, `"2027-01-04T08:00:00+00:00"`, true},
		"AnotherInstant":              {`"2027-01-04T08:00:00Z"`, `"2027-01-04T08:00:01Z"`, false},
		"OrderOfAListMatters":         {`[1,2]`, `[2,1]`, false},
		"AMemberIsMissing":            {`{"a":null}`, `{}`, false},
		"NullIsNotEmpty":              {`{"a":null}`, `{"a":""}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, errA := decoded([]byte(test.a))
			b, errB := decoded([]byte(test.b))
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if where := difference(a, b, "answer"); (where == "") != test.same {
				t.Errorf("%s and %s: %q", test.a, test.b, where)
			}
		})
	}
}
