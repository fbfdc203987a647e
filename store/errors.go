package store

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"fyrtaarn/model"
)

// UniqueError says that a row would be a second one where only one may be.
// Constraint is the name of the constraint or, on SQLite, the columns.
type UniqueError struct {
	Constraint string
	err        error
}

// Error is for logs.
func (e *UniqueError) Error() string { return "not unique: " + e.Constraint + ": " + e.err.Error() }

// Unwrap answers the driver's error.
func (e *UniqueError) Unwrap() error { return e.err }

// IsUnique tells whether err says that a row would be a second one.
func IsUnique(err error) bool {
	var u *UniqueError
	return errors.As(err, &u)
}

// mapError turns a driver's error into ours. What has no meaning to a caller
// stays as it is and becomes INTERNAL at the edge.
func (d dialect) mapError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return model.NotFound("")
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "23505":
			return &UniqueError{Constraint: pg.ConstraintName, err: err}
		case "23503":
			return model.BadInput("", "error.reference.unknown")
		}
		return err
	}
	var lite *sqlitedriver.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			_, columns, _ := strings.Cut(lite.Error(), "failed: ")
			return &UniqueError{Constraint: columns, err: err}
		case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
			return model.BadInput("", "error.reference.unknown")
		}
	}
	return err
}
