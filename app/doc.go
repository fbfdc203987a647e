// Package app is the unit of work. Core.Do opens one transaction, hands it to a
// use case, and before it commits writes the audit trail and plans the
// reminders of every subject that the use case touched: a change and everything
// that follows from it are stored together or not at all.
//
// The use cases themselves stand in one package per aggregate below this one,
// one verb per file. They do not import one another.
package app
