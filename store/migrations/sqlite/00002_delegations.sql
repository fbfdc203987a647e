-- +goose Up
CREATE TABLE delegations (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  starts_on TEXT,
  ends_on TEXT,
  time_zone TEXT NOT NULL,
  city TEXT NOT NULL,
  host_id TEXT REFERENCES organisations (id),
  owner_id TEXT REFERENCES people (id),
  focus_area_id TEXT REFERENCES focus_areas (id),
  tags TEXT NOT NULL,
  search_text TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  purpose TEXT NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  requester_id TEXT REFERENCES people (id),
  intermediary_id TEXT REFERENCES organisations (id),
  expected_size INTEGER CHECK (expected_size > 0),
  staff_count INTEGER NOT NULL CHECK (staff_count >= 0),
  head_rank TEXT NOT NULL,
  payer TEXT NOT NULL,
  requested_on TEXT,
  reason TEXT NOT NULL,
  referral TEXT NOT NULL,
  published_version INTEGER NOT NULL,
  recorded_afterwards BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on)
);
CREATE INDEX delegations_by_start ON delegations (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_updated ON delegations (updated_at, id);
CREATE INDEX delegations_by_country ON delegations (country_code, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_state ON delegations (state, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX delegations_by_owner ON delegations (owner_id);
CREATE INDEX delegations_by_host ON delegations (host_id);

CREATE TABLE organisers (
  activity_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  role TEXT NOT NULL,
  PRIMARY KEY (activity_id, organisation_id)
);
CREATE INDEX organisers_by_organisation ON organisers (organisation_id);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  delegation_id TEXT NOT NULL REFERENCES delegations (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  times_are_planned BOOLEAN NOT NULL,
  city TEXT NOT NULL,
  venue TEXT NOT NULL,
  room TEXT NOT NULL,
  capacity INTEGER CHECK (capacity > 0),
  host_id TEXT REFERENCES organisations (id),
  host_waived TEXT NOT NULL,
  interpreter_id TEXT REFERENCES people (id),
  language TEXT NOT NULL,
  attending_group TEXT NOT NULL,
  speaker_ids TEXT,
  cancelled BOOLEAN NOT NULL,
  sequence INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX sessions_by_delegation ON sessions (delegation_id, starts_at, id);
CREATE INDEX sessions_by_host ON sessions (host_id, starts_at);
CREATE INDEX sessions_by_interpreter ON sessions (interpreter_id, starts_at);
CREATE INDEX sessions_by_time ON sessions (starts_at);

CREATE TABLE programme_versions (
  id TEXT PRIMARY KEY,
  delegation_id TEXT NOT NULL REFERENCES delegations (id),
  number INTEGER NOT NULL,
  published_at TIMESTAMP NOT NULL,
  published_by TEXT NOT NULL,
  note TEXT NOT NULL,
  sessions TEXT NOT NULL,
  changes TEXT,
  UNIQUE (delegation_id, number)
);

CREATE TABLE host_invitations (
  id TEXT PRIMARY KEY,
  delegation_id TEXT NOT NULL REFERENCES delegations (id),
  session_id TEXT NOT NULL REFERENCES sessions (id),
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  state TEXT NOT NULL,
  contact_id TEXT REFERENCES people (id),
  invited_at TIMESTAMP,
  answered_at TIMESTAMP,
  message TEXT NOT NULL,
  proposed_start TIMESTAMP,
  proposed_end TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (session_id, organisation_id)
);
CREATE INDEX host_invitations_by_delegation ON host_invitations (delegation_id);
CREATE INDEX host_invitations_by_organisation ON host_invitations (organisation_id, state);

CREATE TABLE host_blocks (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id),
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  reason TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_at > starts_at)
);
CREATE INDEX host_blocks_by_organisation ON host_blocks (organisation_id, starts_at);

CREATE TABLE delegates (
  id TEXT PRIMARY KEY,
  delegation_id TEXT NOT NULL REFERENCES delegations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  role TEXT NOT NULL,
  rank INTEGER NOT NULL,
  attending_group TEXT NOT NULL,
  mail_route TEXT NOT NULL,
  consent TEXT NOT NULL,
  letter TEXT NOT NULL,
  joined_at TIMESTAMP NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (delegation_id, person_id)
);
CREATE INDEX delegates_by_rank ON delegates (delegation_id, rank, id);
CREATE INDEX delegates_by_person ON delegates (person_id);

CREATE TABLE delegate_needs (
  delegate_id TEXT PRIMARY KEY REFERENCES delegates (id) ON DELETE CASCADE,
  diet TEXT NOT NULL,
  access TEXT NOT NULL,
  no_photo BOOLEAN NOT NULL,
  updated_at TIMESTAMP NOT NULL
);

CREATE TABLE inquiries (
  id TEXT PRIMARY KEY,
  country_code TEXT NOT NULL REFERENCES countries (code),
  received_on TEXT NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  asker_id TEXT REFERENCES people (id),
  organisation_id TEXT REFERENCES organisations (id),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  answered_by_id TEXT REFERENCES people (id),
  answered_at TIMESTAMP,
  answer TEXT NOT NULL,
  delegation_id TEXT REFERENCES delegations (id),
  search_text TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX inquiries_by_day ON inquiries (received_on, id);
CREATE INDEX inquiries_by_country ON inquiries (country_code, received_on);
CREATE INDEX inquiries_by_delegation ON inquiries (delegation_id);

CREATE TABLE follow_ups (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  title TEXT NOT NULL,
  owner_id TEXT NOT NULL REFERENCES people (id),
  due_on TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT NOT NULL,
  ended_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX follow_ups_by_due ON follow_ups (due_on, id);
CREATE INDEX follow_ups_by_subject ON follow_ups (subject_id);
CREATE INDEX follow_ups_by_owner ON follow_ups (owner_id, state, due_on);

CREATE TABLE lessons (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  keep TEXT NOT NULL,
  change TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX lessons_by_subject ON lessons (subject_id);

CREATE TABLE survey_responses (
  id TEXT PRIMARY KEY,
  delegation_id TEXT NOT NULL REFERENCES delegations (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  useful TEXT NOT NULL,
  missing TEXT NOT NULL,
  may_contact BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
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
