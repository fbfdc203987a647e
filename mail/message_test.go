package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"
)

// received is a mail as a mail program reads it.
type received struct {
	header netmail.Header
	// parts are in their order, decoded.
	parts []part
}

type part struct {
	kind   string
	params map[string]string
	body   string
}

func receive(t *testing.T, m *Message) received {
	t.Helper()
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	return read(t, raw.Bytes())
}

func read(t *testing.T, raw []byte) received {
	t.Helper()
	for i, line := range bytes.Split(raw, []byte("\r\n")) {
		if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("line %d is none for a mail: %.80q", i, line)
		}
	}
	parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(parsed.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the mail is %q (%v)", kind, err)
	}
	r := received{header: parsed.Header}
	reader := multipart.NewReader(parsed.Body, params["boundary"])
	for {
		p, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return r
		}
		if err != nil {
			t.Fatal(err)
		}
		var body io.Reader
		switch encoding := p.Header.Get("Content-Transfer-Encoding"); encoding {
		case "quoted-printable":
			body = quotedprintable.NewReader(p)
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, p)
		default:
			t.Fatalf("encoding %q", encoding)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		one := part{body: string(content)}
		if one.kind, one.params, err = mime.ParseMediaType(p.Header.Get("Content-Type")); err != nil {
			t.Fatal(err)
		}
		r.parts = append(r.parts, one)
	}
}

func (r received) decoded(t *testing.T, name string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(r.header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestNothingTypedCanInjectAHeader(t *testing.T) {
	for _, evil := range []string{
		"a\r\nBcc: b@x.example", "a\nBcc: b@x.example", "a\rBcc: b@x.example", "a\x00b", "a\u2028Bcc: b@x.example", "\r\n\r\nbody",
		"=?utf-8?q?a=0D=0ABcc:_b@x.example?=", `a" <b@x.example>, "c`, "\xff\xfe",
	} {
		m := letter("alex@visitor.example")
		m.Subject, m.To.Name, m.From.Name, m.MessageID = evil, evil, evil, evil+"@x.example"
		m.Headers = map[string]string{HeaderReminderKey: evil}
		r := receive(t, m)
		if got := r.header.Get("Bcc"); got != "" {
			t.Errorf("%q sent a copy to %s", evil, got)
		}
		to, err := r.header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != "alex@visitor.example" {
			t.Errorf("%q goes to %v (%v)", evil, to, err)
		}
		if len(r.parts) != 2 {
			t.Errorf("%q made %d parts", evil, len(r.parts))
		}
	}
}

func TestNamesAndSubjectsOfEveryKindArriveAsTheyAre(t *testing.T) {
	for _, name := range []string{
		"Anne-Éloïse de La Démo", "د. ليلى بنت سالم المثال", "佐藤 花子", "Олена Коваль-Демченко", "O'Neil, \"Bo\" <x>",
		"👩‍⚕️ Demo", strings.Repeat("Ω", 80), "Wilhelmina-Alexandra Freifrau von Hohenmusterstadt zu Demo zu Demo und zu Demo zu Demo",
		"김 데모", "a b  c",
	} {
		m := letter("alex@visitor.example")
		m.Subject, m.To.Name = name+": 9 March", name
		r := receive(t, m)
		if got := r.decoded(t, "Subject"); got != m.Subject {
			t.Errorf("subject %q arrives as %q", m.Subject, got)
		}
		to, err := r.header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != name {
			t.Errorf("%q arrives as %v (%v)", name, to, err)
		}
	}
}

func TestTheSameMessageIsTheSameBytes(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if _, err := letter("alex@visitor.example").WriteTo(b); err != nil {
			t.Fatal(err)
		}
	}
	if first.String() != second.String() {
		t.Error("twins differ")
	}
	r := read(t, first.Bytes())
	if got := r.header.Get("Message-ID"); got != "<one@fyrtaarn.example>" {
		t.Errorf("Message-ID %s", got)
	}
	date, err := r.header.Date()
	if err != nil || !date.Equal(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("date %v (%v)", date, err)
	}
}
