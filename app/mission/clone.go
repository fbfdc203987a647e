package mission

import (
	"context"
	"slices"

	"fyrtaarn/app"
	"fyrtaarn/model"
	"fyrtaarn/store"
)

// Clone copies a mission to a new market: what is shared stays, and what must be
// set, replaced or translated is listed with the clone, which cannot open before
// that is done.
func (s Service) Clone(ctx context.Context, in model.TradeMissionCloneInput, f model.Fields) (*model.TradeMission, error) {
	source, err := in.ID.As(model.KindTradeMission, "id")
	if err != nil {
		return nil, err
	}
	var id model.ID
	err = s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		from, err := tx.LockTradeMission(ctx, source)
		if err != nil {
			return model.AtField(err, "id")
		}
		if err := organises(ctx, tx, from); err != nil {
			return err
		}
		organisers, err := tx.Organisers(ctx, []model.ID{source})
		if err != nil {
			return err
		}
		row, err := copyOf(tx, from, in)
		if err != nil {
			return err
		}
		row.CloneGaps = model.FindCloneGaps(row, mentions(from, row))
		id, err = tx.Once(ctx, in.IdempotencyKey, "tradeMissionClone", in, func(id model.ID) error {
			row.ID = id
			return insert(ctx, tx, row, organisers, "tradeMissionClone")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.changed(ctx, id, f)
}

// copyOf takes over what two markets can share.
func copyOf(tx *app.Tx, from *model.TradeMission, in model.TradeMissionCloneInput) (*model.TradeMission, error) {
	row := &model.TradeMission{
		Activity: model.Activity{
			Title: from.Title, Description: from.Description, HostID: from.HostID, OwnerID: from.OwnerID, FocusAreaID: from.FocusAreaID,
			Tags: slices.Clone(from.Tags),
		},
		State: model.MissionDraft, StateSince: tx.Now, Statement: from.Statement, Terms: from.Terms, Languages: slices.Clone(from.Languages),
		Criteria: slices.Clone(from.Criteria), Capacity: from.Capacity, Minimum: from.Minimum, FeeMinor: from.FeeMinor,
		FeeCurrency: from.FeeCurrency, MinimumLevel: from.MinimumLevel, DeMinimisNeeded: from.DeMinimisNeeded, OfferHours: from.OfferHours,
		ClonedFromID: &from.ID, Stamps: model.Created(tx.Now),
	}
	if in.TimeZone == nil && in.CountryCode == from.CountryCode {
		row.TimeZone = from.TimeZone
	} else if country := store.Country(in.CountryCode, model.English); in.TimeZone == nil && country != nil {
		row.TimeZone = country.TimeZone
	}
	var errs model.Errors
	// The titles are the old ones; the rest of the activity is the new market's.
	model.ActivityInput{
		Reference: in.Reference, Title: sentAgain(from.Title), CountryCode: in.CountryCode, StartsOn: in.StartsOn, EndsOn: in.EndsOn,
		City: in.City, TimeZone: in.TimeZone,
	}.Apply(&errs, &row.Activity)
	row.Title, row.HostID, row.OwnerID, row.FocusAreaID = from.Title, from.HostID, from.OwnerID, from.FocusAreaID
	own := model.TradeMissionCreateInput{Deadline: in.Deadline, Languages: in.Languages}
	own.ApplyOwn(&errs, row)
	app.CheckActivity(&errs, &row.Activity)
	if row.CountryCode == from.CountryCode && row.StartsOn == from.StartsOn && row.EndsOn == from.EndsOn {
		errs.Add(model.BadInput("countryCode", "error.mission.cloneItself"))
	}
	return row, errs.Err()
}

func sentAgain(text model.LocalizedText) []model.TranslationInput {
	var inputs []model.TranslationInput
	for _, t := range text.Translations() {
		inputs = append(inputs, model.TranslationInput{Language: t.Language, Text: t.Text})
	}
	return inputs
}

// mentions are the words by which a text is known to speak of the old market:
// its name in each language, and its city.
func mentions(from, to *model.TradeMission) map[model.LanguageTag][]string {
	words := map[model.LanguageTag][]string{}
	if from.City != to.City {
		words[""] = []string{from.City}
	}
	if country := store.Country(from.CountryCode, model.English); country != nil && from.CountryCode != to.CountryCode {
		for tag, name := range country.Names {
			words[model.LanguageTag(tag)] = append(words[model.LanguageTag(tag)], name)
		}
	}
	return words
}
