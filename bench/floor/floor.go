// Package floor is the least that a server in Go over PostgreSQL can do for a
// request: one prepared statement whose rows PostgreSQL writes as JSON, copied
// to the client. What the product needs is measured against it.
//
// It knows no roles, no errors but 500 and no other query; nobody would serve
// people with it.
package floor

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed calendar.sql delegation.sql
var statements embed.FS

// Calendar and Delegation are the paths of the two queries. Both take the
// reader's language as "language"; the calendar takes "from", a day, and the
// delegation "id", a UUID.
const (
	Calendar   = "/calendar"
	Delegation = "/delegation"
)

// maxConnections is the product's number too.
const maxConnections = 16

// Serve answers on the listener until the context ends.
func Serve(ctx context.Context, databaseURL string, listener net.Listener) error {
	config, err := pgxpool.ParseConfig(databaseURL)
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	config.MaxConns = maxConnections
	// A statement is planned once, not for every set of arguments.
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	defer pool.Close()

	mux := http.NewServeMux()
	for path, file := range map[string]string{Calendar: "calendar.sql", Delegation: "delegation.sql"} {
		text, err := statements.ReadFile(file)
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		key := map[string]string{Calendar: "from", Delegation: "id"}[path]
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			values := r.URL.Query()
			answer(w, r, pool, string(text), values.Get("language"), values.Get(key))
		})
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("floor: %w", err)
	}
	return nil
}

func answer(w http.ResponseWriter, r *http.Request, pool *pgxpool.Pool, statement, language, key string) {
	var text []byte
	if err := pool.QueryRow(r.Context(), statement, language, key).Scan(&text); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // the client may have gone
}
