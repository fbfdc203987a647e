package store

import "context"

// PreparedStatements lists what the transaction's own connection to PostgreSQL
// keeps prepared.
func (q Queries) PreparedStatements(ctx context.Context) ([]string, error) {
	rows, err := q.raw.QueryContext(ctx, "SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var texts []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, rows.Err()
}
