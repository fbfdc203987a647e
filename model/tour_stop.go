package model

import "time"

// MaxStopCapacity is the largest number of seats that a stop is taken with.
const MaxStopCapacity = 100_000

// TourStop is one place and time of an edition or a side tour, with its seats.
// Taken, Waiting and LastTicket are changed by the store alone, by the statement
// that gives or frees seats, while the stop is locked.
type TourStop struct {
	ID         ID            `bun:"id,pk"`
	ActivityID ID            `bun:"activity_id,notnull"`
	Title      LocalizedText `bun:"title,type:jsonb"`
	City       string        `bun:"city,notnull"`
	Venue      string        `bun:"venue,notnull"`
	StartsAt   time.Time     `bun:"starts_at,notnull"`
	EndsAt     time.Time     `bun:"ends_at,notnull"`
	// TimeZone is the venue's IANA zone.
	TimeZone string `bun:"time_zone,notnull"`
	// HostID receives the group there.
	HostID *ID `bun:"host_id"`
	// Capacity is how many seats there are, Taken how many are confirmed or
	// offered, Waiting how many registrations stand in line.
	Capacity int `bun:"capacity,notnull"`
	Taken    int `bun:"taken,notnull"`
	Waiting  int `bun:"waiting,notnull"`
	// LastTicket is the newest number in the line. Numbers are drawn while the
	// stop is locked, so that their order is the order of commits.
	LastTicket int `bun:"last_ticket,notnull"`
	// Sequence counts the changes that calendars must hear of; MovedAt is when
	// the last one came.
	Sequence    int        `bun:"sequence,notnull"`
	MovedAt     *time.Time `bun:"moved_at"`
	CancelledAt *time.Time `bun:"cancelled_at"`
	// Reason says why it was cancelled.
	Reason string `bun:"reason,notnull"`
	Stamps

	Host     *Organisation `bun:"-"`
	Activity ActivityNode  `bun:"-"`
}

// GlobalID is the id under which GraphQL knows the stop.
func (s *TourStop) GlobalID() GlobalID { return NewGlobalID(KindTourStop, s.ID) }

// TitleIn is the title in the wanted language, else the reader's.
func (s *TourStop) TitleIn(language *LanguageTag) LocalizedString { return s.Title.In(language) }

// TitleTranslations are all languages of the title.
func (s *TourStop) TitleTranslations() []TextTranslation { return s.Title.Translations() }

// Cancelled tells whether the stop was taken out.
func (s *TourStop) Cancelled() bool { return s.CancelledAt != nil }

// Free is how many seats nobody has.
func (s *TourStop) Free() int { return s.Capacity - s.Taken }

// Zone is the venue's location.
func (s *TourStop) Zone() *time.Location { return zoneOr(s.TimeZone, time.UTC) }

// CheckWithin refuses a stop that lies outside the days of its activity, read in
// the stop's own zone.
func (s *TourStop) CheckWithin(a *Activity) error {
	switch first, last := DateOf(s.StartsAt.In(s.Zone())), DateOf(s.EndsAt.Add(-time.Second).In(s.Zone())); {
	case a.StartsOn.IsZero():
		return GuardFailed("guard.stop.noDays")
	case first.Before(a.StartsOn) || a.EndsOn.Before(last):
		return BadInput("startsAt", "error.stop.outside").With("First", a.StartsOn).With("Last", a.EndsOn)
	}
	return nil
}
