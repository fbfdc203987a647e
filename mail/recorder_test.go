package mail

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyrtaarn/i18n"
)

func TestTheRecorderKeepsWhatWouldHaveBeenSent(t *testing.T) {
	var sender Sender = &Recorder{Refuse: func(m *Message) error {
		if m.To.Email == "full@x.example" {
			return &SendError{Kind: Temporary, Said: "452 full"}
		}
		return nil
	}}
	for _, to := range []string{"a@x.example", "full@x.example", "nobody", "b@x.example"} {
		err := sender.Send(t.Context(), letter(to))
		var failure *SendError
		if want := to == "full@x.example" || to == "nobody"; (err != nil) != want || want && !errors.As(err, &failure) {
			t.Errorf("%s: %v", to, err)
		}
	}
	recorder := sender.(*Recorder) //nolint:forcetypeassert // made above
	if len(recorder.Mails()) != 2 || len(recorder.To("b@x.example")) != 1 {
		t.Errorf("%d mails were kept", len(recorder.Mails()))
	}
	if r := read(t, recorder.Mails()[0].Raw); r.decoded(t, "Subject") != "Programme" {
		t.Error("the mail was not rendered")
	}
	recorder.Reset()
	if len(recorder.Mails()) != 0 {
		t.Error("mails are left")
	}
}

func TestSamplesAreOneFileForEachTemplateAndLanguage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	files, err := RenderSamples(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(Templates()) * len(i18n.Languages()); files != want {
		t.Errorf("%d files, not %d", files, want)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "cancelled.ko.eml"))
	if err != nil {
		t.Fatal(err)
	}
	if r := read(t, raw); r.header.Get(HeaderContentLanguage) != "ko" {
		t.Error("the Korean sample is not Korean")
	}
}
