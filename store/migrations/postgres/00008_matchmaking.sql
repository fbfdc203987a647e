-- +goose Up
CREATE TABLE solutions (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES organisations (id),
  name jsonb NOT NULL,
  focus_area_id uuid REFERENCES focus_areas (id),
  tags jsonb NOT NULL,
  evidence text NOT NULL,
  evidence_links jsonb NOT NULL,
  replaces text NOT NULL,
  target_markets jsonb NOT NULL,
  sort_key text NOT NULL,
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);
CREATE INDEX solutions_by_name ON solutions (sort_key, id);
CREATE INDEX solutions_by_created ON solutions (created_at, id);
CREATE INDEX solutions_by_company ON solutions (company_id, sort_key, id);
CREATE INDEX solutions_by_focus ON solutions (focus_area_id, sort_key, id);

-- An activity is a delegation or a trade mission, so its id has no foreign key.
CREATE TABLE meeting_plans (
  id uuid PRIMARY KEY,
  activity_kind text NOT NULL,
  activity_id uuid NOT NULL UNIQUE REFERENCES activity_entries (id),
  time_zone text NOT NULL,
  solved_at timestamptz,
  solved_total integer NOT NULL,
  upper_bound integer NOT NULL,
  first_come_total integer NOT NULL,
  changed boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
);

CREATE TABLE meeting_slots (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  UNIQUE (plan_id, starts_at),
  CHECK (ends_at > starts_at)
);

CREATE TABLE meeting_participants (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  side text NOT NULL,
  place integer NOT NULL,
  organisation_id uuid REFERENCES organisations (id),
  person_id uuid REFERENCES people (id),
  delegate_id uuid REFERENCES delegates (id) ON DELETE CASCADE,
  languages jsonb NOT NULL,
  tags jsonb NOT NULL,
  wishes jsonb NOT NULL,
  UNIQUE (plan_id, side, place),
  UNIQUE (plan_id, organisation_id),
  UNIQUE (plan_id, person_id),
  CHECK (side = 'COMPANY' AND organisation_id IS NOT NULL OR side = 'COUNTERPART' AND person_id IS NOT NULL)
);
CREATE INDEX meeting_participants_by_organisation ON meeting_participants (organisation_id);
CREATE INDEX meeting_participants_by_person ON meeting_participants (person_id);
CREATE INDEX meeting_participants_by_delegate ON meeting_participants (delegate_id);

CREATE TABLE meeting_absences (
  participant_id uuid NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  slot_id uuid NOT NULL REFERENCES meeting_slots (id) ON DELETE CASCADE,
  PRIMARY KEY (participant_id, slot_id)
);

CREATE TABLE meetings (
  id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES meeting_plans (id) ON DELETE CASCADE,
  company_id uuid NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  counterpart_id uuid NOT NULL REFERENCES meeting_participants (id) ON DELETE CASCADE,
  slot_id uuid NOT NULL REFERENCES meeting_slots (id) ON DELETE CASCADE,
  points integer NOT NULL CHECK (points >= 0),
  reasons jsonb NOT NULL,
  locked boolean NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  version integer NOT NULL
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
