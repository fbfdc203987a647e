package app

import "fyrtaarn/model"

// noteChanged makes the events of what was touched: one for each activity, and
// one for its programme when that is other than before. visits are the
// delegations to which the touched belong. A person belongs to no activity.
func (tx *Tx) noteChanged(visits map[model.ID]model.ID) {
	var changed []model.ID
	for _, t := range tx.touched {
		if visit, ok := visits[t.id]; ok {
			changed = append(changed, visit)
		}
		tx.rearranged = tx.rearranged || t.kind == model.KindProgramme
	}
	for _, visit := range distinct(changed) {
		tx.note(model.Event{Topic: model.TopicActivity, Kind: model.KindDelegation, ID: visit, Activity: visit})
		if tx.rearranged {
			tx.note(model.Event{Topic: model.TopicProgramme, Kind: model.KindDelegation, ID: visit, Activity: visit})
		}
	}
}

// DeliveryChanged lets those who listen to deliveries be told after the commit
// that something became of the one of the occurrence.
func (tx *Tx) DeliveryChanged(id model.ID, of *model.Occurrence) {
	e := model.Event{Topic: model.TopicDelivery, Kind: model.KindDelivery, ID: id}
	if of.DelegationID != nil {
		e.Activity = *of.DelegationID
	}
	tx.note(e)
}

func (tx *Tx) note(e model.Event) {
	e.At = tx.Now
	tx.events = append(tx.events, e)
}
