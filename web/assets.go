package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
)

//go:embed templates/*.gohtml
var templateFiles embed.FS

//go:embed static/style.css
var style []byte

// stylePath is the address of the style sheet. It names the sheet's content, so
// that browsers keep it until it changes.
var stylePath = func() string {
	sum := sha256.Sum256(style)
	return "/p/style.css?v=" + hex.EncodeToString(sum[:6])
}()

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(style) // the reader may have gone
}

// templates are the pages, each within the layout.
var templates = func() map[string]*template.Template {
	pages := map[string]*template.Template{}
	for _, name := range []string{"home", "gone", "message", "host", "programme", "survey", "offer", "seat", "optout", "outcome", "assessment", "expired", "mails", "mail"} {
		t, err := template.ParseFS(templateFiles, "templates/layout.gohtml", "templates/parts.gohtml", "templates/"+name+".gohtml")
		if err != nil {
			panic(fmt.Errorf("web: %w", err)) // the templates are embedded: no build that passed its tests fails here
		}
		pages[name] = t
	}
	return pages
}()
