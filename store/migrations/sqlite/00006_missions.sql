-- +goose Up
CREATE TABLE trade_missions (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  country_code TEXT NOT NULL REFERENCES countries (code),
  further_countries TEXT,
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
  statement TEXT NOT NULL,
  terms TEXT NOT NULL,
  languages TEXT,
  criteria TEXT,
  capacity INTEGER NOT NULL CHECK (capacity >= 0),
  minimum INTEGER NOT NULL CHECK (minimum >= 0),
  -- Places that are held or confirmed. It changes in the statement that gives a
  -- place or takes it back, so that no two can be given the last one.
  taken INTEGER NOT NULL,
  fee_minor INTEGER,
  fee_currency TEXT NOT NULL,
  deadline TIMESTAMP,
  minimum_level INTEGER CHECK (minimum_level > 0),
  de_minimis_needed BOOLEAN NOT NULL,
  offer_hours INTEGER NOT NULL CHECK (offer_hours > 0),
  calendar_sequence INTEGER NOT NULL,
  announced_at TIMESTAMP,
  cloned_from_id TEXT REFERENCES trade_missions (id),
  clone_gaps TEXT,
  reason TEXT NOT NULL,
  recorded_afterwards BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  CHECK (ends_on >= starts_on),
  CONSTRAINT trade_missions_places CHECK (taken BETWEEN 0 AND capacity)
);
CREATE INDEX trade_missions_by_start ON trade_missions (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_deadline ON trade_missions (COALESCE(deadline, '9999-12-31 00:00:00+00:00'), id);
CREATE INDEX trade_missions_by_updated ON trade_missions (updated_at, id);
CREATE INDEX trade_missions_by_state ON trade_missions (state, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_country ON trade_missions (country_code, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_owner ON trade_missions (owner_id);
CREATE INDEX trade_missions_by_host ON trade_missions (host_id);

-- Companies that are asked to apply.
CREATE TABLE mission_invitations (
  mission_id TEXT NOT NULL REFERENCES trade_missions (id),
  company_id TEXT NOT NULL REFERENCES organisations (id),
  contact_id TEXT NOT NULL REFERENCES people (id),
  invited_at TIMESTAMP NOT NULL,
  PRIMARY KEY (mission_id, company_id)
);
CREATE INDEX mission_invitations_by_company ON mission_invitations (company_id);
CREATE INDEX mission_invitations_by_contact ON mission_invitations (contact_id);

CREATE TABLE mission_applications (
  id TEXT PRIMARY KEY,
  mission_id TEXT NOT NULL REFERENCES trade_missions (id),
  company_id TEXT NOT NULL REFERENCES organisations (id),
  contact_id TEXT REFERENCES people (id),
  state TEXT NOT NULL,
  state_since TIMESTAMP NOT NULL,
  motivation TEXT NOT NULL,
  goals TEXT NOT NULL,
  participants INTEGER NOT NULL CHECK (participants > 0),
  de_minimis_minor INTEGER CHECK (de_minimis_minor >= 0),
  de_minimis_currency TEXT NOT NULL,
  de_minimis_on TEXT,
  submission_number INTEGER,
  submitted_at TIMESTAMP,
  ineligible TEXT,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  decision TEXT NOT NULL,
  decision_reason TEXT NOT NULL,
  feedback TEXT NOT NULL,
  waitlist_class INTEGER NOT NULL CHECK (waitlist_class > 0),
  waitlist_sequence INTEGER,
  waitlist_reason TEXT NOT NULL,
  from_waitlist BOOLEAN NOT NULL,
  offered_at TIMESTAMP,
  offer_expires_at TIMESTAMP,
  confirmed_at TIMESTAMP,
  appealed_at TIMESTAMP,
  appeal TEXT NOT NULL,
  appeal_answer TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
-- A company applies once; one that withdrew may apply anew.
CREATE UNIQUE INDEX mission_applications_once ON mission_applications (mission_id, company_id) WHERE state <> 'WITHDRAWN';
CREATE UNIQUE INDEX mission_applications_by_submission ON mission_applications (mission_id, submission_number);
CREATE UNIQUE INDEX mission_applications_waiting ON mission_applications (mission_id, waitlist_sequence);
CREATE INDEX mission_applications_by_mission ON mission_applications (mission_id, created_at, id);
CREATE INDEX mission_applications_by_created ON mission_applications (created_at, id);
CREATE INDEX mission_applications_by_company ON mission_applications (company_id, created_at, id);
CREATE INDEX mission_applications_by_contact ON mission_applications (contact_id);
-- What the job asks for: offers that run.
CREATE INDEX mission_applications_offers ON mission_applications (offer_expires_at) WHERE state = 'ACCEPTED';

CREATE TABLE mission_reviews (
  id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL REFERENCES mission_applications (id),
  reviewer_id TEXT NOT NULL REFERENCES people (id),
  conflict_of_interest BOOLEAN NOT NULL,
  scores TEXT,
  comment TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (application_id, reviewer_id)
);

-- +goose Down
DROP TABLE mission_reviews;
DROP TABLE mission_applications;
DROP TABLE mission_invitations;
DROP TABLE trade_missions;
