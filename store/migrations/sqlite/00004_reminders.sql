-- +goose Up
CREATE TABLE reminder_rules (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  subject_kind TEXT NOT NULL,
  filter TEXT,
  trigger_kind TEXT NOT NULL,
  anchor TEXT NOT NULL,
  fixed_at TIMESTAMP,
  offset_count INTEGER NOT NULL,
  offset_unit TEXT NOT NULL,
  local_time TEXT NOT NULL,
  zone_of TEXT NOT NULL,
  calendar_of TEXT NOT NULL,
  day_shift TEXT NOT NULL,
  urgent_when TEXT,
  useless_after TEXT NOT NULL,
  grace_minutes INTEGER NOT NULL,
  stop_when TEXT,
  audience TEXT NOT NULL,
  late_joiner TEXT NOT NULL,
  effective_from TIMESTAMP NOT NULL,
  preview_above INTEGER NOT NULL,
  repeat TEXT,
  escalate TEXT,
  template TEXT NOT NULL,
  attachment TEXT NOT NULL,
  category TEXT NOT NULL,
  mandatory BOOLEAN NOT NULL,
  digest BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);

CREATE TABLE reminder_rule_versions (
  rule_id TEXT NOT NULL REFERENCES reminder_rules (id),
  version INTEGER NOT NULL,
  rule TEXT NOT NULL,
  saved_at TIMESTAMP NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (rule_id, version)
);

CREATE TABLE occurrences (
  id TEXT PRIMARY KEY,
  rule_key TEXT NOT NULL,
  rule_version INTEGER NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  delegation_id TEXT REFERENCES delegations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  fingerprint TEXT NOT NULL,
  number INTEGER NOT NULL,
  level INTEGER NOT NULL,
  state TEXT NOT NULL,
  planned_for TIMESTAMP NOT NULL,
  due_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP,
  missed_at TIMESTAMP NOT NULL,
  urgent BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  CONSTRAINT occurrences_said_once UNIQUE (rule_key, subject_id, person_id, fingerprint, number, level)
);
CREATE INDEX occurrences_by_due ON occurrences (due_at, id);
CREATE INDEX occurrences_by_subject ON occurrences (subject_id);
CREATE INDEX occurrences_by_person ON occurrences (person_id, due_at);
CREATE INDEX occurrences_by_delegation ON occurrences (delegation_id, due_at);

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  occurrence_id TEXT NOT NULL UNIQUE REFERENCES occurrences (id),
  state TEXT NOT NULL,
  due_at TIMESTAMP NOT NULL,
  attempts INTEGER NOT NULL,
  lease_until TIMESTAMP,
  fence INTEGER NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  merged_into TEXT,
  recipient TEXT NOT NULL,
  language_used TEXT NOT NULL,
  fallback BOOLEAN NOT NULL,
  subject TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  server_said TEXT NOT NULL,
  started_at TIMESTAMP,
  sent_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
-- What the dispatcher claims by: only rows that still want work.
CREATE INDEX deliveries_open ON deliveries (due_at, id) WHERE state IN ('PENDING', 'RETRY', 'IN_DOUBT', 'SENDING');
CREATE INDEX deliveries_by_created ON deliveries (created_at, id);
CREATE INDEX deliveries_by_state ON deliveries (state, created_at);

CREATE TABLE opt_outs (
  person_id TEXT NOT NULL REFERENCES people (id),
  category TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (person_id, category)
);

CREATE TABLE job_slots (
  job TEXT NOT NULL,
  slot TIMESTAMP NOT NULL,
  taken_at TIMESTAMP NOT NULL,
  PRIMARY KEY (job, slot)
);

CREATE TABLE kept_mails (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  language TEXT NOT NULL,
  kept_at TIMESTAMP NOT NULL,
  raw BLOB NOT NULL
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
