-- +goose Up
CREATE TABLE staircase_steps (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  number integer NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  is_first BOOLEAN NOT NULL,
  is_last BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX staircase_steps_first ON staircase_steps (is_first) WHERE is_first;
CREATE UNIQUE INDEX staircase_steps_last ON staircase_steps (is_last) WHERE is_last;

-- A placement is never changed: what was wrong is corrected by a later one.
CREATE TABLE placements (
  id TEXT PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES organisations (id),
  step_id TEXT NOT NULL REFERENCES staircase_steps (id),
  placed_on TEXT NOT NULL,
  placed_by_id TEXT REFERENCES people (id),
  noted_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  evidence TEXT NOT NULL,
  programmes TEXT NOT NULL,
  corrects_id TEXT UNIQUE REFERENCES placements (id),
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX placements_by_company ON placements (company_id, placed_on, id);

-- Where each company stood first and stands now. It follows from the placements
-- and can be built again from them.
CREATE TABLE standings (
  id TEXT PRIMARY KEY REFERENCES organisations (id),
  before_id TEXT NOT NULL REFERENCES staircase_steps (id),
  before_on TEXT NOT NULL,
  after_id TEXT REFERENCES staircase_steps (id),
  after_on TEXT,
  since TEXT NOT NULL
);
CREATE INDEX standings_by_before ON standings (before_id);
CREATE INDEX standings_by_after ON standings (after_id);

CREATE TABLE outcome_requests (
  id TEXT PRIMARY KEY,
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  company_id TEXT NOT NULL REFERENCES organisations (id),
  person_id TEXT REFERENCES people (id),
  wave INTEGER NOT NULL CHECK (wave > 0),
  asked_at TIMESTAMP NOT NULL,
  answered_at TIMESTAMP,
  answer TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CONSTRAINT outcome_requests_once UNIQUE (activity_id, company_id, wave),
  CHECK ((answer = '') = (answered_at IS NULL))
);
CREATE INDEX outcome_requests_by_asked ON outcome_requests (asked_at, id);
CREATE INDEX outcome_requests_by_company ON outcome_requests (company_id, asked_at, id);

CREATE TABLE outcomes (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  company_id TEXT NOT NULL REFERENCES organisations (id),
  country_code TEXT NOT NULL REFERENCES countries (code),
  occurred_on TEXT NOT NULL,
  value_minor INTEGER CHECK (value_minor >= 0),
  currency TEXT NOT NULL,
  about BOOLEAN NOT NULL,
  certainty TEXT NOT NULL,
  note TEXT NOT NULL,
  -- What is attributed to activities in all, kept with the shares so that the
  -- database itself refuses more than the whole.
  attributed_bp INTEGER NOT NULL CHECK (attributed_bp BETWEEN 0 AND 10000),
  request_id TEXT REFERENCES outcome_requests (id),
  noted_by TEXT NOT NULL,
  settled_at TIMESTAMP,
  settled_by TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (kind <> 'NONE' OR value_minor IS NULL),
  CHECK ((value_minor IS NULL) = (currency = ''))
);
CREATE INDEX outcomes_by_day ON outcomes (occurred_on, id);
CREATE INDEX outcomes_by_activity ON outcomes (activity_id, occurred_on, id);
CREATE INDEX outcomes_by_company ON outcomes (company_id, occurred_on, id);
CREATE INDEX outcomes_by_kind ON outcomes (kind, state, occurred_on, id);
CREATE INDEX outcomes_by_request ON outcomes (request_id);

CREATE TABLE attributions (
  outcome_id TEXT NOT NULL REFERENCES outcomes (id),
  activity_id TEXT NOT NULL REFERENCES activity_entries (id),
  share_bp INTEGER NOT NULL CHECK (share_bp BETWEEN 1 AND 10000),
  PRIMARY KEY (outcome_id, activity_id)
);
CREATE INDEX attributions_by_activity ON attributions (activity_id);

ALTER TABLE lessons ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
UPDATE lessons SET search_text = lower(keep || ' ' || change);
CREATE INDEX lessons_by_created ON lessons (created_at, id);

-- +goose Down
DROP INDEX lessons_by_created;
ALTER TABLE lessons DROP COLUMN search_text;
DROP TABLE attributions;
DROP TABLE outcomes;
DROP TABLE outcome_requests;
DROP TABLE standings;
DROP TABLE placements;
DROP TABLE staircase_steps;
