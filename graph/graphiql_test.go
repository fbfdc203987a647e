package graph

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"

	"fyrtaarn/graph/graphiql"
)

func TestGraphiQLIsServedWholeAndAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	page := s.send(http.MethodGet, "/graphiql/", "", "Authorization", "")
	if page.Status != http.StatusOK || !strings.Contains(page.Header.Get("Content-Security-Policy"), "script-src 'self';") {
		t.Fatalf("%d %v", page.Status, page.Header)
	}
	for _, asset := range regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page.Text, -1) {
		if strings.HasPrefix(asset[1], "data:") {
			continue
		}
		if a := s.send(http.MethodGet, "/graphiql/"+asset[1], ""); a.Status != http.StatusOK || len(a.Text) < 1000 {
			t.Errorf("%s: %d, %d bytes", asset[1], a.Status, len(a.Text))
		}
	}
	for _, path := range []string{"examples.json", "LICENSES.txt"} {
		if a := s.send(http.MethodGet, "/graphiql/"+path, ""); a.Status != http.StatusOK {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
}

func TestTheExamplesAreAnswerable(t *testing.T) {
	t.Parallel()
	examples := graphiql.Examples()
	if len(examples) == 0 {
		t.Fatal("there are none")
	}
	d := documentLimits{Limits: Limits{}.withDefaults()}
	for _, document := range examples {
		doc, errs := gqlparser.LoadQueryWithRules(realSchema(), document, nil)
		if len(errs) > 0 {
			t.Errorf("%v in\n%s", errs, document)
			continue
		}
		if refusal := d.check(doc); refusal != nil {
			t.Errorf("%v in\n%s", refusal, document)
		}
	}
}
