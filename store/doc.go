// Package store is the only place that knows SQL, bun and which database this
// is. It opens SQLite or PostgreSQL, brings the schema up to date, runs
// transactions and answers queries, one file per aggregate.
//
// Reads are written once with bun's builder and run with bound arguments, so
// that both databases can keep their prepared statements. Relations are read by
// level: one statement for all parents, never one per parent.
package store
