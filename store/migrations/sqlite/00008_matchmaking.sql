-- +goose Up
CREATE TABLE solutions (
  id TEXT PRIMARY KEY,
  company_id TEXT NOT NULL REFERENCES organisations (id),
  name TEXT NOT NULL,
  focus_area_id TEXT REFERENCES focus_areas (id),
  tags TEXT NOT NULL,
  evidence TEXT NOT NULL,
  evidence_links TEXT NOT NULL,
  replaces TEXT NOT NULL,
  target_markets TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX solutions_by_name ON solutions (sort_key, id);
CREATE INDEX solutions_by_created ON solutions (created_at, id);
CREATE INDEX solutions_by_company ON solutions (company_id, sort_key, id);
CREATE INDEX solutions_by_focus ON solutions (focus_area_id, sort_key, id);

-- An activity is a delegation or a trade mission, so its id has no foreign key.
CREATE TABLE meeting_plans (
  id TEXT PRIMARY KEY,
  activity_kind TEXT NOT NULL,
  activity_id TEXT NOT NULL UNIQUE REFERENCES activity_entries (id),
  time_zone TEXT NOT NULL,
  solved_at TIMESTAMP,
  solved_total INTEGER NOT NULL,
  upper_bound INTEGER NOT NULL,
  first_come_total INTEGER NOT NULL,
  changed BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);

CREATE TABLE meeting_slots (
  id TEXT PRIMARY KEY,
  plan_id TEXT NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  UNIQUE (plan_id, starts_at),
  CHECK (ends_at > starts_at)
);

CREATE TABLE meeting_participants (
  id TEXT PRIMARY KEY,
  plan_id TEXT NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  side TEXT NOT NULL,
  place INTEGER NOT NULL,
  organisation_id TEXT REFERENCES organisations (id),
  person_id TEXT REFERENCES people (id),
  delegate_id TEXT REFERENCES delegates (id) ON DELETE CASCADE,
  languages TEXT NOT NULL,
  tags TEXT NOT NULL,
  wishes TEXT NOT NULL,
  UNIQUE (plan_id, side, place),
  UNIQUE (plan_id, organisation_id),
  UNIQUE (plan_id, person_id),
  CHECK (side = 'COMPANY' AND organisation_id IS NOT NULL OR side = 'COUNTERPART' AND person_id IS NOT NULL)
);
CREATE INDEX meeting_participants_by_organisation ON meeting_participants (organisation_id);
CREATE INDEX meeting_participants_by_person ON meeting_participants (person_id);
CREATE INDEX meeting_participants_by_delegate ON meeting_participants (delegate_id);

CREATE TABLE meeting_absences (
  participant_id TEXT NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  slot_id TEXT NOT NULL REFERENCES meeting_slots (id) ON DELETE CASCADE,
  PRIMARY KEY (participant_id, slot_id)
);

CREATE TABLE meetings (
  id TEXT PRIMARY KEY,
  plan_id TEXT NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  company_id TEXT NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  counterpart_id TEXT NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  slot_id TEXT NOT NULL REFERENCES meeting_slots (id) ON DELETE CASCADE,
  points INTEGER NOT NULL CHECK (points >= 0),
  reasons TEXT NOT NULL,
  locked BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX meetings_by_plan ON meetings (plan_id, slot_id, id);
-- Nobody is in two meetings of one slot, and no pair meets twice.
CREATE UNIQUE INDEX meetings_company_once ON meetings (company_id, slot_id) WHERE state <> 'CANCELLED';
CREATE UNIQUE INDEX meetings_counterpart_once ON meetings (counterpart_id, slot_id) WHERE state <> 'CANCELLED';
CREATE UNIQUE INDEX meetings_pair_once ON meetings (company_id, counterpart_id) WHERE state <> 'CANCELLED';

-- +goose Down
DROP TABLE meetings;
DROP TABLE meeting_absences;
DROP TABLE meeting_participants;
DROP TABLE meeting_slots;
DROP TABLE meeting_plans;
DROP TABLE solutions;
