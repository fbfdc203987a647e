package app

import (
	"time"

	"fyrtaarn/model"
)

// Today is the calendar day in Copenhagen at an instant: by it things are late.
func Today(now time.Time) (model.Date, error) {
	zone, err := model.LoadZone(model.Copenhagen)
	if err != nil {
		return model.Date{}, err
	}
	return model.DateOf(now.In(zone)), nil
}
