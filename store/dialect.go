package store

import (
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"fyrtaarn/model"
)

// dialect is the only thing that asks which database this is. A difference
// between the two is one of its methods, with a name that says what is wanted.
type dialect int

const (
	sqlite dialect = iota
	postgres
)

// String is the name of the migrations' folder.
func (d dialect) String() string {
	if d == postgres {
		return "postgres"
	}
	return "sqlite"
}

// placeholder is how the n-th bound argument is written, counted from 1.
func (d dialect) placeholder(n int) string {
	if d == postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?" + strconv.Itoa(n)
}

// value is a bound argument in the form in which bun writes the same value, so
// that comparisons meet what was stored.
func (d dialect) value(v any) any {
	switch v := v.(type) {
	case time.Time:
		if d == sqlite {
			return v.UTC().Format("2006-01-02 15:04:05.999999-07:00")
		}
		return v.UTC()
	case model.Date:
		return v.String()
	case uuid.UUID:
		return v.String()
	}
	return v
}

// prepared marks the arguments of a statement whose text comes again and again:
// it is to be prepared once per connection. SQLite's driver prepares each time.
func (d dialect) prepared(args []any) []any {
	if d == sqlite {
		return args
	}
	return append([]any{pgx.QueryExecModeCacheStatement}, args...)
}

// isAnyOf is a condition that holds when the column is one of the values of
// one bound argument, so that the statement's text does not depend on how many
// there are.
func (d dialect) isAnyOf(column, argument string) string {
	if d == postgres {
		return column + " = ANY(" + argument + ")"
	}
	return column + " IN (SELECT value FROM json_each(" + argument + "))"
}

// isAnyOfIDs is isAnyOf for a column that holds ids.
func (d dialect) isAnyOfIDs(column, argument string) string {
	if d == postgres {
		return column + " = ANY(" + argument + "::uuid[])"
	}
	return d.isAnyOf(column, argument)
}

// skipLocked is appended to a subselect that claims rows, so that two replicas
// do not wait for each other. SQLite has one writer and needs nothing.
func (d dialect) skipLocked() string {
	if d == postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// oneWriter tells that a transaction has the whole database to itself.
func (d dialect) oneWriter() bool { return d == sqlite }

// lockRow is appended to a select that will change the row it reads.
func (d dialect) lockRow() string {
	if d == postgres {
		return "UPDATE"
	}
	return ""
}

// announces tells whether a transaction can tell other processes of what it
// changed. A SQLite database has one process.
func (d dialect) announces() bool { return d == postgres }

// eachParent is a subselect that runs the inner one once for every parent that
// meets the condition; inside it the parent's row is named parent.
func (d dialect) eachParent(parents, condition, inner string) string {
	if d == postgres {
		return "SELECT child.id FROM " + parents + " AS parent CROSS JOIN LATERAL (" + inner + ") AS child WHERE " + condition
	}
	// SQLite has no LATERAL: a correlated list of ids does the same.
	return "SELECT value FROM " + parents + " AS parent, json_each((SELECT json_group_array(id) FROM (" + inner + "))) WHERE " + condition
}

// yearPart is the year of a column that holds a day; NULL for none.
func (d dialect) yearPart(column string) string {
	if d == postgres {
		return "EXTRACT(YEAR FROM " + column + ")::integer"
	}
	return "CAST(substr(" + column + ", 1, 4) AS INTEGER)"
}
