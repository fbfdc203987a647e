-- +goose Up
CREATE TABLE tour_editions (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  further_countries TEXT,
  starts_on TEXT,
  ends_on TEXT,
  time_zone TEXT NOT NULL,
  city TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  owner_id TEXT REFERENCES people (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  tags TEXT NOT NULL,
  search_text TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  kind TEXT NOT NULL,
  theme TEXT NOT NULL,
  practical TEXT NOT NULL,
  terms TEXT NOT NULL,
  languages TEXT NOT NULL,
  needs_approval BOOLEAN NOT NULL,
  offer_hours INTEGER NOT NULL CHECK (offer_hours > 0),
  decide_by TEXT,
  paper TEXT NOT NULL,
  paper_url TEXT NOT NULL,
  paper_at TIMESTAMP,
  legacy TEXT NOT NULL,
  legacy_url TEXT NOT NULL,
  report TEXT NOT NULL,
  report_url TEXT NOT NULL,
  report_at TIMESTAMP,
  cloned_from_id TEXT REFERENCES tour_editions (id),
  reason TEXT NOT NULL,
  recorded_afterwards BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX tour_editions_by_start ON tour_editions (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX tour_editions_by_updated ON tour_editions (updated_at, id);

CREATE TABLE side_tours (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  further_countries TEXT,
  starts_on TEXT,
  ends_on TEXT,
  time_zone TEXT NOT NULL,
  city TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  owner_id TEXT REFERENCES people (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  tags TEXT NOT NULL,
  search_text TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  conference TEXT NOT NULL,
  languages TEXT NOT NULL,
  needs_approval BOOLEAN NOT NULL,
  offer_hours INTEGER NOT NULL CHECK (offer_hours > 0),
  reason TEXT NOT NULL,
  recorded_afterwards BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX side_tours_by_start ON side_tours (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX side_tours_by_updated ON side_tours (updated_at, id);

CREATE TABLE presentation_abroads (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  further_countries TEXT,
  starts_on TEXT,
  ends_on TEXT,
  time_zone TEXT NOT NULL,
  city TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  owner_id TEXT REFERENCES people (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  tags TEXT NOT NULL,
  search_text TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  event TEXT NOT NULL,
  language TEXT NOT NULL,
  speaker_id TEXT REFERENCES people (id),
  audience_size INTEGER CHECK (audience_size > 0),
  slides_url TEXT NOT NULL,
  contacts_made INTEGER CHECK (contacts_made >= 0),
  contact_notes TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded_afterwards BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX presentation_abroads_by_start ON presentation_abroads (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX presentation_abroads_by_updated ON presentation_abroads (updated_at, id);
CREATE INDEX presentation_abroads_by_speaker ON presentation_abroads (speaker_id);

-- A stop counts its own seats. taken is changed by the statement that gives or
-- frees them, so that the check refuses the one that would be too many.
CREATE TABLE tour_stops (
  id TEXT PRIMARY KEY,
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  title TEXT NOT NULL,
  city TEXT NOT NULL,
  venue TEXT NOT NULL,
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  time_zone TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  taken INTEGER NOT NULL,
  waiting INTEGER NOT NULL CHECK (waiting >= 0),
  last_ticket INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  moved_at TIMESTAMP,
  cancelled_at TIMESTAMP,
  reason TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at),
  CHECK (taken BETWEEN 0 AND capacity)
);
CREATE INDEX tour_stops_by_activity ON tour_stops (activity_id, starts_at, id);
CREATE INDEX tour_stops_by_host ON tour_stops (host_id, starts_at);

CREATE TABLE tour_registrations (
  id TEXT PRIMARY KEY,
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (activity_id, person_id)
);
CREATE INDEX tour_registrations_by_created ON tour_registrations (created_at, id);
CREATE INDEX tour_registrations_by_activity ON tour_registrations (activity_id, created_at, id);
CREATE INDEX tour_registrations_by_person ON tour_registrations (person_id);

CREATE TABLE registration_lines (
  id TEXT PRIMARY KEY,
  registration_id TEXT NOT NULL REFERENCES tour_registrations (id),
  stop_id TEXT NOT NULL REFERENCES tour_stops (id),
  seats INTEGER NOT NULL CHECK (seats > 0),
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  ended TEXT NOT NULL,
  ticket INTEGER,
  moved_why TEXT NOT NULL,
  offer_expires_at TIMESTAMP,
  confirmed_at TIMESTAMP,
  checked_in_at TIMESTAMP,
  sequence INTEGER NOT NULL,
  UNIQUE (registration_id, stop_id),
  CHECK ((state = 'WAITLISTED') = (ticket IS NOT NULL)),
  CHECK ((state = 'OFFERED') = (offer_expires_at IS NOT NULL))
);
CREATE INDEX registration_lines_by_stop ON registration_lines (stop_id, state);
CREATE INDEX registration_lines_waiting ON registration_lines (stop_id, ticket) WHERE state = 'WAITLISTED';
CREATE INDEX registration_lines_offered ON registration_lines (offer_expires_at) WHERE state = 'OFFERED';

-- +goose Down
DROP TABLE registration_lines;
DROP TABLE tour_registrations;
DROP TABLE tour_stops;
DROP TABLE presentation_abroads;
DROP TABLE side_tours;
DROP TABLE tour_editions;
