-- +goose Up
ALTER TABLE delegations ADD COLUMN further_countries TEXT;

-- The calendar: one row per activity of whatever kind, written with the
-- activity's own row.
CREATE TABLE activity_entries (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  country_code TEXT NOT NULL REFERENCES countries (code),
  starts_on TEXT,
  ends_on TEXT,
  city TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  owner_id TEXT REFERENCES people (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  state TEXT NOT NULL,
  search_text TEXT NOT NULL
);
CREATE INDEX activity_entries_by_start ON activity_entries (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX activity_entries_by_kind ON activity_entries (kind, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX activity_entries_by_country ON activity_entries (country_code, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX activity_entries_by_owner ON activity_entries (owner_id, starts_on);
CREATE INDEX activity_entries_by_host ON activity_entries (host_id, starts_on);

CREATE TABLE activity_countries (
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  country_code TEXT NOT NULL REFERENCES countries (code),
  PRIMARY KEY (activity_id, country_code)
);
CREATE INDEX activity_countries_by_country ON activity_countries (country_code);

INSERT INTO activity_entries (id, kind, reference, country_code, starts_on, ends_on, city, host_id, owner_id, focus_area_id, state, search_text)
SELECT id, 'delegation', reference, country_code, starts_on, ends_on, city, host_id, owner_id, focus_area_id, state, search_text FROM delegations;

DROP INDEX occurrences_by_delegation;
ALTER TABLE occurrences ADD COLUMN activity_id TEXT REFERENCES activity_entries (id);
UPDATE occurrences SET activity_id = delegation_id;
ALTER TABLE occurrences DROP COLUMN delegation_id;
CREATE INDEX occurrences_by_activity ON occurrences (activity_id, due_at);

-- +goose Down
DROP INDEX occurrences_by_activity;
ALTER TABLE occurrences ADD COLUMN delegation_id TEXT REFERENCES delegations (id);
UPDATE occurrences SET delegation_id = activity_id WHERE activity_id IN (SELECT id FROM delegations);
ALTER TABLE occurrences DROP COLUMN activity_id;
CREATE INDEX occurrences_by_delegation ON occurrences (delegation_id, due_at);
DROP TABLE activity_countries;
DROP TABLE activity_entries;
ALTER TABLE delegations DROP COLUMN further_countries;
