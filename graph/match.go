package graph

import (
	"context"
	"strings"

	"fyrtaarn/i18n"
	"fyrtaarn/model"
)

// matchReason puts one reason of a fit into the caller's language: its lists,
// the names of countries, and languages by their own names.
func matchReason(ctx context.Context, r *model.MatchReason) string {
	to := i18n.For(string(model.ActorFrom(ctx).Language))
	params := map[string]any{"Words": to.List(r.Words...), "Country": to.Country(string(r.Country)), "Level": r.Number}
	names := make([]string, len(r.Languages))
	for i, tag := range r.Languages {
		names[i] = languageName(tag)
	}
	params["Languages"] = to.List(names...)
	if r.Kind == model.MatchMetBefore {
		params["Count"] = r.Number
	}
	return sentence(ctx, r.MessageID(), params)
}

// languageName is what a language calls itself; its tag where we do not know.
// Shared languages come without script, which some of ours have.
func languageName(tag model.LanguageTag) string {
	for _, row := range i18n.Languages() {
		if base, _, _ := strings.Cut(row.Tag, "-"); base == string(tag) {
			return row.Endonym
		}
	}
	return string(tag)
}
