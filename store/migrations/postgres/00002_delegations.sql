-- +goose Up
CREATE TABLE delegations (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  starts_on date,
  ends_on date,
  time_zone text NOT NULL,
  city text NOT NULL,
  host_id uuid REFERENCES organisations (id),
  owner_id uuid REFERENCES people (id),
  focus_area_id uuid REFERENCES focus_areas (id),
  tags jsonb NOT NULL,
  search_text text NOT NULL,
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  purpose jsonb NOT NULL,
  organisation_id uuid REFERENCES organisations (id),
  requester_id uuid REFERENCES people (id),
  intermediary_id uuid REFERENCES organisations (id),
  expected_size integer CHECK (expected_size > 0),
  staff_count integer NOT NULL CHECK (staff_count >= 0),
  head_rank text NOT NULL,
  payer text NOT NULL,
  requested_on date,
  reason text NOT NULL,
  referral text NOT NULL,
  published_version integer NOT NULL,
  recorded_afterwards boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX delegations_by_start ON delegations (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_updated ON delegations (updated_at, id);
CREATE INDEX delegations_by_country ON delegations (country_code, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_state ON delegations (state, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_owner ON delegations (owner_id);
CREATE INDEX delegations_by_host ON delegations (host_id);

CREATE TABLE organisers (
  activity_id uuid NOT NULL,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  role text NOT NULL,
  PRIMARY KEY (activity_id, organisation_id)
);
CREATE INDEX organisers_by_organisation ON organisers (organisation_id);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL REFERENCES delegations (id),
  kind text NOT NULL,
  title jsonb NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  times_are_planned boolean NOT NULL,
  city text NOT NULL,
  venue text NOT NULL,
  room text NOT NULL,
  capacity integer CHECK (capacity > 0),
  host_id uuid REFERENCES organisations (id),
  host_waived text NOT NULL,
  interpreter_id uuid REFERENCES people (id),
  language text NOT NULL,
  attending_group text NOT NULL,
  speaker_ids jsonb,
  cancelled boolean NOT NULL,
  sequence integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX sessions_by_delegation ON sessions (delegation_id, starts_at, id);
CREATE INDEX sessions_by_host ON sessions (host_id, starts_at);
CREATE INDEX sessions_by_interpreter ON sessions (interpreter_id, starts_at);
CREATE INDEX sessions_by_time ON sessions (starts_at);

CREATE TABLE programme_versions (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL REFERENCES delegations (id),
  number integer NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text NOT NULL,
  note text NOT NULL,
  sessions jsonb NOT NULL,
  changes jsonb,
  UNIQUE (delegation_id, number)
);

CREATE TABLE host_invitations (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL REFERENCES delegations (id),
  session_id uuid NOT NULL REFERENCES sessions (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  state text NOT NULL,
  contact_id uuid REFERENCES people (id),
  invited_at timestamptz,
  answered_at timestamptz,
  message text NOT NULL,
  proposed_start timestamptz,
  proposed_end timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (session_id, organisation_id)
);
CREATE INDEX host_invitations_by_delegation ON host_invitations (delegation_id);
CREATE INDEX host_invitations_by_organisation ON host_invitations (organisation_id, state);

CREATE TABLE host_blocks (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX host_blocks_by_organisation ON host_blocks (organisation_id, starts_at);

CREATE TABLE delegates (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL REFERENCES delegations (id),
  person_id uuid NOT NULL REFERENCES people (id),
  role text NOT NULL,
  rank integer NOT NULL,
  attending_group text NOT NULL,
  mail_route text NOT NULL,
  consent text NOT NULL,
  letter text NOT NULL,
  joined_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (delegation_id, person_id)
);
CREATE INDEX delegates_by_rank ON delegates (delegation_id, rank, id);
CREATE INDEX delegates_by_person ON delegates (person_id);

CREATE TABLE delegate_needs (
  delegate_id uuid PRIMARY KEY REFERENCES delegates (id) ON DELETE CASCADE,
  diet text NOT NULL,
  access text NOT NULL,
  no_photo boolean NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE inquiries (
  id uuid PRIMARY KEY,
  country_code text NOT NULL REFERENCES countries (code),
  received_on date NOT NULL,
  channel text NOT NULL,
  language text NOT NULL,
  asker_id uuid REFERENCES people (id),
  organisation_id uuid REFERENCES organisations (id),
  subject text NOT NULL,
  body text NOT NULL,
  answered_by_id uuid REFERENCES people (id),
  answered_at timestamptz,
  answer text NOT NULL,
  delegation_id uuid REFERENCES delegations (id),
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX inquiries_by_day ON inquiries (received_on, id);
CREATE INDEX inquiries_by_country ON inquiries (country_code, received_on);
CREATE INDEX inquiries_by_delegation ON inquiries (delegation_id);

CREATE TABLE follow_ups (
  id uuid PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  title text NOT NULL,
  owner_id uuid NOT NULL REFERENCES people (id),
  due_on date NOT NULL,
  state text NOT NULL,
  result text NOT NULL,
  ended_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX follow_ups_by_due ON follow_ups (due_on, id);
CREATE INDEX follow_ups_by_subject ON follow_ups (subject_id);
CREATE INDEX follow_ups_by_owner ON follow_ups (owner_id, state, due_on);

CREATE TABLE lessons (
  id uuid PRIMARY KEY,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  keep text NOT NULL,
  change text NOT NULL,
  noted_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX lessons_by_subject ON lessons (subject_id);

CREATE TABLE survey_responses (
  id uuid PRIMARY KEY,
  delegation_id uuid NOT NULL REFERENCES delegations (id),
  person_id uuid NOT NULL REFERENCES people (id),
  rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
  useful text NOT NULL,
  missing text NOT NULL,
  may_contact boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (delegation_id, person_id)
);

-- +goose Down
DROP TABLE survey_responses;
DROP TABLE lessons;
DROP TABLE follow_ups;
DROP TABLE inquiries;
DROP TABLE delegate_needs;
DROP TABLE delegates;
DROP TABLE host_blocks;
DROP TABLE host_invitations;
DROP TABLE programme_versions;
DROP TABLE sessions;
DROP TABLE organisers;
DROP TABLE delegations;
