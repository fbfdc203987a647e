-- +goose Up
CREATE TABLE countries (
  code TEXT PRIMARY KEY,
  alpha3 TEXT NOT NULL,
  who_europe BOOLEAN NOT NULL,
  time_zone TEXT,
  default_language TEXT NOT NULL
);

CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  cvr TEXT,
  city TEXT NOT NULL,
  region TEXT NOT NULL,
  employees INTEGER CHECK (employees >= 0),
  website TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  opening_hours TEXT,
  consent TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX organisations_by_name ON organisations (sort_key, id);
CREATE INDEX organisations_by_created ON organisations (created_at, id);
CREATE INDEX organisations_by_kind ON organisations (kind, sort_key, id);
CREATE UNIQUE INDEX organisations_cvr ON organisations (cvr) WHERE cvr IS NOT NULL;

CREATE TABLE country_priorities (
  id TEXT PRIMARY KEY,
  country_code TEXT NOT NULL REFERENCES countries (code),
  given_by_id TEXT NOT NULL REFERENCES organisations (id),
  from_date TEXT NOT NULL,
  until_date TEXT,
  note TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX country_priorities_by_country ON country_priorities (country_code, from_date);

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  full_name TEXT NOT NULL,
  call_name TEXT NOT NULL,
  latin_name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  title TEXT NOT NULL,
  email TEXT NOT NULL,
  email_bounced BOOLEAN NOT NULL,
  phone TEXT NOT NULL,
  language TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  organisation_id TEXT REFERENCES organisations (id),
  job_title TEXT NOT NULL,
  staff_role TEXT,
  lead BOOLEAN NOT NULL,
  sort_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX people_by_name ON people (sort_key, id);
CREATE INDEX people_by_created ON people (created_at, id);
CREATE INDEX people_by_organisation ON people (organisation_id);
CREATE INDEX people_staff ON people (staff_role) WHERE staff_role IS NOT NULL;

CREATE TABLE affiliations (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  role TEXT NOT NULL,
  from_date TEXT,
  until_date TEXT
);
CREATE INDEX affiliations_by_person ON affiliations (person_id);
CREATE INDEX affiliations_by_organisation ON affiliations (organisation_id);

CREATE TABLE focus_areas (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unequal_burden TEXT NOT NULL,
  national_strength TEXT NOT NULL,
  international_case TEXT NOT NULL,
  political_anchor TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);

-- +goose Down
DROP TABLE focus_areas;
DROP TABLE affiliations;
DROP TABLE people;
DROP TABLE country_priorities;
DROP TABLE organisations;
DROP TABLE countries;
