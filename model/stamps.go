package model

import "time"

// Stamps are what every stored object carries. Version counts its saves; an
// update names the version that it saw.
type Stamps struct {
	CreatedAt time.Time `bun:"created_at,notnull"`
	UpdatedAt time.Time `bun:"updated_at,notnull"`
	Version   int       `bun:"version,notnull"`
}

// Created answers the stamps of an object saved for the first time at now.
func Created(now time.Time) Stamps { return Stamps{CreatedAt: now, UpdatedAt: now, Version: 1} }

// Touch counts the version up.
func (s *Stamps) Touch(now time.Time) { s.UpdatedAt, s.Version = now, s.Version+1 }

// Expect refuses an update that was based on another version than the object
// has now; a nil expectation trusts the caller.
func (s *Stamps) Expect(version *int) error {
	if version != nil && *version != s.Version {
		return StaleVersion(*version, s.Version)
	}
	return nil
}
