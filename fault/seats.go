package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/app/person"
	"fyrtaarn/app/tour"
	"fyrtaarn/model"
	"fyrtaarn/testrig/pgcluster"
)

// What the drill of seats asks for: so many people at once, for so many places.
const (
	seatsAsked = 500
	seatPlaces = 30
)

// seatDrill registers everybody at once through real servers, again and again.
type seatDrill struct {
	name, url, program string
	servers            int
	// commits tells that the database keeps when each transaction was committed.
	commits bool
}

// seatDrills runs the drill on both databases and prints its figures.
func seatDrills(ctx context.Context, program string, runs int) (err error) {
	cluster, err := pgcluster.Start(ctx, "track_commit_timestamp = on")
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := cluster.Stop(); err == nil {
			err = stopErr
		}
	}()
	dir, err := os.MkdirTemp("", "fyrtaarn-seats-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	broken := 0
	for _, d := range []seatDrill{
		{name: "PostgreSQL, three servers", url: cluster.URL("postgres"), program: program, servers: 3, commits: true},
		{name: "SQLite, one server", url: "sqlite:" + filepath.Join(dir, "seats.db"), program: program, servers: 1},
	} {
		n, err := d.run(ctx, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		broken += n
	}
	if broken > 0 {
		return fmt.Errorf("%d runs broke a promise", broken)
	}
	fmt.Println("Every promise held.")
	return nil
}

// seatWorld is what a drill registers with.
type seatWorld struct {
	core   *app.Core
	token  string
	people []model.GlobalID
	urls   []string
}

func (d seatDrill) run(ctx context.Context, runs int) (broken int, err error) {
	core, err := newCore(ctx, d.url, 0)
	if err != nil {
		return 0, err
	}
	defer func() { _ = core.Store.Close() }()
	if err := core.Store.Migrate(ctx); err != nil {
		return 0, err
	}
	w, err := newSeatWorld(ctx, core)
	if err != nil {
		return 0, err
	}
	for range d.servers {
		url, stop, err := d.serve(ctx)
		if err != nil {
			return 0, err
		}
		defer stop()
		w.urls = append(w.urls, url)
	}
	fmt.Printf("%s: %d registrations at once for %d places\n", d.name, seatsAsked, seatPlaces)
	for n := range runs {
		began := time.Now()
		said, err := w.once(ctx, d, n)
		if err != nil {
			return broken, err
		}
		if said != "" {
			broken++
			fmt.Printf("  run %2d  BROKEN: %s\n", n+1, said)
			continue
		}
		fmt.Printf("  run %2d  confirmed %d, waiting at positions 1 to %d without a gap, in order of commit (%s)\n",
			n+1, seatPlaces, seatsAsked-seatPlaces, time.Since(began).Round(100*time.Millisecond))
	}
	return broken, nil
}

// serve starts one server process on a free port.
func (d seatDrill) serve(ctx context.Context) (url string, stop func(), err error) {
	cmd := exec.CommandContext(ctx, d.program, "serve") //nolint:gosec // the operator's own build
	cmd.Env = append(os.Environ(), "FYRTAARN_DATABASE_URL="+d.url, "FYRTAARN_ADDR=127.0.0.1:0", "FYRTAARN_ADMIN_ADDR=off", "FYRTAARN_RATE_LIMIT=0",
		"FYRTAARN_DEMO=0", "FYRTAARN_LOG_LEVEL=error")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "serves at "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return at + "/graphql", stop, nil
		}
	}
	stop()
	return "", nil, fmt.Errorf("%s did not serve", d.program)
}

// newSeatWorld makes the people, and a token to register them with.
func newSeatWorld(ctx context.Context, core *app.Core) (*seatWorld, error) {
	ctx = model.WithActor(ctx, model.System("drill"))
	if err := core.Store.SyncCountries(ctx); err != nil {
		return nil, err
	}
	w := &seatWorld{core: core}
	for n := range seatsAsked + 1 {
		email, copenhagen := fmt.Sprintf("p%d@drill.example", n), model.Copenhagen
		who, err := person.Service{Core: core}.Create(ctx, model.PersonCreateInput{
			FullName: fmt.Sprintf("Person %d", n), Email: &email, CountryCode: model.Denmark, TimeZone: &copenhagen,
		}, nil)
		if err != nil {
			return nil, err
		}
		w.people = append(w.people, who.GlobalID())
	}
	var err error
	w.token, _, err = access.New(core).TokenCreate(ctx, model.AccessTokenCreateInput{Name: "drill", Role: model.RoleAdviser}, nil)
	return w, err
}

