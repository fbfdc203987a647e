-- +goose Up
CREATE TABLE audit_entries (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  actor_role text NOT NULL,
  on_behalf_of text NOT NULL,
  address text NOT NULL,
  changes jsonb,
  why text NOT NULL
);
CREATE INDEX audit_entries_by_time ON audit_entries (at, id);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, at, id);

CREATE TABLE access_tokens (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,
  prefix text NOT NULL UNIQUE,
  hash bytea NOT NULL,
  scopes jsonb NOT NULL,
  organisation_id uuid REFERENCES organisations (id),
  person_id uuid REFERENCES people (id),
  language text NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL
);

CREATE TABLE links (
  hash bytea PRIMARY KEY,
  purpose text NOT NULL,
  subject_id uuid NOT NULL,
  person_id uuid NOT NULL REFERENCES people (id),
  category text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX links_by_expiry ON links (expires_at);

CREATE TABLE idempotency_keys (
  actor text NOT NULL,
  key text NOT NULL,
  action text NOT NULL,
  input_hash bytea NOT NULL,
  subject_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- +goose Down
DROP TABLE idempotency_keys;
DROP TABLE links;
DROP TABLE access_tokens;
DROP TABLE audit_entries;
