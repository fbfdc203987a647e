-- +goose Up
-- A version of the questionnaire never changes: what was scored by it must be
-- scored the same for ever.
CREATE TABLE assessment_templates (
  version integer PRIMARY KEY,
  content text NOT NULL,
  created_at timestamptz NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION assessment_templates_are_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an assessment template is immutable';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER assessment_templates_immutable BEFORE UPDATE OR DELETE ON assessment_templates
  FOR EACH ROW EXECUTE FUNCTION assessment_templates_are_immutable();

CREATE TABLE assessments (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  country_code text NOT NULL REFERENCES countries (code),
  product_line text NOT NULL,
  template_version integer NOT NULL REFERENCES assessment_templates (version),
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  adviser_id uuid REFERENCES people (id),
  reason text NOT NULL,
  last_question text NOT NULL,
  last_saved_at timestamptz NOT NULL,
  submitted_at timestamptz,
  validated_at timestamptz,
  expires_at timestamptz,
  reopen_requested_at timestamptz,
  reopen_reason text NOT NULL,
  link_requested_at timestamptz,
  result jsonb NOT NULL,
  plan jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE UNIQUE INDEX assessments_open ON assessments (organisation_id, country_code, product_line) WHERE state IN ('DRAFT', 'RETURNED');
CREATE INDEX assessments_by_company ON assessments (organisation_id, submitted_at, id);
CREATE INDEX assessments_by_saved ON assessments (last_saved_at, id);
CREATE INDEX assessments_by_state ON assessments (state, last_saved_at, id);
CREATE INDEX assessments_by_expiry ON assessments (expires_at);

CREATE TABLE assessment_answers (
  assessment_id uuid NOT NULL REFERENCES assessments (id),
  question_id text NOT NULL,
  self_level integer CHECK (self_level BETWEEN 0 AND 4),
  self_not_applicable boolean NOT NULL,
  self_reason text NOT NULL,
  self_by text NOT NULL,
  self_at timestamptz,
  adviser_level integer CHECK (adviser_level BETWEEN 0 AND 4),
  adviser_not_applicable boolean NOT NULL,
  adviser_reason text NOT NULL,
  adviser_by text NOT NULL,
  adviser_at timestamptz,
  expires_at timestamptz,
  PRIMARY KEY (assessment_id, question_id),
  CHECK (NOT (self_not_applicable AND self_reason = '')),
  CHECK (NOT (adviser_not_applicable AND adviser_reason = ''))
);

CREATE TABLE assessment_ratings (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL REFERENCES assessments (id),
  question_id text NOT NULL,
  side text NOT NULL,
  level integer,
  not_applicable boolean NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  actor_role text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX assessment_ratings_by_assessment ON assessment_ratings (assessment_id, at, id);

CREATE TABLE assessment_notes (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL REFERENCES assessments (id),
  question_id text NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  seen_by_id uuid REFERENCES people (id),
  actor text NOT NULL,
  actor_role text NOT NULL,
  at timestamptz NOT NULL,
  CHECK (kind <> 'EVIDENCE' OR seen_by_id IS NOT NULL)
);
CREATE INDEX assessment_notes_by_assessment ON assessment_notes (assessment_id, at, id);

CREATE TABLE company_profiles (
  id uuid PRIMARY KEY REFERENCES organisations (id),
  focus_area_id uuid REFERENCES focus_areas (id),
  sector text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);

CREATE TABLE market_ratings (
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  country_code text NOT NULL REFERENCES countries (code),
  template_version integer NOT NULL REFERENCES assessment_templates (version),
  criteria jsonb NOT NULL,
  weights jsonb NOT NULL,
  showstopper text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (organisation_id, country_code)
);

-- What a list of companies is read from: one row per company and market, and
-- one with an empty country for the latest submission in any. It follows from
-- the other tables and can be built again from them.
CREATE TABLE companies (
  id uuid NOT NULL REFERENCES organisations (id),
  country_code text NOT NULL,
  market_code text NOT NULL,
  assessment_id uuid REFERENCES assessments (id),
  level text NOT NULL,
  score_bp integer NOT NULL,
  partner_bp integer NOT NULL,
  company_bp integer NOT NULL,
  completeness_bp integer NOT NULL,
  submitted_at timestamptz,
  expires_at timestamptz,
  focus_area_id uuid,
  sector text NOT NULL,
  region text NOT NULL,
  sort_key text NOT NULL,
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
DROP FUNCTION assessment_templates_are_immutable;
