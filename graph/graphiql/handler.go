// Package graphiql serves GraphiQL, the page in which people write queries.
// Everything it needs is embedded, so that it works without the internet.
package graphiql

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
)

// dist is written by build/build.mjs.
//
//go:embed dist
var dist embed.FS

//go:embed examples/*.graphql
var examples embed.FS

// policy lets the page load nothing that is not ours and speak to nobody else.
// The editor writes styles into the page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; " +
	"img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Examples are the documents that the page opens in tabs, in their order.
func Examples() []string {
	names, err := fs.Glob(examples, "examples/*.graphql")
	if err != nil {
		panic(err) // the pattern is well-formed
	}
	documents := make([]string, len(names))
	for i, name := range names {
		text, err := examples.ReadFile(name)
		if err != nil {
			panic(fmt.Errorf("graphiql: %w", err)) // the name comes from the same files
		}
		documents[i] = string(text)
	}
	return documents
}

// Handler serves the page and its assets below the path at which it is mounted.
func Handler() http.Handler {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the directory is embedded above
	}
	tabs, err := json.Marshal(Examples())
	if err != nil {
		panic(err) // they are strings
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(root))
	mux.HandleFunc("/examples.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(tabs) // the reader may have gone
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-cache")
		mux.ServeHTTP(w, r)
	})
}
