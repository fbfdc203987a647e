package mail

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/vanng822/go-premailer/premailer"
)

// Mail programs want styles on the elements themselves. Inlining them takes
// milliseconds, so it is done once, on the templates, and not on each mail.

var (
	action = regexp.MustCompile(`\{\{.*?\}\}`)
	marker = regexp.MustCompile(`<!--fyr(\d+)-->|fyr(\d+)mark`)
)

// inlineStyles puts the rules of css onto the elements of a template. A page is
// a whole document and keeps in its head the rules that cannot be inlined;
// anything else is what stands in the body of one. Template actions survive:
// meanwhile they are comments, or words where no comment can stand.
func inlineStyles(source, css string, page bool) (string, error) {
	var actions []string
	at, inTag := 0, false
	var b strings.Builder
	for _, span := range action.FindAllStringIndex(source, -1) {
		between := source[at:span[0]]
		b.WriteString(between)
		if opened, closed := strings.LastIndexByte(between, '<'), strings.LastIndexByte(between, '>'); opened != closed {
			inTag = opened > closed
		}
		n := strconv.Itoa(len(actions))
		if inTag || strings.HasSuffix(between, "<title>") {
			b.WriteString("fyr" + n + "mark")
		} else {
			b.WriteString("<!--fyr" + n + "-->")
		}
		actions = append(actions, source[span[0]:span[1]])
		at = span[1]
	}
	b.WriteString(source[at:])

	document, style := b.String(), "<style>"+css+"</style>"
	if page {
		document = strings.Replace(document, "</head>", style+"</head>", 1)
	} else {
		document = "<html><head>" + style + "</head><body>" + document + "</body></html>"
	}
	// Classes stay: rules that cannot be inlined, for dark screens, need them.
	p, err := premailer.NewPremailerFromString(document, premailer.NewOptions())
	if err != nil {
		return "", fmt.Errorf("inline styles: %w", err)
	}
	out, err := p.Transform()
	if err != nil {
		return "", fmt.Errorf("inline styles: %w", err)
	}
	if !page {
		_, out, _ = strings.Cut(out, "<body")
		_, out, _ = strings.Cut(out, ">") // of a tag that may have got styles too
		out = out[:max(strings.LastIndex(out, "</body>"), 0)]
	}
	return marker.ReplaceAllStringFunc(out, func(m string) string {
		groups := marker.FindStringSubmatch(m)
		n, err := strconv.Atoi(groups[1] + groups[2])
		if err != nil || n >= len(actions) {
			return m
		}
		return actions[n]
	}), nil
}
