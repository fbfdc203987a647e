package model

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed weekends.json
var weekendsJSON []byte

// world is the territory whose weekend stands for every country without a row.
const world CountryCode = "001"

// weekendTable is read once. The file is part of the program and a test reads
// it, so that a mistake in it never reaches anybody.
var weekendTable = sync.OnceValue(func() map[CountryCode][]time.Weekday {
	table, err := readWeekends(weekendsJSON)
	if err != nil {
		panic(err)
	}
	return table
})

func readWeekends(data []byte) (map[CountryCode][]time.Weekday, error) {
	var file struct{ CLDR, Additions map[CountryCode][]string }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("weekends.json: %w", err)
	}
	byName := map[string]time.Weekday{}
	for day := time.Sunday; day <= time.Saturday; day++ {
		byName[strings.ToUpper(day.String())] = day
	}
	table := map[CountryCode][]time.Weekday{}
	for _, part := range []map[CountryCode][]string{file.CLDR, file.Additions} {
		for country, names := range part {
			for _, name := range names {
				day, ok := byName[name]
				if !ok {
					return nil, fmt.Errorf("weekends.json: %s: %q is no day of the week", country, name)
				}
				table[country] = append(table[country], day)
			}
		}
	}
	if len(table[world]) == 0 {
		return nil, fmt.Errorf("weekends.json: no weekend for %s", world)
	}
	return table, nil
}

// Weekend lists the days of the week on which a country rests. A country
// without a row of its own, and an unknown one, rests on Saturday and Sunday.
func Weekend(country CountryCode) []time.Weekday { return slices.Clone(weekendOf(country)) }

func weekendOf(country CountryCode) []time.Weekday {
	table := weekendTable()
	if days, ok := table[country]; ok {
		return days
	}
	return table[world]
}

func isWeekend(country CountryCode, day time.Weekday) bool {
	return slices.Contains(weekendOf(country), day)
}

// IsFree tells whether nobody works in a country on a day: a weekend, or a
// public holiday where the country's are known. Without holidays (nil) only
// weekends are free.
func IsFree(holidays Holidays, country CountryCode, day Date) bool {
	if isWeekend(country, day.Weekday()) {
		return true
	}
	if holidays == nil {
		return false
	}
	holiday, known := holidays.IsHoliday(country, day)
	return known && holiday
}

// maxFreeRun is how many free days in a row are believed. A table that calls
// every day free is wrong, and must not keep anybody waiting for ever.
const maxFreeRun = 31

// AddWorkingDays moves n working days forward, or back when n is negative; free
// tells the days that do not count. The day itself is not counted, so that one
// working day after a Friday is the Monday, and so is one after the Saturday.
// n = 0 is the day itself, free or not.
func AddWorkingDays(day Date, n int, free func(Date) bool) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0; n-- {
		day = nearestWorkingDay(day.AddDays(step), step, free)
	}
	return day
}

// nearestWorkingDay is the day itself when it is not free, else the first one
// that is not in the direction of step, which is 1 or -1.
func nearestWorkingDay(day Date, step int, free func(Date) bool) Date {
	moved := day
	for range maxFreeRun {
		if !free(moved) {
			return moved
		}
		moved = moved.AddDays(step)
	}
	return day
}
