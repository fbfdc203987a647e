package holiday

import (
	"slices"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"fyrtaarn/model"
)

// danishSundays are holidays by law that the table leaves out because they are
// Sundays; a visit planned on one of them still wants its note.
var danishSundays = []*cal.Holiday{
	aa.Easter.Clone(&cal.Holiday{Name: "Påskedag", Type: cal.ObservancePublic}),
	aa.Pentecost.Clone(&cal.Holiday{Name: "Pinsedag", Type: cal.ObservancePublic}),
}

// tables are the holidays of each country, by its parts where they differ: a
// day is the country's when it is free in every part. Half-official eves are
// in, for nobody works on them.
var tables = map[model.CountryCode][][]*cal.Holiday{
	"AR": {ar.Holidays},
	"AT": {at.Holidays},
	"AU": {
		au.HolidaysACT,
		au.HolidaysNSW,
		au.HolidaysNT,
		au.HolidaysQLD,
		au.HolidaysSA,
		au.HolidaysTAS,
		au.HolidaysVIC,
		au.HolidaysWA,
	},
	"BE": {be.Holidays},
	"BG": {bg.Holidays},
	"BR": {br.Holidays},
	"CA": {ca.Holidays},
	"CH": {
		ch.HolidaysZH,
		ch.HolidaysBE,
		ch.HolidaysLU,
		ch.HolidaysUR,
		ch.HolidaysSZ,
		ch.HolidaysOW,
		ch.HolidaysNW,
		ch.HolidaysGL,
		ch.HolidaysZG,
		ch.HolidaysFR,
		ch.HolidaysSO,
		ch.HolidaysBS,
		ch.HolidaysBL,
		ch.HolidaysSH,
		ch.HolidaysAR,
		ch.HolidaysAI,
		ch.HolidaysSG,
		ch.HolidaysGR,
		ch.HolidaysAG,
		ch.HolidaysTG,
		ch.HolidaysVD,
		ch.HolidaysTI,
		ch.HolidaysVS,
		ch.HolidaysNE,
		ch.HolidaysGE,
		ch.HolidaysJU,
	},
	"CY": {cy.Holidays},
	"CZ": {cz.Holidays},
	"DE": {de.Holidays},
	"DK": {slices.Concat(dk.Holidays, danishSundays)},
	"EE": {ee.Holidays},
	"ES": {es.Holidays},
	"FI": {fi.Holidays},
	"FR": {fr.Holidays},
	"GB": {gb.Holidays},
	"GR": {gr.Holidays},
	"HR": {hr.Holidays},
	"HU": {hu.Holidays},
	"IE": {ie.Holidays},
	"IS": {is.Holidays},
	"IT": {it.Holidays},
	"JP": {jp.Holidays},
	"KE": {ke.Holidays},
	"LT": {lt.Holidays},
	"LU": {lu.Holidays},
	"LV": {lv.Holidays},
	"MT": {mt.Holidays},
	"MW": {mw.Holidays},
	"MX": {mx.Holidays},
	"NC": {nc.Holidays},
	"NL": {nl.Holidays},
	"NO": {no.Holidays},
	"NZ": {nz.Holidays},
	"PL": {pl.Holidays},
	"PT": {pt.Holidays},
	"RO": {ro.Holidays},
	"RS": {rs.Holidays},
	"RU": {ru.Holidays},
	"SE": {se.Holidays},
	"SI": {si.Holidays},
	"SK": {sk.Holidays},
	"TH": {th.Holidays},
	"UA": {ua.Holidays},
	"US": {us.Holidays},
	"ZA": {za.Holidays},
}
