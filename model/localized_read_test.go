package model_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"fyrtaarn/model"
)

// stored are texts as one of the databases answers them, and others that are no
// such texts or not quite.
var stored = []string{
	`{"texts": {"da": {"text": "Besøg", "sourceVersion": 2}, "en": {"text": "A visit", "sourceVersion": 1}}, "source": "da", "version": 2}`,
	`{"source":"ja","version":1,"texts":{"ja":{"text":"視察","sourceVersion":1}}}`,
	`{"source":"","version":0,"texts":null}`,
	`{"source":"da","version":1,"texts":{}}`,
	`{"source":"en","version":1,"texts":{"en":{"text":"a \"quoted\" word\nand a second line","sourceVersion":1}}}`,
	`{"source":"en","version":1,"texts":{"en":{"text":"\u00e6","sourceVersion":1}}}`,
	`{"source":"en","version":1,"texts":{"en":{"text":"x","sourceVersion":1}},"more":[1,{"a":"}"}]}`,
	`{"source":"en","version":123456789012345,"texts":{}}`,
	`{"source":"en","version":-1,"texts":{}}`,
	`{"source":"en","version":007,"texts":{}}`,
	`{"source":"en","version":1.5,"texts":{}}`,
	`{"source":"en","version":"1"}`,
	`{"source":"en","texts":{"en":{"text":"x"}},"texts":{"da":{"text":"y"}}}`,
	`{"source":"en",}`,
	`{"source":"en"} x`,
	`{}`, `null`, `[]`, `"text"`, ``, `{`, `{"source`,
}

// agree fails where a text is read otherwise than by encoding/json.
func agree(t *testing.T, raw string) {
	t.Helper()
	var want model.LocalizedText
	wantErr := json.Unmarshal([]byte(raw), &want)
	for _, src := range []any{raw, []byte(raw)} {
		got := model.LocalizedText{Reader: "fr", Source: "left over"}
		err := got.Scan(src)
		if (err != nil) != (wantErr != nil) {
			t.Fatalf("%q as %T: error %v, encoding/json says %v", raw, src, err, wantErr)
		}
		if err != nil {
			continue
		}
		if got.Reader != "fr" {
			t.Fatalf("%q: the reader became %q", raw, got.Reader)
		}
		got.Reader = ""
		if len(got.Texts) == 0 && len(want.Texts) == 0 {
			got.Texts, want.Texts = nil, nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %+v, want %+v", raw, got, want)
		}
	}
}

func TestStoredTextIsReadAsEncodingJSONReadsIt(t *testing.T) {
	t.Parallel()
	for _, raw := range stored {
		agree(t, raw)
	}
}

func FuzzStoredText(f *testing.F) {
	for _, raw := range stored {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		// Neither database holds text that is no UTF-8, or control characters
		// inside JSON strings.
		if utf8.ValidString(raw) && strings.IndexFunc(raw, func(c rune) bool { return c < ' ' }) < 0 {
			agree(t, raw)
		}
	})
}

func BenchmarkStoredText(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var text model.LocalizedText
		if err := text.Scan(stored[0]); err != nil {
			b.Fatal(err)
		}
	}
}
