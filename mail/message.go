package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	netmail "net/mail"
	"slices"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Address is a mail address with the name that stands before it.
type Address struct {
	// Name is shown as it is; it may be empty and in any script.
	Name string
	// Email is the bare address, without angle brackets.
	Email string
}

// CalendarPart is the iCalendar object that goes with a mail.
type CalendarPart struct {
	// Method is iTIP's: REQUEST or CANCEL in mails, PUBLISH in feeds.
	Method string
	// Data is the folded iCalendar text.
	Data []byte
}

// The headers that a message carries beside the usual ones.
const (
	HeaderReminderKey     = "X-Reminder-Key"
	HeaderAutoSubmitted   = "Auto-Submitted"
	HeaderContentLanguage = "Content-Language"
	HeaderUnsubscribe     = "List-Unsubscribe"
	HeaderUnsubscribePost = "List-Unsubscribe-Post"
)

// Message is one mail to one person in one language, ready to be sent. Compose
// makes it; nothing changes it afterwards, so that a second sending is a twin
// of the first.
type Message struct {
	From, To Address
	Subject  string
	// Text and HTML say the same.
	Text, HTML string
	// Calendar is nil for a mail without a calendar part.
	Calendar *CalendarPart
	// MessageID is fixed for ever, without angle brackets.
	MessageID string
	// Date is when the mail was composed.
	Date time.Time
	// Language is the tag of the language that the whole mail is in.
	Language string
	// Fallback tells that some text, typed by people, or a message of the
	// catalogue did not exist in that language.
	Fallback bool
	// Headers are those named by the constants of this package.
	Headers map[string]string
	// ContentHash is the SHA-256, in hex, of what the mail says: subject, text
	// and calendar, without links (which are signed anew) and the moment of
	// composing.
	ContentHash string
}

// errNoAddress is the refusal to render a mail from or to nobody.
var errNoAddress = errors.New("mail: no valid address")

// WriteTo writes the mail in the Internet message format. The same message
// gives the same bytes each time. It fails for an address that is none.
func (m *Message) WriteTo(w io.Writer) (int64, error) {
	built, err := m.build()
	if err != nil {
		return 0, err
	}
	return built.WriteTo(w)
}

func (m *Message) build() (*gomail.Msg, error) {
	from, err := parseAddress(m.From)
	if err != nil {
		return nil, err
	}
	to, err := parseAddress(m.To)
	if err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(m.boundary()))
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, from)
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderTo, to)
	msg.Subject(oneLine(m.Subject))
	msg.SetMessageIDWithValue(headerToken(m.MessageID))
	msg.SetDateWithValue(m.Date)
	for _, name := range slices.Sorted(maps.Keys(m.Headers)) {
		msg.SetGenHeader(gomail.Header(name), oneLine(m.Headers[name]))
	}
	msg.SetBodyString(gomail.TypeTextPlain, wireLines(m.Text), gomail.WithPartEncoding(encodingFor(m.Text)))
	msg.AddAlternativeString(gomail.TypeTextHTML, wireLines(m.HTML), gomail.WithPartEncoding(encodingFor(m.HTML)))
	if m.Calendar != nil {
		// The last alternative is the richest: mail programs that know
		// calendars offer the dates, the others show the part before.
		kind := gomail.ContentType("text/calendar; method=" + headerToken(m.Calendar.Method))
		msg.AddAlternativeString(kind, string(m.Calendar.Data), gomail.WithPartEncoding(gomail.EncodingB64))
	}
	return msg, nil
}

// wireLines ends lines as text in a mail must, whatever the encoding around it.
func wireLines(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

// boundary separates the parts. It is derived from the content, lest twins of
// one mail differ.
func (m *Message) boundary() string {
	sum := sha256.Sum256([]byte(m.MessageID + "\n" + m.ContentHash))
	return "fyrtaarn-" + hex.EncodeToString(sum[:12])
}

// encodingFor picks what is shorter: base64 for scripts in which nearly every
// letter is several bytes, quoted-printable for the others.
func encodingFor(text string) gomail.Encoding {
	wide := 0
	for i := range len(text) {
		if text[i] >= 0x80 {
			wide++
		}
	}
	if wide*6 > len(text) {
		return gomail.EncodingB64
	}
	return gomail.EncodingQP
}

func parseAddress(a Address) (*netmail.Address, error) {
	parsed, err := netmail.ParseAddress("<" + a.Email + ">")
	if err != nil || parsed.Address != a.Email {
		return nil, fmt.Errorf("%w: %q", errNoAddress, a.Email)
	}
	return &netmail.Address{Name: oneLine(a.Name), Address: a.Email}, nil
}

// oneLine makes text fit for a header: control characters, line breaks of any
// kind among them, become spaces, invalid UTF-8 becomes the replacement mark.
func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// headerToken keeps of a machine-made value what may stand unquoted.
func headerToken(text string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>()[],;:\"`, r) {
			return -1
		}
		return r
	}, text)
}

// contentHash is the digest of what the mail says. Links are named instead of
// spelled, because each composing may sign them anew.
func contentHash(subject, text string, calendar *CalendarPart, links Links) string {
	h := sha256.New()
	_, _ = io.WriteString(h, subject+"\x00"+links.unspell(text)+"\x00")
	if calendar != nil {
		_, _ = io.WriteString(h, calendar.Method+"\x00")
		for line := range strings.Lines(string(calendar.Data)) {
			if !strings.HasPrefix(line, "DTSTAMP:") {
				_, _ = io.WriteString(h, line)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
