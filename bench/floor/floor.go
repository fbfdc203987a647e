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

//go:embed calendar.sql delegation.sql companies.sql
var statements embed.FS

// The paths of the queries. All take the reader's language as "language"; the
// calendar takes "from", a day, the delegation "id", a UUID, and the companies
// "market", "least", a score, and "score" and "id" of the place after which the
// page begins.
const (
	Calendar   = "/calendar"
	Delegation = "/delegation"
	Companies  = "/companies"
)

// asked is which statement answers a path, and from which values.
var asked = map[string]struct {
	file string
	keys []string
}{
	Calendar:   {"calendar.sql", []string{"language", "from"}},
	Delegation: {"delegation.sql", []string{"language", "id"}},
	Companies:  {"companies.sql", []string{"language", "market", "least", "score", "id"}},
}

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
	for path, query := range asked {
		text, err := statements.ReadFile(query.file)
		if err != nil {
			return fmt.Errorf("floor: %w", err)
		}
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			values, arguments := r.URL.Query(), make([]any, len(query.keys))
			for i, key := range query.keys {
				arguments[i] = values.Get(key)
			}
			answer(w, r, pool, string(text), arguments)
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

func answer(w http.ResponseWriter, r *http.Request, pool *pgxpool.Pool, statement string, arguments []any) {
	var text []byte
	if err := pool.QueryRow(r.Context(), statement, arguments...).Scan(&text); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // the client may have gone
}
