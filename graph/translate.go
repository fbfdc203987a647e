package graph

import (
	"context"
	"time"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// translate puts a refusal into the caller's language.
func translate(ctx context.Context, e *model.Error) string {
	return sentence(ctx, e.MessageID, e.Params)
}

// reason puts a conflict's reason into the caller's language.
func reason(ctx context.Context, c *model.ProgrammeConflict) string {
	return sentence(ctx, c.MessageID, c.Params)
}

// clashReason puts the reason of a clash into the caller's language.
func clashReason(ctx context.Context, c *model.ActivityClash) string {
	return sentence(ctx, c.MessageID(), c.Params())
}

// sentence is a message in the caller's language. One that counts something
// names it Count; a day in it is written as that language writes days.
func sentence(ctx context.Context, messageID string, params map[string]any) string {
	to := i18n.For(string(model.ActorFrom(ctx).Language))
	shown := make(map[string]any, len(params))
	for name, value := range params {
		if day, ok := value.(model.Date); ok {
			value = to.LongDate(day.At(12, 0, time.UTC))
		}
		shown[name] = value
	}
	if count, ok := shown["Count"]; ok {
		return to.Plural(messageID, count, shown)
	}
	return to.Text(messageID, shown)
}
