package model

import "time"

// Topic is what an Event is about. Replicas of two releases may speak to one
// another: a topic that is not known is passed over.
type Topic string

// The topics.
const (
	// TopicActivity: the activity or something that belongs to it was changed.
	TopicActivity Topic = "activity"
	// TopicProgramme: a session was changed, or a version was published.
	TopicProgramme Topic = "programme"
	// TopicDelivery: a mail was sent, or something else became of it.
	TopicDelivery Topic = "delivery"
	// TopicMissed: events may have been lost. It is for everybody.
	TopicMissed Topic = "missed"
)

// Event says that something was changed, after the change was committed. It
// carries ids alone, so that whoever hears it reads the rest with the rights of
// who is told, and so that it fits into the 8,000 bytes of a NOTIFY many times.
type Event struct {
	Topic Topic `json:"topic"`
	// ID names what was changed: the activity itself, or the delivery.
	ID ID `json:"id"`
	// Activity is the activity that it belongs to; zero where there is none.
	Activity ID `json:"activity"`
	// At is the instant of the unit of work.
	At time.Time `json:"at"`
}
