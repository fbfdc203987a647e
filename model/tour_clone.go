package model

import "strconv"

// CloneTaskKind says what must be done about a copy before it can be used.
type CloneTaskKind string

// What must be done about a copy.
const (
	CloneTranslate CloneTaskKind = "TRANSLATE"
	CloneDays      CloneTaskKind = "CHECK_TIME"
	CloneHost      CloneTaskKind = "REPLACE_HOST"
	CloneVenue     CloneTaskKind = "REPLACE_VENUE"
	CloneOwner     CloneTaskKind = "NAME_OWNER"
)

// CloneTask is one thing that must be translated or replaced in a copy.
type CloneTask struct {
	Kind CloneTaskKind
	// Field is the text's name, or that of the member to replace.
	Field string
	// Language is set for what must be translated; Stale tells that there is a
	// text, made before its source was changed.
	Language *LanguageTag
	Stale    bool
	Stop     *TourStop
}

// TourClone is a copy with what is left to do about it.
type TourClone struct {
	Edition *TourEdition
	Tasks   []*CloneTask
}

// CloneTour copies an edition to another market: what it is about, its texts and
// the shape of its days are shared; hosts, venues, papers and the owner are not.
// ids and stamps are the caller's. zone is that of the new market.
func CloneTour(from *TourEdition, in TourEditionCloneInput) (*TourEdition, []*TourStop) {
	copied := *from
	copied.Country, copied.Countries, copied.Host, copied.Owner, copied.FocusArea = nil, nil, nil, nil, nil
	copied.CountryCode, copied.FurtherCountries = in.CountryCode, nil
	copied.HostID, copied.OwnerID, copied.Reference = nil, nil, ""
	if in.Reference != nil {
		copied.Reference = *in.Reference
	}
	if in.City != nil {
		copied.City = *in.City
	}
	if in.TimeZone != nil {
		copied.TimeZone = *in.TimeZone
	}
	copied.EndsOn = in.StartsOn.AddDays(from.StartsOn.DaysUntil(from.EndsOn))
	copied.StartsOn, copied.DecideBy = in.StartsOn, Date{}
	copied.Paper, copied.PaperURL, copied.PaperAt = LocalizedText{}, "", nil
	copied.Legacy, copied.LegacyURL = LocalizedText{}, ""
	copied.Report, copied.ReportURL, copied.ReportAt = LocalizedText{}, "", nil
	copied.Reason, copied.RecordedAfterwards = "", false
	copied.ClonedFromID = &from.ID
	if len(in.Languages) > 0 {
		copied.Languages = in.Languages
	}
	zone := zoneOr(copied.TimeZone, from.Zone())
	days := from.StartsOn.DaysUntil(in.StartsOn)
	var stops []*TourStop
	for _, s := range from.OpenStops() {
		length := s.EndsAt.Sub(s.StartsAt)
		local := s.StartsAt.In(s.Zone())
		starts := DateOf(local).AddDays(days).At(local.Hour(), local.Minute(), zone)
		stops = append(stops, &TourStop{
			Title: s.Title, City: copied.City, StartsAt: starts, EndsAt: starts.Add(length), TimeZone: copied.TimeZone, Capacity: s.Capacity,
		})
	}
	copied.Stops = stops
	return &copied, stops
}

// CloneTasks lists what is left to do about a copy: texts that a wanted language
// lacks, and what belongs to the old market.
func CloneTasks(e *TourEdition) []*CloneTask {
	tasks := []*CloneTask{}
	for _, gap := range TourGaps(e, e.Languages...) {
		tasks = append(tasks, &CloneTask{Kind: CloneTranslate, Field: gap.Field, Language: &gap.Language, Stale: gap.Stale})
	}
	if e.OwnerID == nil {
		tasks = append(tasks, &CloneTask{Kind: CloneOwner, Field: "owner"})
	}
	if e.HostID == nil {
		tasks = append(tasks, &CloneTask{Kind: CloneHost, Field: "host"})
	}
	for i, s := range e.OpenStops() {
		at := "stops." + strconv.Itoa(i)
		tasks = append(tasks, &CloneTask{Kind: CloneDays, Field: at + ".startsAt", Stop: s})
		if s.HostID == nil {
			tasks = append(tasks, &CloneTask{Kind: CloneHost, Field: at + ".host", Stop: s})
		}
		if s.Venue == "" {
			tasks = append(tasks, &CloneTask{Kind: CloneVenue, Field: at + ".venue", Stop: s})
		}
	}
	return tasks
}
