package model_test

import (
	"testing"
	"time"

	"fyrtaarn/model"
)

func TestNextDecent(t *testing.T) {
	home := func(zone string, country model.CountryCode) model.Whereabouts {
		loc := zoneNamed(t, zone)
		return model.Whereabouts{Home: loc, Place: loc, HomeCountry: country, PlaceCountry: country}
	}
	visiting := func(zone string, country model.CountryCode, arrives, departs string) model.Whereabouts {
		w := home(zone, country)
		w.Place, w.PlaceCountry = zoneNamed(t, model.Copenhagen), model.Denmark
		w.Arrives, w.Departs = instant(t, arrives), instant(t, departs)
		return w
	}
	danish, japanese, egyptian := home(model.Copenhagen, "DK"), home("Asia/Tokyo", "JP"), home("Africa/Cairo", "EG")
	for _, c := range []struct {
		name     string
		where    model.Whereabouts
		at, want string
	}{
		{"ByDayAtOnce", danish, "2027-03-03T11:00:00Z", "2027-03-03T11:00:00Z"},
		{"SevenIsNotQuiet", danish, "2027-03-03T06:00:00Z", "2027-03-03T06:00:00Z"},
		{"TheSecondBeforeSevenWaitsForIt", danish, "2027-03-03T05:59:59Z", "2027-03-03T06:00:00Z"},
		{"TheSecondBeforeEightInTheEvening", danish, "2027-03-03T18:59:59Z", "2027-03-03T18:59:59Z"},
		{"EightInTheEveningWaitsForTheMorning", danish, "2027-03-03T19:00:00Z", "2027-03-04T06:00:00Z"},
		{"AfterMidnight", danish, "2027-03-04T00:30:00Z", "2027-03-04T06:00:00Z"},
		{"FridayEveningWaitsForMonday", danish, "2027-03-05T19:00:00Z", "2027-03-08T06:00:00Z"},
		{"SaturdayNoon", danish, "2027-03-06T11:00:00Z", "2027-03-08T06:00:00Z"},
		{"SaturdayBeforeDawn", danish, "2027-03-06T02:00:00Z", "2027-03-08T06:00:00Z"},
		{"AHolidayIsNotQuiet", danish, "2027-03-25T11:00:00Z", "2027-03-25T11:00:00Z"},
		{"TheMorningAfterTheClocksWentForward", danish, "2027-03-28T19:00:00Z", "2027-03-29T05:00:00Z"},
		{"TheNightInWhichTheClocksGoBack", danish, "2027-10-30T20:00:00Z", "2027-11-01T06:00:00Z"},
		{"ByTokyosClock", japanese, "2027-03-03T11:00:00Z", "2027-03-03T22:00:00Z"},
		{"ByTokyosWeekend", japanese, "2027-03-05T22:30:00Z", "2027-03-07T22:00:00Z"},
		{"FridayInCairoIsQuiet", egyptian, "2027-03-05T10:00:00Z", "2027-03-07T05:00:00Z"},
		{"SundayInCairoIsNot", egyptian, "2027-03-07T10:00:00Z", "2027-03-07T10:00:00Z"},
		{"PlusThirteen", home("Pacific/Tongatapu", "TO"), "2027-03-04T07:00:00Z", "2027-03-04T18:00:00Z"},
		{"PlusThirteenWeekendBeginsEarly", home("Pacific/Tongatapu", "TO"), "2027-03-05T12:00:00Z", "2027-03-07T18:00:00Z"},
		{"MinusEleven", home("Pacific/Pago_Pago", "AS"), "2027-03-04T07:00:00Z", "2027-03-04T18:00:00Z"},
		{"MinusElevenWeekendEndsLate", home("Pacific/Pago_Pago", "AS"), "2027-03-08T06:00:00Z", "2027-03-08T18:00:00Z"},
		{
			"DuringTheVisitByTheVenuesClock",
			visiting("Asia/Tokyo", "JP", "2027-03-08T10:00:00Z", "2027-03-11T16:00:00Z"),
			"2027-03-09T15:00:00Z", "2027-03-09T15:00:00Z",
		},
		{
			"DuringTheVisitTheVenuesWeekend",
			visiting("Africa/Cairo", "EG", "2027-03-04T10:00:00Z", "2027-03-09T16:00:00Z"),
			"2027-03-05T10:00:00Z", "2027-03-05T10:00:00Z",
		},
		{
			"TheWeekendOfTheVenueWaits",
			visiting("Africa/Cairo", "EG", "2027-03-04T10:00:00Z", "2027-03-09T16:00:00Z"),
			"2027-03-07T10:00:00Z", "2027-03-08T06:00:00Z",
		},
		{
			"WhoArrivesInTheNightWakesAtTheVenue",
			visiting("Asia/Tokyo", "JP", "2027-03-08T18:00:00Z", "2027-03-11T16:00:00Z"),
			"2027-03-08T15:00:00Z", "2027-03-08T18:00:00Z",
		},
		{
			"WhoDepartsInTheNightWakesAtHome",
			visiting("Asia/Tokyo", "JP", "2027-03-08T10:00:00Z", "2027-03-10T23:00:00Z"),
			"2027-03-10T20:00:00Z", "2027-03-10T23:00:00Z",
		},
		{
			"TheMomentOfDepartureIsHomeAlready",
			visiting("Asia/Tokyo", "JP", "2027-03-08T10:00:00Z", "2027-03-10T16:00:00Z"),
			"2027-03-10T16:00:00Z", "2027-03-10T22:00:00Z",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.where.NextDecent(instant(t, c.at))
			if !got.Equal(instant(t, c.want)) || got.Location() != time.UTC {
				t.Errorf("after %s = %s, want %s", c.at, got, c.want)
			}
		})
	}
}

