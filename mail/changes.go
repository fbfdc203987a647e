package mail

import "fyrtaarn/model"

func fillProgrammeChanged(_ *templateSet, v *view) error {
	f := v.facts
	if f.Delegation == nil || len(f.Changes) == 0 {
		return missing(TemplateProgrammeChanged, "Delegation and Changes")
	}
	index := map[model.ID]int{}
	v.method = MethodCancel
	for i := range f.Changes {
		c := &f.Changes[i]
		now := c.After
		if now == nil {
			now = c.Before
		}
		if now == nil {
			return missing(TemplateProgrammeChanged, "what a change is about")
		}
		at, seen := index[c.SessionID]
		if !seen {
			at = len(v.Changes)
			index[c.SessionID] = at
			v.Changes = append(v.Changes, changeView{Title: v.title(now)})
			cancelled := c.Kind == model.ChangeCancelled
			if !cancelled {
				v.method = MethodRequest
			}
			v.events = append(v.events, v.changedEvent(c, now, cancelled))
		}
		change := &v.Changes[at]
		for _, line := range v.changeLines(c) {
			// Two kinds can leave the same to say: "details have changed".
			if len(change.Lines) == 0 || change.Lines[len(change.Lines)-1] != line {
				change.Lines = append(change.Lines, line)
			}
		}
	}
	v.Subject = v.plural("mail.changed.subject", len(v.Changes), "Visit", v.Visit())
	return nil
}

// changedEvent is the session as it now is. One that vanished from the
// programme has no snapshot with a number of its own: its cancellation is the
// word after the last one.
func (v *view) changedEvent(c *model.ProgrammeChange, now *model.SessionSnapshot, cancelled bool) Event {
	e := v.event(now, cancelled)
	if c.After == nil {
		e.Sequence++
	}
	return e
}

// changeLines say what was and what is.
func (v *view) changeLines(c *model.ProgrammeChange) []phrase {
	was, now := c.Before, c.After
	switch {
	case c.Kind == model.ChangeCancelled && was != nil:
		return []phrase{v.text("mail.change.cancelled", "Old", v.when(was))}
	case c.Kind == model.ChangeCancelled:
		return []phrase{v.text("mail.session.cancelled")}
	case c.Kind == model.ChangeAdded && now != nil:
		lines := []phrase{v.text("mail.change.added", "New", v.when(now))}
		return append(lines, v.sessionView(now).Lines...)
	case was == nil || now == nil:
		return []phrase{v.text("mail.change.details")}
	}
	switch c.Kind {
	case model.ChangeMoved:
		return []phrase{v.text("mail.change.moved", "New", v.when(now), "Old", v.when(was))}
	case model.ChangeRelocated:
		return []phrase{v.turned("place", v.place(was), v.place(now))}
	case model.ChangeRenamed:
		// Only the title in another language changed: nothing that this reader saw.
		return []phrase{v.turned("title", v.titleNamed(was), v.titleNamed(now))}
	case model.ChangeHost:
		return []phrase{v.turned("host",
			fence(v.facts.organisation(was.HostID), ""), fence(v.facts.organisation(now.HostID), ""))}
	case model.ChangeInterpreter:
		return []phrase{v.turned("interpreter", v.interpreter(was), v.interpreter(now))}
	case model.ChangeAdded, model.ChangeCancelled, model.ChangeDetails:
	}
	return []phrase{v.text("mail.change.details")}
}

func (w *writer) interpreter(s *model.SessionSnapshot) phrase {
	if s.InterpreterID == nil {
		return ""
	}
	return fence(w.person(w.facts.People[*s.InterpreterID]), "")
}

// turnedMessages are the sentences for something that was replaced, that came
// and that went away.
var turnedMessages = map[string]struct{ replaced, came, went string }{
	"place":       {"mail.change.place", "mail.change.placeSet", "mail.change.placeOpen"},
	"title":       {"mail.change.title", "mail.change.details", "mail.change.details"},
	"host":        {"mail.change.host", "mail.change.hostSet", "mail.change.hostOpen"},
	"interpreter": {"mail.change.interpreter", "mail.change.interpreterSet", "mail.change.interpreterOpen"},
}

// turned says what something was and what it is; either may be unknown.
func (v *view) turned(what string, was, now phrase) phrase {
	m := turnedMessages[what]
	switch {
	case was == now:
		return v.text("mail.change.details")
	case was == "":
		return v.text(m.came, "New", now)
	case now == "":
		return v.text(m.went, "Old", was)
	}
	return v.text(m.replaced, "New", now, "Old", was)
}
