package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// notAudited are columns that say nothing about what somebody did: derived
// values and stamps.
var notAudited = []string{"sort_key", "search_text", "created_at", "updated_at", "version"}

// DiffRows lists the columns in which two rows of one type differ, sorted by
// name. One of them may be nil: everything then appears or disappears. A
// member's column is the one its bun tag names; members that are not stored do
// not count.
func DiffRows(before, after any) (AuditChanges, error) {
	old, err := rowColumns(before)
	if err != nil {
		return nil, err
	}
	now, err := rowColumns(after)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(now))
	for name := range now {
		names = append(names, name)
	}
	for name := range old {
		if _, both := now[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	changes := AuditChanges{}
	for _, name := range names {
		if !bytes.Equal(old[name], now[name]) {
			changes = append(changes, AuditChange{Field: name, Before: old[name], After: now[name]})
		}
	}
	return changes, nil
}

func rowColumns(row any) (map[string]json.RawMessage, error) {
	columns := map[string]json.RawMessage{}
	v := reflect.ValueOf(row)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return columns, nil
	}
	return columns, collectColumns(reflect.Indirect(v), columns)
}

func collectColumns(v reflect.Value, into map[string]json.RawMessage) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, rest, _ := strings.Cut(field.Tag.Get("bun"), ",")
		if field.Anonymous && name == "" {
			if err := collectColumns(v.Field(i), into); err != nil {
				return err
			}
			continue
		}
		if name == "" || name == "-" || strings.Contains(rest, "scanonly") || slices.Contains(notAudited, name) || v.Field(i).IsZero() {
			continue
		}
		raw, err := json.Marshal(v.Field(i).Interface())
		if err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		into[name] = raw
	}
	return nil
}
