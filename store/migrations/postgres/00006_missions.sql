-- +goose Up
CREATE TABLE trade_missions (
  id uuid PRIMARY KEY,
  reference text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  description jsonb NOT NULL,
  country_code text NOT NULL REFERENCES countries (code),
  further_countries jsonb,
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
  statement jsonb NOT NULL,
  terms jsonb NOT NULL,
  languages jsonb,
  criteria jsonb,
  capacity integer NOT NULL CHECK (capacity >= 0),
  minimum integer NOT NULL CHECK (minimum >= 0),
  -- Places that are held or confirmed. It changes in the statement that gives a
  -- place or takes it back, so that no two can be given the last one.
  taken integer NOT NULL,
  fee_minor bigint,
  fee_currency text NOT NULL,
  deadline timestamptz,
  minimum_level integer CHECK (minimum_level > 0),
  de_minimis_needed boolean NOT NULL,
  offer_hours integer NOT NULL CHECK (offer_hours > 0),
  calendar_sequence integer NOT NULL,
  announced_at timestamptz,
  cloned_from_id uuid REFERENCES trade_missions (id),
  clone_gaps jsonb,
  reason text NOT NULL,
  recorded_afterwards boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  CHECK (ends_on >= starts_on),
  CONSTRAINT trade_missions_places CHECK (taken BETWEEN 0 AND capacity)
);
CREATE INDEX trade_missions_by_start ON trade_missions (COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_deadline ON trade_missions (COALESCE(deadline, '9999-12-31 00:00:00+00'), id);
CREATE INDEX trade_missions_by_updated ON trade_missions (updated_at, id);
CREATE INDEX trade_missions_by_state ON trade_missions (state, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_country ON trade_missions (country_code, COALESCE(starts_on, '9999-12-31'), id);
CREATE INDEX trade_missions_by_owner ON trade_missions (owner_id);
CREATE INDEX trade_missions_by_host ON trade_missions (host_id);

-- Companies that are asked to apply.
CREATE TABLE mission_invitations (
  mission_id uuid NOT NULL REFERENCES trade_missions (id),
  company_id uuid NOT NULL REFERENCES organisations (id),
  contact_id uuid NOT NULL REFERENCES people (id),
  invited_at timestamptz NOT NULL,
  PRIMARY KEY (mission_id, company_id)
);
CREATE INDEX mission_invitations_by_company ON mission_invitations (company_id);
CREATE INDEX mission_invitations_by_contact ON mission_invitations (contact_id);

CREATE TABLE mission_applications (
  id uuid PRIMARY KEY,
  mission_id uuid NOT NULL REFERENCES trade_missions (id),
  company_id uuid NOT NULL REFERENCES organisations (id),
  contact_id uuid REFERENCES people (id),
  state text NOT NULL,
  state_since timestamptz NOT NULL,
  motivation text NOT NULL,
  goals text NOT NULL,
  participants integer NOT NULL CHECK (participants > 0),
  de_minimis_minor bigint CHECK (de_minimis_minor >= 0),
  de_minimis_currency text NOT NULL,
  de_minimis_on date,
  submission_number integer,
  submitted_at timestamptz,
  ineligible jsonb,
  question text NOT NULL,
  answer text NOT NULL,
  decision text NOT NULL,
  decision_reason text NOT NULL,
  feedback text NOT NULL,
  waitlist_class integer NOT NULL CHECK (waitlist_class > 0),
  waitlist_sequence integer,
  waitlist_reason text NOT NULL,
  from_waitlist boolean NOT NULL,
  offered_at timestamptz,
  offer_expires_at timestamptz,
  confirmed_at timestamptz,
  appealed_at timestamptz,
  appeal text NOT NULL,
  appeal_answer text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
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
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES mission_applications (id),
  reviewer_id uuid NOT NULL REFERENCES people (id),
  conflict_of_interest boolean NOT NULL,
  scores jsonb,
  comment text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL,
  UNIQUE (application_id, reviewer_id)
);

-- +goose Down
DROP TABLE mission_reviews;
DROP TABLE mission_applications;
DROP TABLE mission_invitations;
DROP TABLE trade_missions;
