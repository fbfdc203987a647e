-- +goose Up
CREATE TABLE reminder_rules (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  enabled boolean NOT NULL,
  subject_kind text NOT NULL,
  filter jsonb,
  trigger_kind text NOT NULL,
  anchor text NOT NULL,
  fixed_at timestamptz,
  offset_count integer NOT NULL,
  offset_unit text NOT NULL,
  local_time text NOT NULL,
  zone_of text NOT NULL,
  calendar_of text NOT NULL,
  day_shift text NOT NULL,
  urgent_when jsonb,
  useless_after text NOT NULL,
  grace_minutes integer NOT NULL,
  stop_when jsonb,
  audience jsonb NOT NULL,
  late_joiner text NOT NULL,
  effective_from timestamptz NOT NULL,
  preview_above integer NOT NULL,
  repeat jsonb,
  escalate jsonb,
  template text NOT NULL,
  attachment text NOT NULL,
  category text NOT NULL,
  mandatory boolean NOT NULL,
  digest boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);

CREATE TABLE reminder_rule_versions (
  rule_id uuid NOT NULL REFERENCES reminder_rules (id),
  version integer NOT NULL,
  rule jsonb NOT NULL,
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL,
  PRIMARY KEY (rule_id, version)
);

CREATE TABLE occurrences (
  id uuid PRIMARY KEY,
  rule_key text NOT NULL,
  rule_version integer NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  delegation_id uuid REFERENCES delegations (id),
  person_id uuid NOT NULL REFERENCES people (id),
  fingerprint text NOT NULL,
  number integer NOT NULL,
  level integer NOT NULL,
  state text NOT NULL,
  planned_for timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  expires_at timestamptz,
  missed_at timestamptz NOT NULL,
  urgent boolean NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT occurrences_said_once UNIQUE (rule_key, subject_id, person_id, fingerprint, number, level)
);
CREATE INDEX occurrences_by_due ON occurrences (due_at, id);
CREATE INDEX occurrences_by_subject ON occurrences (subject_id);
CREATE INDEX occurrences_by_person ON occurrences (person_id, due_at);
CREATE INDEX occurrences_by_delegation ON occurrences (delegation_id, due_at);

CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  occurrence_id uuid NOT NULL UNIQUE REFERENCES occurrences (id),
  state text NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  lease_until timestamptz,
  fence integer NOT NULL,
  message_id text NOT NULL UNIQUE,
  merged_into uuid,
  recipient text NOT NULL,
  language_used text NOT NULL,
  fallback boolean NOT NULL,
  subject text NOT NULL,
  content_hash text NOT NULL,
  server_said text NOT NULL,
  started_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
-- What the dispatcher claims by: only rows that still want work.
CREATE INDEX deliveries_open ON deliveries (due_at, id) WHERE state IN ('PENDING', 'RETRY', 'IN_DOUBT', 'SENDING');
CREATE INDEX deliveries_by_created ON deliveries (created_at, id);
CREATE INDEX deliveries_by_state ON deliveries (state, created_at);

CREATE TABLE opt_outs (
  person_id uuid NOT NULL REFERENCES people (id),
  category text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, category)
);

CREATE TABLE job_slots (
  job text NOT NULL,
  slot timestamptz NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (job, slot)
);

CREATE TABLE kept_mails (
  id uuid PRIMARY KEY,
  message_id text NOT NULL UNIQUE,
  recipient text NOT NULL,
  subject text NOT NULL,
  language text NOT NULL,
  kept_at timestamptz NOT NULL,
  raw bytea NOT NULL
);
CREATE INDEX kept_mails_by_time ON kept_mails (kept_at, id);

-- +goose Down
DROP TABLE kept_mails;
DROP TABLE job_slots;
DROP TABLE opt_outs;
DROP TABLE deliveries;
DROP TABLE occurrences;
DROP TABLE reminder_rule_versions;
DROP TABLE reminder_rules;
