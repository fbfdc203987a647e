package model

import (
	"sync"
	"time"
	_ "time/tzdata" // the program carries the zones: a stranger's machine may have none
)

// Copenhagen is the zone in which Denmark lives.
const Copenhagen = "Europe/Copenhagen"

var zones sync.Map // name to *time.Location: loading one parses its whole table

// LoadZone answers the location of an IANA zone name.
func LoadZone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil //nolint:forcetypeassert // only locations are stored
	}
	if name == "" || name == "Local" {
		return nil, BadInput("timeZone", "error.timeZone.unknown").With("Zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, BadInput("timeZone", "error.timeZone.unknown").With("Zone", name)
	}
	zones.Store(name, loc)
	return loc, nil
}

func zoneOr(name string, otherwise *time.Location) *time.Location {
	loc, err := LoadZone(name)
	if err != nil {
		return otherwise
	}
	return loc
}