func TestAtSending(t *testing.T) {
	copenhagen := zoneNamed(t, model.Copenhagen)
	where := model.Whereabouts{Home: copenhagen, Place: copenhagen, HomeCountry: "DK", PlaceCountry: "DK"}
	expires := instant(t, "2027-03-09T08:00:00Z")
	due := model.Occurrence{
		DueAt: instant(t, "2027-03-05T18:59:58Z"), ExpiresAt: &expires, MissedAt: instant(t, "2027-03-08T08:00:00Z"),
	}
	moved := due // to where the grace, as planned, ends on a weekend
	moved.MissedAt = instant(t, "2027-03-06T18:59:58Z")
	urgent := due
	urgent.Urgent, urgent.MissedAt = true, instant(t, "2027-03-06T18:59:58Z")
	for _, c := range []struct {
		name  string
		o     model.Occurrence
		now   string
		state model.OccurrenceState
		leave string
	}{
		{"NotBeforeItIsDue", due, "2027-03-05T10:00:00Z", model.OccurrencePlanned, "2027-03-05T18:59:58Z"},
		{"DueInTime", due, "2027-03-05T18:59:59Z", model.OccurrencePlanned, "2027-03-05T18:59:59Z"},
		{"ATickTooLateWaitsOutTheWeekend", due, "2027-03-05T19:00:05Z", model.OccurrencePlanned, "2027-03-08T06:00:00Z"},
		{"AndLeavesAfterIt", due, "2027-03-08T06:00:05Z", model.OccurrencePlanned, "2027-03-08T06:00:05Z"},
		{"HeldBackByTheWeekendIsNotMissed", moved, "2027-03-05T19:00:05Z", model.OccurrencePlanned, "2027-03-08T06:00:00Z"},
		{"PastItsGrace", due, "2027-03-08T08:00:01Z", model.OccurrenceMissed, "2027-03-08T08:00:01Z"},
		{"PastItsUse", due, "2027-03-09T08:00:00Z", model.OccurrenceExpired, "2027-03-09T08:00:00Z"},
		{"UselessWhenTheNightIsOver", due, "2027-03-08T19:30:00Z", model.OccurrenceMissed, "2027-03-09T06:00:00Z"},
		{"UrgentDoesNotWait", urgent, "2027-03-05T21:40:00Z", model.OccurrencePlanned, "2027-03-05T21:40:00Z"},
		{"UrgentIsMissedToo", urgent, "2027-03-06T21:40:00Z", model.OccurrenceMissed, "2027-03-06T21:40:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			state, leave := c.o.AtSending(instant(t, c.now), where)
			if state != c.state || !leave.Equal(instant(t, c.leave)) {
				t.Errorf("= %s at %s, want %s at %s", state, leave, c.state, c.leave)
			}
		})
	}
}
