-- +goose Up
-- A company that went on a mission and one that stayed away both end as CLOSED:
-- whether it took part is kept beside the state.
ALTER TABLE mission_applications ADD COLUMN attended_at timestamptz;
UPDATE mission_applications SET attended_at = state_since WHERE state IN ('ATTENDED', 'TRACKING')
  OR state = 'CLOSED' AND EXISTS (SELECT 1 FROM outcome_requests r WHERE r.activity_id = mission_applications.mission_id AND r.company_id = mission_applications.company_id);

-- What companies took part in.
CREATE INDEX mission_applications_attended ON mission_applications (mission_id, company_id) WHERE attended_at IS NOT NULL;
CREATE INDEX meetings_held ON meetings (company_id) WHERE state = 'HELD';
CREATE INDEX host_invitations_held ON host_invitations (delegation_id, organisation_id) WHERE state = 'HELD';
CREATE INDEX tour_registrations_attended ON tour_registrations (activity_id, person_id) WHERE state IN ('CHECKED_IN', 'ATTENDED');

-- What was done in a year.
CREATE INDEX assessments_by_submission ON assessments (submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX follow_ups_by_end ON follow_ups (state, ended_at);

-- +goose Down
DROP INDEX follow_ups_by_end;
DROP INDEX assessments_by_submission;
DROP INDEX tour_registrations_attended;
DROP INDEX host_invitations_held;
DROP INDEX meetings_held;
DROP INDEX mission_applications_attended;
ALTER TABLE mission_applications DROP COLUMN attended_at;
