-- +goose Up
CREATE TABLE countries (
  code text PRIMARY KEY,
  alpha3 text NOT NULL,
  who_europe boolean NOT NULL,
  time_zone text,
  default_language text NOT NULL
);

CREATE TABLE organisations (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  cvr text,
  city text NOT NULL,
  region text NOT NULL,
  employees integer CHECK (employees >= 0),
  website text NOT NULL,
  time_zone text NOT NULL,
  opening_hours jsonb,
  consent text NOT NULL,
  sort_key text COLLATE "C" NOT NULL,
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX organisations_by_name ON organisations (sort_key, id);
CREATE INDEX organisations_by_created ON organisations (created_at, id);
CREATE INDEX organisations_by_kind ON organisations (kind, sort_key, id);
CREATE UNIQUE INDEX organisations_cvr ON organisations (cvr) WHERE cvr IS NOT NULL;

CREATE TABLE country_priorities (
  id uuid PRIMARY KEY,
  country_code text NOT NULL REFERENCES countries (code),
  given_by_id uuid NOT NULL REFERENCES organisations (id),
  from_date date NOT NULL,
  until_date date,
  note text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX country_priorities_by_country ON country_priorities (country_code, from_date);

CREATE TABLE people (
  id uuid PRIMARY KEY,
  full_name text NOT NULL,
  call_name text NOT NULL,
  latin_name text NOT NULL,
  sort_name text NOT NULL,
  title text NOT NULL,
  email text NOT NULL,
  email_bounced boolean NOT NULL,
  phone text NOT NULL,
  language text NOT NULL,
  time_zone text NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  organisation_id uuid REFERENCES organisations (id),
  job_title text NOT NULL,
  staff_role text,
  lead boolean NOT NULL,
  sort_key text COLLATE "C" NOT NULL,
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX people_by_name ON people (sort_key, id);
CREATE INDEX people_by_created ON people (created_at, id);
CREATE INDEX people_by_organisation ON people (organisation_id);
CREATE INDEX people_staff ON people (staff_role) WHERE staff_role IS NOT NULL;

CREATE TABLE affiliations (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES people (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  role text NOT NULL,
  from_date date,
  until_date date
);
CREATE INDEX affiliations_by_person ON affiliations (person_id);
CREATE INDEX affiliations_by_organisation ON affiliations (organisation_id);

CREATE TABLE focus_areas (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name jsonb NOT NULL,
  unequal_burden text NOT NULL,
  national_strength text NOT NULL,
  international_case text NOT NULL,
  political_anchor text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);

-- +goose Down
DROP TABLE focus_areas;
DROP TABLE affiliations;
DROP TABLE people;
DROP TABLE country_priorities;
DROP TABLE organisations;
DROP TABLE countries;
