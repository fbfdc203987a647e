-- +goose Up
CREATE TABLE lighthouse_countries (
  id TEXT PRIMARY KEY,
  country_code TEXT NOT NULL UNIQUE REFERENCES countries (code),
  stage TEXT NOT NULL,
  stage_since TIMESTAMP NOT NULL,
  aside TEXT NOT NULL,
  aside_reason TEXT NOT NULL,
  review_on TEXT,
  owner_id TEXT REFERENCES people (id),
  interested_organisation_id TEXT REFERENCES organisations (id),
  interested_name TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX lighthouse_countries_by_stage ON lighthouse_countries (stage, country_code, id);
CREATE INDEX lighthouse_countries_by_stage_since ON lighthouse_countries (stage_since, id);
CREATE INDEX lighthouse_countries_by_updated ON lighthouse_countries (updated_at, id);

CREATE TABLE lighthouse_elements (
  id TEXT PRIMARY KEY,
  lighthouse_country_id TEXT NOT NULL REFERENCES lighthouse_countries (id),
  element_key TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  owner_id TEXT REFERENCES people (id),
  done_on TEXT,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (lighthouse_country_id, element_key)
);

CREATE TABLE evidence_items (
  id TEXT PRIMARY KEY,
  lighthouse_element_id TEXT NOT NULL REFERENCES lighthouse_elements (id),
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  dated_on TEXT,
  seen_by_id TEXT REFERENCES people (id),
  seen_on TEXT,
  withdrawn TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((seen_by_id IS NULL) = (seen_on IS NULL))
);
CREATE INDEX evidence_items_by_element ON evidence_items (lighthouse_element_id);

CREATE TABLE milestones (
  id TEXT PRIMARY KEY,
  lighthouse_country_id TEXT NOT NULL REFERENCES lighthouse_countries (id),
  key TEXT,
  title TEXT NOT NULL,
  element_key TEXT NOT NULL,
  owner_id TEXT REFERENCES people (id),
  baseline_on TEXT NOT NULL,
  forecast_on TEXT NOT NULL,
  actual_on TEXT,
  year_read_from_order BOOLEAN NOT NULL,
  evidence TEXT NOT NULL,
  evidence_url TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (lighthouse_country_id, key)
);
CREATE INDEX milestones_by_forecast ON milestones (forecast_on, id);
CREATE INDEX milestones_by_country ON milestones (lighthouse_country_id, forecast_on, id);

CREATE TABLE dialogue_entries (
  id TEXT PRIMARY KEY,
  lighthouse_country_id TEXT NOT NULL REFERENCES lighthouse_countries (id),
  held_on TEXT NOT NULL,
  channel TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  with_who BOOLEAN NOT NULL,
  subject TEXT NOT NULL,
  summary TEXT NOT NULL,
  element_key TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX dialogue_entries_by_country ON dialogue_entries (lighthouse_country_id, held_on, id);

CREATE TABLE lighthouse_documents (
  id TEXT PRIMARY KEY,
  lighthouse_country_id TEXT NOT NULL REFERENCES lighthouse_countries (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  with_who BOOLEAN NOT NULL,
  element_key TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX lighthouse_documents_by_country ON lighthouse_documents (lighthouse_country_id, dated_on, id);

ALTER TABLE lessons ADD COLUMN adopted_on TEXT;
ALTER TABLE lessons ADD COLUMN adopted_as TEXT NOT NULL DEFAULT '';

CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  focus_area_id TEXT REFERENCES focus_areas (id),
  owner_id TEXT REFERENCES people (id),
  starts_on TEXT,
  ends_on TEXT,
  results TEXT NOT NULL,
  results_url TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX projects_by_start ON projects (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX projects_by_updated ON projects (updated_at, id);
CREATE INDEX projects_by_kind ON projects (kind, COALESCE(starts_on, '9999-12-31'), id);

CREATE TABLE project_actors (
  project_id TEXT NOT NULL REFERENCES projects (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  role TEXT NOT NULL,
  PRIMARY KEY (project_id, organisation_id, role)
);
CREATE INDEX project_actors_by_organisation ON project_actors (organisation_id);

CREATE TABLE project_fundings (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL,
  minor INTEGER NOT NULL CHECK (minor >= 0),
  currency TEXT NOT NULL,
  about BOOLEAN NOT NULL,
  source TEXT NOT NULL,
  dated_on TEXT
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
