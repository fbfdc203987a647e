package mail

import (
	"bytes"
	"unicode/utf8"
)

// maxContentLine is how many octets a line of iCalendar may have, its line
// break not counted (RFC 5545, 3.1).
const maxContentLine = 75

// foldLines breaks every content line that is too long, never inside a letter.
// A continuation starts with one space, which counts as part of its line.
func foldLines(text []byte) []byte {
	out := make([]byte, 0, len(text)+len(text)/maxContentLine*3)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\r\n")), []byte("\r\n")) {
		room := maxContentLine
		for len(line) > room {
			cut := room
			for cut > 0 && !utf8.RuneStart(line[cut]) {
				cut--
			}
			if cut == 0 {
				cut = room // not UTF-8 at all: nothing to keep whole
			}
			out = append(out, line[:cut]...)
			out = append(out, "\r\n "...)
			line, room = line[cut:], maxContentLine-1
		}
		out = append(out, line...)
		out = append(out, "\r\n"...)
	}
	return out
}
