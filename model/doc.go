// Package model is Fyrtårn's vocabulary: one file per aggregate with its
// struct, its enums, its inputs, its validation and its rules as pure
// functions.
//
// The package imports nothing of ours, performs no I/O and reads no clock: an
// instant that a rule needs is one of its arguments. Instants are UTC in whole
// seconds; the zone that gives them meaning stands beside them. A calendar day
// is a Date, never a midnight.
package model
