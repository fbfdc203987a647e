package app

import "fyrtaarn/model"

// noteChanged makes the events of what was touched: one for each activity, and
// one for its programme when that is other than before. activities are those to
// which the touched belong. A person belongs to none.
func (tx *Tx) noteChanged(activities map[model.ID]model.ID) {
	var changed []model.ID
	for _, t := range tx.touched {
		if activity, ok := activities[t.id]; ok {
			changed = append(changed, activity)
		}
		tx.rearranged = tx.rearranged || t.kind == model.KindProgramme
	}
	for _, id := range distinct(changed) {
		tx.note(model.Event{Topic: model.TopicActivity, ID: id, Activity: id})
		if tx.rearranged {
			tx.note(model.Event{Topic: model.TopicProgramme, ID: id, Activity: id})
		}
	}
}

// DeliveryChanged lets those who listen to deliveries be told after the commit
// that something became of the one of the occurrence.
func (tx *Tx) DeliveryChanged(id model.ID, of *model.Occurrence) {
	e := model.Event{Topic: model.TopicDelivery, ID: id}
	if of.ActivityID != nil {
		e.Activity = *of.ActivityID
	}
	tx.note(e)
}

func (tx *Tx) note(e model.Event) {
	e.At = tx.Now
	tx.events = append(tx.events, e)
}
