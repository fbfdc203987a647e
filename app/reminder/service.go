package reminder

import (
	"fyrtaarn/app"
	"fyrtaarn/mail"
	"fyrtaarn/model"
)

// Service are the use cases around rules, occurrences and deliveries.
type Service struct{ *app.Core }

// onlyStaff refuses everybody but advisers and administrators.
func onlyStaff(actor model.Actor) error { return actor.Permits(model.RoleAdviser, "") }

// onlyAdmin refuses everybody but administrators, who alone change rules.
func onlyAdmin(actor model.Actor) error { return actor.Permits(model.RoleAdmin, "") }

// reasonOf is the reason that an act of staff must give.
func reasonOf(text string) (string, error) {
	if err := model.Required("reason", text); err != nil {
		return "", err
	}
	return model.CleanText("reason", text, model.MaxBody)
}

// validate checks a rule against what its kind of subject offers and the mails
// that can be written.
func validate(rule *model.ReminderRule) error { return rule.Validate(mail.Templates()) }
