package model

import (
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// ID identifies a row. It is a UUIDv7: it sorts by creation time and needs no
// coordination between replicas.
type ID = uuid.UUID

// Kind names what an id, an audit row or a reminder is about. The values are
// stored and stand inside every GlobalID, so they never change.
type Kind string

// The kinds of objects that have an identity of their own.
const (
	KindCountry        Kind = "country"
	KindOrganisation   Kind = "organisation"
	KindPerson         Kind = "person"
	KindFocusArea      Kind = "focusArea"
	KindInquiry        Kind = "inquiry"
	KindDelegation     Kind = "delegation"
	KindSession        Kind = "session"
	KindProgramme      Kind = "programmeVersion"
	KindInvitation     Kind = "hostInvitation"
	KindHostBlock      Kind = "hostBlock"
	KindDelegate       Kind = "delegate"
	KindFollowUp       Kind = "followUp"
	KindLesson         Kind = "lesson"
	KindAuditEntry     Kind = "auditEntry"
	KindAccessToken    Kind = "accessToken"
	KindReminderRule   Kind = "reminderRule"
	KindOccurrence     Kind = "reminderOccurrence"
	KindDelivery       Kind = "delivery"
	KindSurveyResponse Kind = "surveyResponse"
	KindSolution       Kind = "solution"
	KindMeetingPlan    Kind = "meetingPlan"
	KindMeetingSlot    Kind = "meetingSlot"
	KindParticipant    Kind = "meetingParticipant"
	KindMeeting        Kind = "meeting"
	KindAssessment     Kind = "assessment"

	KindTradeMission       Kind = "tradeMission"
	KindApplication        Kind = "missionApplication"
	KindMissionReview      Kind = "missionReview"
	KindTourEdition        Kind = "tourEdition"
	KindTourStop           Kind = "tourStop"
	KindRegistration       Kind = "tourRegistration"
	KindPresentationAbroad Kind = "presentationAbroad"
	KindSideTour           Kind = "sideTour"
)

// The kinds of the lighthouse countries, the roadmap and its projects.
const (
	KindLighthouseCountry  Kind = "lighthouseCountry"
	KindLighthouseElement  Kind = "lighthouseElement"
	KindEvidence           Kind = "evidenceItem"
	KindMilestone          Kind = "milestone"
	KindDialogue           Kind = "dialogueEntry"
	KindLighthouseDocument Kind = "lighthouseDocument"
	KindProject            Kind = "project"
)

// GlobalID is the opaque id that GraphQL shows: base64url, without padding, of
// "kind:uuid". It is kept as received, so that a malformed one can be answered
// as an error of the field that carried it.
type GlobalID string

// NewGlobalID makes the id under which GraphQL knows a row.
func NewGlobalID(kind Kind, id ID) GlobalID {
	raw := make([]byte, 0, len(kind)+37)
	raw = append(raw, kind...)
	raw = append(raw, ':')
	raw = append(raw, id.String()...)
	return GlobalID(base64.RawURLEncoding.EncodeToString(raw))
}

// Parse takes the id apart. ok is false for whatever NewGlobalID did not make.
func (g GlobalID) Parse() (kind Kind, id ID, ok bool) {
	if len(g) > 120 {
		return "", ID{}, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(string(g))
	if err != nil {
		return "", ID{}, false
	}
	name, text, found := strings.Cut(string(raw), ":")
	if !found || len(text) != 36 {
		return "", ID{}, false
	}
	id, err = uuid.Parse(text)
	// The decoder skips line breaks, and uuid reads other forms: only the one
	// text that NewGlobalID makes is the id.
	if err != nil || NewGlobalID(Kind(name), id) != g {
		return "", ID{}, false
	}
	return Kind(name), id, true
}

// As answers the row's id when g is an id of the wanted kind. Otherwise it
// answers a BAD_USER_INPUT error of the named input field.
func (g GlobalID) As(kind Kind, field string) (ID, error) {
	got, id, ok := g.Parse()
	if !ok || got != kind {
		return ID{}, BadInput(field, "error.id.invalid")
	}
	return id, nil
}

// MarshalGQL writes the id as a GraphQL string.
func (g GlobalID) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(g))) }

// UnmarshalGQL takes a GraphQL string as it is; As tells whether it is an id.
func (g *GlobalID) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok {
		return BadInput("", "error.id.invalid")
	}
	*g = GlobalID(text)
	return nil
}
