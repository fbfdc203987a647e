-- +goose Up
CREATE TABLE lighthouse_countries (
  id uuid PRIMARY KEY,
  country_code text NOT NULL UNIQUE REFERENCES countries (code),
  stage text NOT NULL,
  stage_since timestamptz NOT NULL,
  aside text NOT NULL,
  aside_reason text NOT NULL,
  review_on date,
  owner_id uuid REFERENCES people (id),
  interested_organisation_id uuid REFERENCES organisations (id),
  interested_name text NOT NULL,
  note text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX lighthouse_countries_by_stage ON lighthouse_countries (stage, country_code, id);
CREATE INDEX lighthouse_countries_by_stage_since ON lighthouse_countries (stage_since, id);
CREATE INDEX lighthouse_countries_by_updated ON lighthouse_countries (updated_at, id);

CREATE TABLE lighthouse_elements (
  id uuid PRIMARY KEY,
  lighthouse_country_id uuid NOT NULL REFERENCES lighthouse_countries (id),
  element_key text NOT NULL,
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  owner_id uuid REFERENCES people (id),
  done_on date,
  reason text NOT NULL,
  note text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (lighthouse_country_id, element_key)
);

CREATE TABLE evidence_items (
  id uuid PRIMARY KEY,
  lighthouse_element_id uuid NOT NULL REFERENCES lighthouse_elements (id),
  title text NOT NULL,
  url text NOT NULL,
  dated_on date,
  seen_by_id uuid REFERENCES people (id),
  seen_on date,
  withdrawn text NOT NULL,
  noted_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK ((seen_by_id IS NULL) = (seen_on IS NULL))
);
CREATE INDEX evidence_items_by_element ON evidence_items (lighthouse_element_id);

CREATE TABLE milestones (
  id uuid PRIMARY KEY,
  lighthouse_country_id uuid NOT NULL REFERENCES lighthouse_countries (id),
  key text,
  title jsonb NOT NULL,
  element_key text NOT NULL,
  owner_id uuid REFERENCES people (id),
  baseline_on date NOT NULL,
  forecast_on date NOT NULL,
  actual_on date,
  year_read_from_order boolean NOT NULL,
  evidence text NOT NULL,
  evidence_url text NOT NULL,
  source text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (lighthouse_country_id, key)
);
CREATE INDEX milestones_by_forecast ON milestones (forecast_on, id);
CREATE INDEX milestones_by_country ON milestones (lighthouse_country_id, forecast_on, id);

CREATE TABLE dialogue_entries (
  id uuid PRIMARY KEY,
  lighthouse_country_id uuid NOT NULL REFERENCES lighthouse_countries (id),
  held_on date NOT NULL,
  channel text NOT NULL,
  organisation_id uuid REFERENCES organisations (id),
  with_who boolean NOT NULL,
  subject text NOT NULL,
  summary text NOT NULL,
  element_key text NOT NULL,
  noted_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX dialogue_entries_by_country ON dialogue_entries (lighthouse_country_id, held_on, id);

CREATE TABLE lighthouse_documents (
  id uuid PRIMARY KEY,
  lighthouse_country_id uuid NOT NULL REFERENCES lighthouse_countries (id),
  kind text NOT NULL,
  title text NOT NULL,
  url text NOT NULL,
  dated_on date NOT NULL,
  organisation_id uuid REFERENCES organisations (id),
  with_who boolean NOT NULL,
  element_key text NOT NULL,
  noted_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX lighthouse_documents_by_country ON lighthouse_documents (lighthouse_country_id, dated_on, id);

ALTER TABLE lessons ADD COLUMN adopted_on date;
ALTER TABLE lessons ADD COLUMN adopted_as text NOT NULL DEFAULT '';

CREATE TABLE projects (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  kind text NOT NULL,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  focus_area_id uuid REFERENCES focus_areas (id),
  owner_id uuid REFERENCES people (id),
  starts_on date,
  ends_on date,
  results text NOT NULL,
  results_url text NOT NULL,
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX projects_by_start ON projects (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX projects_by_updated ON projects (updated_at, id);
CREATE INDEX projects_by_kind ON projects (kind, COALESCE(starts_on, '9999-12-31'), id);

CREATE TABLE project_actors (
  project_id uuid NOT NULL REFERENCES projects (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  role text NOT NULL,
  PRIMARY KEY (project_id, organisation_id, role)
);
CREATE INDEX project_actors_by_organisation ON project_actors (organisation_id);

CREATE TABLE project_fundings (
  id uuid PRIMARY KEY,
  project_id uuid NOT NULL REFERENCES projects (id),
  kind text NOT NULL,
  minor bigint NOT NULL CHECK (minor >= 0),
  currency text NOT NULL,
  about boolean NOT NULL,
  source text NOT NULL,
  dated_on date
);
CREATE INDEX project_fundings_by_project ON project_fundings (project_id);

-- +goose Down
DROP TABLE project_fundings;
DROP TABLE project_actors;
DROP TABLE projects;
ALTER TABLE lessons DROP COLUMN adopted_as;
ALTER TABLE lessons DROP COLUMN adopted_on;
DROP TABLE lighthouse_documents;
DROP TABLE dialogue_entries;
DROP TABLE milestones;
DROP TABLE evidence_items;
DROP TABLE lighthouse_elements;
DROP TABLE lighthouse_countries;