// once opens a fresh edition, lets everybody register at once, and answers which
// promise did not hold.
func (w *seatWorld) once(ctx context.Context, d seatDrill, run int) (string, error) {
	ctx = model.WithActor(ctx, model.System("drill"))
	edition, stop, err := w.edition(ctx, run)
	if err != nil {
		return "", err
	}
	var all sync.WaitGroup
	errs := make([]error, seatsAsked)
	start := make(chan struct{})
	for i := range seatsAsked {
		all.Go(func() {
			<-start
			errs[i] = w.register(ctx, w.urls[i%len(w.urls)], edition, stop, w.people[i])
		})
	}
	close(start)
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return "", err
		}
	}
	return w.judge(ctx, d, stop)
}

func (w *seatWorld) edition(ctx context.Context, run int) (edition, stop model.GlobalID, err error) {
	tours := tour.Service{Core: w.core}
	text := []model.TranslationInput{{Language: model.English, Text: fmt.Sprintf("Drill %d", run)}}
	first := model.DateOf(w.core.Clock.Now()).AddDays(60)
	owner := w.people[seatsAsked]
	made, err := tours.Create(ctx, model.TourEditionCreateInput{
		ActivityInput: model.ActivityInput{Title: text, CountryCode: model.Denmark, StartsOn: &first, EndsOn: &first, OwnerID: &owner},
		Kind:          model.TourOther, Languages: []model.LanguageTag{model.English},
	}, nil)
	if err != nil {
		return "", "", err
	}
	venue := "Hall"
	place, err := tours.StopCreate(ctx, model.TourStopCreateInput{
		ActivityID: made.GlobalID(), Title: text, City: "Aarhus", Venue: &venue, Capacity: seatPlaces,
		StartsAt: first.At(9, 0, time.UTC), EndsAt: first.At(10, 0, time.UTC),
	}, nil)
	if err != nil {
		return "", "", err
	}
	for _, state := range []model.TourState{model.TourPlanning, model.TourRegistrationOpen} {
		if _, err := tours.Transition(ctx, model.TourTransitionInput{ID: made.GlobalID(), To: state}, model.Fields{}); err != nil {
			return "", "", err
		}
	}
	return made.GlobalID(), place.GlobalID(), nil
}

const registerMutation = `mutation($in: TourRegistrationCreateInput!) {
  tourRegistrationCreate(input: $in) { tourRegistration { state } userErrors { message } }
}`

// register sends one registration as a client does.
func (w *seatWorld) register(ctx context.Context, url string, edition, stop, person model.GlobalID) error {
	body, err := json.Marshal(map[string]any{"query": registerMutation, "variables": map[string]any{"in": map[string]any{
		"activityId": edition, "personId": person, "lines": []any{map[string]any{"stopId": stop}},
	}}})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+w.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !bytes.Contains(answer, []byte(`"userErrors":[]`)) {
		return fmt.Errorf("a registration is answered %d: %s", response.StatusCode, answer)
	}
	return nil
}

// judge answers which promise did not hold at the stop; empty when all did.
func (w *seatWorld) judge(ctx context.Context, d seatDrill, stop model.GlobalID) (string, error) {
	id, err := stop.As(model.KindTourStop, "stop")
	if err != nil {
		return "", err
	}
	rows, err := w.core.Store.RegistrationsAt(ctx, id, 0)
	if err != nil {
		return "", err
	}
	confirmed, at := 0, make(map[int]model.ID, len(rows))
	for _, r := range rows {
		switch l := r.Line(id); l.State { //nolint:exhaustive // nobody is in another
		case model.RegistrationConfirmed:
			confirmed++
		case model.RegistrationWaitlisted:
			at[*l.Position] = l.ID
		}
	}
	if confirmed != seatPlaces || len(at) != seatsAsked-seatPlaces {
		return fmt.Sprintf("%d are confirmed and %d wait", confirmed, len(at)), nil
	}
	line := make([]string, len(at))
	for position := range line {
		one, ok := at[position+1]
		if !ok {
			return fmt.Sprintf("nobody is at position %d", position+1), nil
		}
		line[position] = one.String()
	}
	if !d.commits {
		return "", nil // one writer at a time: the order of tickets is the order of commits
	}
	committed, err := commitOrder(ctx, d.url, id)
	if err == nil && !slices.Equal(line, committed) {
		return "the line is not in order of commit", nil
	}
	return "", err
}

// commitOrder asks PostgreSQL itself in which order those who wait came.
func commitOrder(ctx context.Context, url string, stop model.ID) ([]string, error) {
	db, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close(ctx) }()
	rows, err := db.Query(ctx, `SELECT id::text FROM registration_lines WHERE stop_id = $1 AND state = 'WAITLISTED'
ORDER BY pg_xact_commit_timestamp(xmin)`, stop.String())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
