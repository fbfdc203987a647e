-- +goose Up
-- A version of the questionnaire never changes: what was scored by it must be
-- scored the same for ever.
CREATE TABLE assessment_templates (
  version INTEGER PRIMARY KEY,
  content TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER assessment_templates_keep BEFORE UPDATE ON assessment_templates BEGIN
  SELECT RAISE(ABORT, 'an assessment template is immutable');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER assessment_templates_stay BEFORE DELETE ON assessment_templates BEGIN
  SELECT RAISE(ABORT, 'an assessment template is immutable');
END;
-- +goose StatementEnd

CREATE TABLE assessments (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  country_code TEXT NOT NULL REFERENCES countries (code),
  product_line TEXT NOT NULL,
  template_version INTEGER NOT NULL REFERENCES assessment_templates (version),
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  adviser_id TEXT REFERENCES people (id),
  reason TEXT NOT NULL,
  last_question TEXT NOT NULL,
  last_saved_at TIMESTAMP NOT NULL,
  submitted_at TIMESTAMP,
  validated_at TIMESTAMP,
  expires_at TIMESTAMP,
  reopen_requested_at TIMESTAMP,
  reopen_reason TEXT NOT NULL,
  link_requested_at TIMESTAMP,
  result TEXT NOT NULL,
  plan TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE UNIQUE INDEX assessments_open ON assessments (organisation_id, country_code, product_line) WHERE state IN ('DRAFT', 'RETURNED');
CREATE INDEX assessments_by_company ON assessments (organisation_id, submitted_at, id);
CREATE INDEX assessments_by_saved ON assessments (last_saved_at, id);
CREATE INDEX assessments_by_state ON assessments (state, last_saved_at, id);
CREATE INDEX assessments_by_expiry ON assessments (expires_at);

CREATE TABLE assessment_answers (
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  question_id TEXT NOT NULL,
  self_level INTEGER CHECK (self_level BETWEEN 0 AND 4),
  self_not_applicable BOOLEAN NOT NULL,
  self_reason TEXT NOT NULL,
  self_by TEXT NOT NULL,
  self_at TIMESTAMP,
  adviser_level INTEGER CHECK (adviser_level BETWEEN 0 AND 4),
  adviser_not_applicable BOOLEAN NOT NULL,
  adviser_reason TEXT NOT NULL,
  adviser_by TEXT NOT NULL,
  adviser_at TIMESTAMP,
  expires_at TIMESTAMP,
  PRIMARY KEY (assessment_id, question_id),
  CHECK (NOT (self_not_applicable AND self_reason = '')),
  CHECK (NOT (adviser_not_applicable AND adviser_reason = ''))
);

CREATE TABLE assessment_ratings (
  id TEXT PRIMARY KEY,
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  question_id TEXT NOT NULL,
  side TEXT NOT NULL,
  level INTEGER,
  not_applicable BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  at TIMESTAMP NOT NULL
);
CREATE INDEX assessment_ratings_by_assessment ON assessment_ratings (assessment_id, at, id);

CREATE TABLE assessment_notes (
  id TEXT PRIMARY KEY,
  assessment_id TEXT NOT NULL REFERENCES assessments (id),
  question_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  seen_by_id TEXT REFERENCES people (id),
  actor TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  at TIMESTAMP NOT NULL,
  CHECK (kind <> 'EVIDENCE' OR seen_by_id IS NOT NULL)
);
CREATE INDEX assessment_notes_by_assessment ON assessment_notes (assessment_id, at, id);

CREATE TABLE company_profiles (
  id TEXT PRIMARY KEY REFERENCES organisations (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  sector TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);

CREATE TABLE market_ratings (
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  country_code TEXT NOT NULL REFERENCES countries (code),
  template_version INTEGER NOT NULL REFERENCES assessment_templates (version),
  criteria TEXT NOT NULL,
  weights TEXT NOT NULL,
  showstopper TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, country_code)
);

-- What a list of companies is read from: one row per company and market, and
-- one with an empty country for the latest submission in any. It follows from
-- the other tables and can be built again from them.
CREATE TABLE companies (
  id TEXT NOT NULL REFERENCES organisations (id),
  country_code TEXT NOT NULL,
  market_code TEXT NOT NULL,
  assessment_id TEXT REFERENCES assessments (id),
  level TEXT NOT NULL,
  score_bp INTEGER NOT NULL,
  partner_bp INTEGER NOT NULL,
  company_bp INTEGER NOT NULL,
  completeness_bp INTEGER NOT NULL,
  submitted_at TIMESTAMP,
  expires_at TIMESTAMP,
  focus_area_id TEXT,
  sector TEXT NOT NULL,
  region TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (id, country_code)
);
CREATE INDEX companies_by_score ON companies (country_code, score_bp, id);
CREATE INDEX companies_by_partner_score ON companies (country_code, partner_bp, id);
CREATE INDEX companies_by_name ON companies (country_code, sort_key, id);
CREATE INDEX companies_by_level ON companies (country_code, level, score_bp, id);
CREATE INDEX companies_by_focus ON companies (country_code, focus_area_id, score_bp, id);
CREATE INDEX companies_by_sector ON companies (country_code, sector, score_bp, id);

INSERT INTO companies (id, country_code, market_code, level, score_bp, partner_bp, company_bp, completeness_bp, sector, region, sort_key)
SELECT id, '', '', '', -1, CASE consent WHEN 'NOTHING' THEN -2 ELSE -1 END, -1, 0, '', region, sort_key FROM organisations WHERE kind = 'COMPANY';

-- +goose Down
DROP TABLE companies;
DROP TABLE market_ratings;
DROP TABLE company_profiles;
DROP TABLE assessment_notes;
DROP TABLE assessment_ratings;
DROP TABLE assessment_answers;
DROP TABLE assessments;
DROP TABLE assessment_templates;
