// Package jobs is the clock that lets things happen by themselves: one table of
// jobs, one way to run them. A job calls a use case; what it does is written
// there.
package jobs
