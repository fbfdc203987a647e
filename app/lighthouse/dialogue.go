package lighthouse

import (
	"context"

	"fyrtaarn/app"
	"fyrtaarn/model"
)

// DialogueCreate adds a talk to the log of a country.
func (s Service) DialogueCreate(ctx context.Context, in model.DialogueCreateInput, f model.Fields) (*model.DialogueEntry, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		today, err := app.Today(tx.Now)
		if err != nil {
			return err
		}
		row := &model.DialogueEntry{NotedBy: tx.Actor.Name, Stamps: model.Created(tx.Now)}
		applied := in.Apply(row, today)
		if err := withParty(ctx, tx, &row.LighthouseCountryID, row.OrganisationID, applied); err != nil {
			return err
		}
		id, err = tx.Once(ctx, in.IdempotencyKey, "dialogueCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "dialogueCreate", model.KindDialogue, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.DialogueEntry(ctx, id, f)
}

// DocumentCreate notes a paper about the lighthouse of a country.
func (s Service) DocumentCreate(ctx context.Context, in model.LighthouseDocumentCreateInput, f model.Fields) (*model.LighthouseDocument, error) {
	var id model.ID
	err := s.Do(ctx, func(ctx context.Context, tx *app.Tx) error {
		row := &model.LighthouseDocument{NotedBy: tx.Actor.Name, Stamps: model.Created(tx.Now)}
		applied := in.Apply(row)
		if err := withParty(ctx, tx, &row.LighthouseCountryID, row.OrganisationID, applied); err != nil {
			return err
		}
		var err error
		id, err = tx.Once(ctx, in.IdempotencyKey, "lighthouseDocumentCreate", in, func(id model.ID) error {
			row.ID = id
			if err := tx.Insert(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, "lighthouseDocumentCreate", model.KindLighthouseDocument, id, nil, row, "")
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	read, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return read.Document(ctx, id, f)
}

// withParty answers everything that is wrong with an entry: applied is what was
// wrong with the input itself, the rest is what it points to and is not there.
func withParty(ctx context.Context, tx *app.Tx, country, organisation *model.ID, applied error) error {
	var errs model.Errors
	errs.Add(applied)
	if err := tx.Known(ctx, &errs, model.KindLighthouseCountry, map[string]*model.ID{"lighthouseCountryId": country}); err != nil {
		return err
	}
	if err := tx.Known(ctx, &errs, model.KindOrganisation, map[string]*model.ID{"organisationId": organisation}); err != nil {
		return err
	}
	return errs.Err()
}
