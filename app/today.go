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

// Today is the day in Copenhagen by the program's clock; the day in UTC where
// the zone is not known.
func (c *Core) Today() model.Date {
	now := c.Clock.Now()
	if today, err := Today(now); err == nil {
		return today
	}
	return model.DateOf(now)
}
