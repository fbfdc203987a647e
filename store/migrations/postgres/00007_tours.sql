-- +goose Up
CREATE TABLE tour_editions (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  further_countries jsonb,
  starts_on date,
  ends_on date,
  time_zone text NOT NULL,
  city text NOT NULL,
  host_id uuid REFERENCES organisations (id),
  owner_id uuid REFERENCES people (id),
  focus_area_id uuid REFERENCES focus_areas (id),
  tags jsonb NOT NULL,
  search_text text NOT NULL,
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  kind text NOT NULL,
  theme jsonb NOT NULL,
  practical jsonb NOT NULL,
  terms jsonb NOT NULL,
  languages jsonb NOT NULL,
  needs_approval boolean NOT NULL,
  offer_hours integer NOT NULL CHECK (offer_hours > 0),
  decide_by date,
  paper jsonb NOT NULL,
  paper_url text NOT NULL,
  paper_at timestamptz,
  legacy jsonb NOT NULL,
  legacy_url text NOT NULL,
  report jsonb NOT NULL,
  report_url text NOT NULL,
  report_at timestamptz,
  cloned_from_id uuid REFERENCES tour_editions (id),
  reason text NOT NULL,
  recorded_afterwards boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX tour_editions_by_start ON tour_editions (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX tour_editions_by_updated ON tour_editions (updated_at, id);

CREATE TABLE side_tours (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  further_countries jsonb,
  starts_on date,
  ends_on date,
  time_zone text NOT NULL,
  city text NOT NULL,
  host_id uuid REFERENCES organisations (id),
  owner_id uuid REFERENCES people (id),
  focus_area_id uuid REFERENCES focus_areas (id),
  tags jsonb NOT NULL,
  search_text text NOT NULL,
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  conference text NOT NULL,
  languages jsonb NOT NULL,
  needs_approval boolean NOT NULL,
  offer_hours integer NOT NULL CHECK (offer_hours > 0),
  reason text NOT NULL,
  recorded_afterwards boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX side_tours_by_start ON side_tours (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX side_tours_by_updated ON side_tours (updated_at, id);

CREATE TABLE presentation_abroads (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  further_countries jsonb,
  starts_on date,
  ends_on date,
  time_zone text NOT NULL,
  city text NOT NULL,
  host_id uuid REFERENCES organisations (id),
  owner_id uuid REFERENCES people (id),
  focus_area_id uuid REFERENCES focus_areas (id),
  tags jsonb NOT NULL,
  search_text text NOT NULL,
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  event text NOT NULL,
  language text NOT NULL,
  speaker_id uuid REFERENCES people (id),
  audience_size integer CHECK (audience_size > 0),
  slides_url text NOT NULL,
  contacts_made integer CHECK (contacts_made >= 0),
  contact_notes text NOT NULL,
  reason text NOT NULL,
  recorded_afterwards boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX presentation_abroads_by_start ON presentation_abroads (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX presentation_abroads_by_updated ON presentation_abroads (updated_at, id);
CREATE INDEX presentation_abroads_by_speaker ON presentation_abroads (speaker_id);

-- A stop counts its own seats. taken is changed by the statement that gives or
-- frees them, so that the check refuses the one that would be too many.
CREATE TABLE tour_stops (
  id uuid PRIMARY KEY,
  activity_id uuid NOT NULL REFERENCES activity_entries (id),
  title jsonb NOT NULL,
  city text NOT NULL,
  venue text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  time_zone text NOT NULL,
  host_id uuid REFERENCES organisations (id),
  capacity integer NOT NULL CHECK (capacity > 0),
  taken integer NOT NULL,
  waiting integer NOT NULL CHECK (waiting >= 0),
  last_ticket integer NOT NULL,
  sequence integer NOT NULL,
  moved_at timestamptz,
  cancelled_at timestamptz,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_at > starts_at),
  CHECK (taken BETWEEN 0 AND capacity)
);
CREATE INDEX tour_stops_by_activity ON tour_stops (activity_id, starts_at, id);
CREATE INDEX tour_stops_by_host ON tour_stops (host_id, starts_at);

CREATE TABLE tour_registrations (
  id uuid PRIMARY KEY,
  activity_id uuid NOT NULL REFERENCES activity_entries (id),
  person_id uuid NOT NULL REFERENCES people (id),
  state text NOT NULL,
  note text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (activity_id, person_id)
);
CREATE INDEX tour_registrations_by_created ON tour_registrations (created_at, id);
CREATE INDEX tour_registrations_by_activity ON tour_registrations (activity_id, created_at, id);
CREATE INDEX tour_registrations_by_person ON tour_registrations (person_id);

CREATE TABLE registration_lines (
  id uuid PRIMARY KEY,
  registration_id uuid NOT NULL REFERENCES tour_registrations (id),
  stop_id uuid NOT NULL REFERENCES tour_stops (id),
  seats integer NOT NULL CHECK (seats > 0),
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  ended text NOT NULL,
  ticket integer,
  moved_why text NOT NULL,
  offer_expires_at timestamptz,
  confirmed_at timestamptz,
  checked_in_at timestamptz,
  sequence integer NOT NULL,
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
