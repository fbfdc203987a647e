package model

import (
	"encoding/json"
	"time"
)

// AuditEntry says who did what to which object, when, from where and why. It is
// written in the transaction of the change and never altered.
type AuditEntry struct {
	ID          ID        `bun:"id,pk"`
	At          time.Time `bun:"at,notnull"`
	SubjectKind Kind      `bun:"subject_kind,notnull"`
	SubjectID   ID        `bun:"subject_id,notnull"`
	// Action is the verb of the mutation ("delegationUpdate").
	Action string `bun:"action,notnull"`
	// Actor and ActorRole are who did it; OnBehalfOf names whom it was done for.
	Actor      string `bun:"actor,notnull"`
	ActorRole  Role   `bun:"actor_role,notnull"`
	OnBehalfOf string `bun:"on_behalf_of,notnull"`
	// Address is the network address of the request.
	Address string `bun:"address,notnull"`
	// Changes maps each changed member to its value before and after.
	Changes AuditChanges `bun:"changes,type:jsonb"`
	Why     string       `bun:"why,notnull"`
}

// GlobalID is the id under which GraphQL knows the entry.
func (a *AuditEntry) GlobalID() GlobalID { return NewGlobalID(KindAuditEntry, a.ID) }

// SubjectGlobalID is the id under which GraphQL knows the changed object.
func (a *AuditEntry) SubjectGlobalID() GlobalID { return NewGlobalID(a.SubjectKind, a.SubjectID) }

// Kind is the subject's kind as text, for GraphQL.
func (a *AuditEntry) Kind() string { return string(a.SubjectKind) }

// ChangeList is the changed members, never nil.
func (a *AuditEntry) ChangeList() []AuditChange {
	if a.Changes == nil {
		return []AuditChange{}
	}
	return a.Changes
}

// AuditChanges are the changed members, sorted by name.
type AuditChanges []AuditChange

// AuditChange is one changed member as JSON before and after.
type AuditChange struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// BeforeText is the value before the change, as JSON text; nil when there was none.
func (c AuditChange) BeforeText() *string { return jsonText(c.Before) }

// AfterText is the value after the change, as JSON text; nil when there is none.
func (c AuditChange) AfterText() *string { return jsonText(c.After) }

func jsonText(raw json.RawMessage) *string {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	s := string(raw)
	return &s
}

// AuditFilter narrows the audit log; every set member must hold.
type AuditFilter struct {
	SubjectID *GlobalID
	Actor     *string
	Action    *string
	From      *time.Time
	Until     *time.Time
}

// AuditConnection is one page of the audit log, the newest first.
type AuditConnection = Connection[AuditEntry]

// AuditEdge is one of its edges.
type AuditEdge = Edge[AuditEntry]
