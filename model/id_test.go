package model_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/uuid"

	"fyrtaarn/model"
)

var someID = uuid.MustParse("01890a5d-ac96-774b-bcce-b302099a8057")

func TestGlobalIDComesBackAsItWas(t *testing.T) {
	for _, kind := range []model.Kind{
		model.KindCountry, model.KindOrganisation, model.KindPerson, model.KindFocusArea, model.KindInquiry,
		model.KindDelegation, model.KindSession, model.KindProgramme, model.KindInvitation, model.KindHostBlock,
		model.KindDelegate, model.KindFollowUp, model.KindLesson, model.KindAuditEntry, model.KindAccessToken,
		model.KindReminderRule, model.KindOccurrence, model.KindDelivery, model.KindSurveyResponse,
	} {
		for _, id := range []model.ID{someID, uuid.Nil, uuid.Max} {
			g := model.NewGlobalID(kind, id)
			gotKind, gotID, ok := g.Parse()
			if !ok || gotKind != kind || gotID != id {
				t.Errorf("%s %s: got %s %s (%v)", kind, id, gotKind, gotID, ok)
			}
			if got, err := g.As(kind, "id"); err != nil || got != id {
				t.Errorf("%s as itself: %v", g, err)
			}
			if strings.ContainsAny(string(g), "+/= ") {
				t.Errorf("%s cannot stand in an address as it is", g)
			}
		}
	}
}

func TestWhatIsNoGlobalIDIsRefused(t *testing.T) {
	good := string(model.NewGlobalID(model.KindPerson, someID))
	raw := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, bad := range map[string]string{
		"Empty":              "",
		"PlainUUID":          someID.String(),
		"NotBase64":          "***",
		"Padded":             good + "=",
		"Cut":                good[:len(good)-1],
		"Longer":             good + "AAAA",
		"LineBreakWithin":    good[:8] + "\n" + good[8:],
		"LineBreakAtTheEnd":  good + "\r\n",
		"SpaceBefore":        " " + good,
		"NoKind":             raw(someID.String()),
		"NoID":               raw("person:"),
		"UpperCaseUUID":      raw("person:" + strings.ToUpper(someID.String())),
		"UUIDInBraces":       raw("person:{" + someID.String() + "}"),
		"UUIDWithoutHyphens": raw("person:" + strings.ReplaceAll(someID.String(), "-", "")),
		"NotHex":             raw("person:" + strings.Repeat("z", 36)),
		"Megabyte":           strings.Repeat("A", 1<<20),
		"NUL":                "\x00",
		"InvalidUTF8":        "\xff\xfe",
	} {
		t.Run(name, func(t *testing.T) {
			if kind, id, ok := model.GlobalID(bad).Parse(); ok {
				t.Errorf("read as %s %s", kind, id)
			}
			_, err := model.GlobalID(bad).As(model.KindPerson, "ownerId")
			refusals := model.Refusals(err)
			if len(refusals) != 1 || refusals[0].Code != model.CodeBadUserInput || refusals[0].Field != "ownerId" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestGlobalIDOfAnotherKindIsRefused(t *testing.T) {
	_, err := model.NewGlobalID(model.KindPerson, someID).As(model.KindDelegation, "id")
	if !model.IsCode(err, model.CodeBadUserInput) {
		t.Errorf("got %v", err)
	}
}

func TestGlobalIDIsTakenFromAStringAlone(t *testing.T) {
	var g model.GlobalID
	if err := g.UnmarshalGQL("whatever"); err != nil || g != "whatever" {
		t.Errorf("got %q, %v", g, err)
	}
	for _, v := range []any{7, nil, true, []any{"x"}} {
		if err := g.UnmarshalGQL(v); !model.IsCode(err, model.CodeBadUserInput) {
			t.Errorf("%v: got %v", v, err)
		}
	}
}

// FuzzGlobalID holds that what is read as an id is written as the same text:
// no row has two ids.
func FuzzGlobalID(f *testing.F) {
	good := string(model.NewGlobalID(model.KindDelegation, someID))
	for _, seed := range []string{"", good, good + "\n", good + "=", good[:20], "::::", "cGVyc29uOg"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kind, id, ok := model.GlobalID(s).Parse()
		if ok && string(model.NewGlobalID(kind, id)) != s {
			t.Errorf("%q is read as %s %s, whose id is another", s, kind, id)
		}
	})
}
