package i18n

import "strings"

// ZoneName is how the language names the time of an IANA zone, by its city:
// "København-tid". Every zone that is no city's is called UTC or by its own name.
func (l *Localizer) ZoneName(zone string) string {
	city := l.ZoneCity(zone)
	if !isCity(zone) {
		return city
	}
	return strings.ReplaceAll(l.locale.formats.zones.Format, "{0}", city)
}

// ZoneCity is the name of the city that an IANA zone is called after:
// "København" for Europe/Copenhagen, "UTC" for Etc/UTC. Of a zone unknown to
// CLDR it is the last part of the zone's name.
func (l *Localizer) ZoneCity(zone string) string {
	if !isCity(zone) {
		switch zone {
		case "", "Etc/UTC", "Etc/GMT", "Etc/UCT", "GMT":
			return "UTC"
		}
		return strings.TrimPrefix(zone, "Etc/")
	}
	if canonical, ok := l.bundle.zones[zone]; ok {
		zone = canonical
	}
	if city, ok := l.locale.formats.zones.Cities[zone]; ok {
		return city
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

func isCity(zone string) bool {
	return strings.Contains(zone, "/") && !strings.HasPrefix(zone, "Etc/")
}
