package mail

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestInliningKeepsEveryAction(t *testing.T) {
	const css = `p { margin: 0; } .a { color: #123456; }`
	got, err := inlineStyles(`{{define "x"}}<p class="a" id="{{.ID}}">{{if eq .A "b"}}<a href="{{.Link}}">{{.B}}</a>{{end}}</p>
<table><tbody>{{range .Rows}}<tr><td>{{.}}</td></tr>{{end}}</tbody></table>{{end}}`, css, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{{define "x"}}`, `id="{{.ID}}"`, `{{if eq .A "b"}}<a href="{{.Link}}">{{.B}}</a>{{end}}`, `color:#123456`, `class="a"`,
		`<tbody>{{range .Rows}}<tr><td>{{.}}</td></tr>{{end}}</tbody>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	for _, wrong := range []string{"<html", "<style", "fyr"} {
		if strings.Contains(got, wrong) {
			t.Errorf("%s is in\n%s", wrong, got)
		}
	}
}

func TestABrokenTemplateIsFoundAtTheStart(t *testing.T) {
	whole := fstest.MapFS{}
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := templateFiles.ReadFile("templates/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		whole["templates/"+entry.Name()] = &fstest.MapFile{Data: content}
	}
	if _, err := parseTemplates(whole); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"programme.gohtml", "programme.gotxt", "style.css", "parts.gotxt", "layout.gohtml"} {
		broken := fstest.MapFS{}
		for path, file := range whole {
			broken[path] = file
		}
		delete(broken, "templates/"+name)
		if _, err := parseTemplates(broken); err == nil {
			t.Errorf("nobody missed %s", name)
		}
		if !strings.HasSuffix(name, ".css") {
			broken["templates/"+name] = &fstest.MapFile{Data: []byte(`{{if .X}}`)}
			if _, err := parseTemplates(broken); err == nil {
				t.Errorf("nobody saw that %s is broken", name)
			}
		}
	}
	if err := Prepare(); err != nil {
		t.Error(err)
	}
}
