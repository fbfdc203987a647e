package access_test

import (
	"context"
	"testing"
	"time"

	"fyrtaarn/app"
	"fyrtaarn/app/access"
	"fyrtaarn/auth"
	"fyrtaarn/model"
	"fyrtaarn/testrig"
)

func TestLinkLeadsItsPersonUntilItExpires(t *testing.T) {
	testrig.Each(t, func(t *testing.T, rig *testrig.Rig) {
		s := access.New(rig.Core)
		person := rig.Person(t, "Host")
		subject := rig.Core.NewID()
		expires := rig.Clock.Now().Add(time.Hour)
		var secret string
		err := rig.Core.Do(t.Context(), func(ctx context.Context, tx *app.Tx) (err error) {
			secret, err = s.LinkCreate(ctx, tx, model.LinkHostAnswer, subject, person.ID, "", expires)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, purposes := range [][]model.LinkPurpose{nil, {model.LinkHostAnswer}, {model.LinkSurvey, model.LinkHostAnswer}} {
			// Opened twice, it leads to the same place: scanners of mail open it first.
			for range 2 {
				link, err := s.LinkOpen(t.Context(), secret, purposes...)
				if err != nil || link.SubjectID != subject || link.PersonID != person.ID || link.Purpose != model.LinkHostAnswer {
					t.Fatalf("link for %v: %+v, %v", purposes, link, err)
				}
			}
		}
		other, _ := auth.NewSecret()
		for name, text := range map[string]string{"Unknown": other, "Cut": secret[1:], "Empty": ""} {
			t.Run(name, func(t *testing.T) {
				_, err := s.LinkOpen(t.Context(), text)
				testrig.WantErrors(t, err, "NOT_FOUND ")
			})
		}
		_, err = s.LinkOpen(t.Context(), secret, model.LinkSurvey)
		testrig.WantErrors(t, err, "NOT_FOUND ")
		rig.Clock.Set(expires)
		_, err = s.LinkOpen(t.Context(), secret, model.LinkHostAnswer)
		testrig.WantErrors(t, err, "NOT_FOUND ")
	})
}
