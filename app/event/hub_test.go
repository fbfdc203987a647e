package event_test

import (
	"testing"

	"fyrtaarn/app"
	"fyrtaarn/app/event"
	"fyrtaarn/model"
)

func activities(e model.Event) bool { return e.Topic == model.TopicActivity }

func TestOnlyWhatIsWantedIsToldAndThatSomethingWasMissed(t *testing.T) {
	core := &app.Core{}
	s := event.New(core).Subscribe(activities)
	defer s.Close()
	core.Tell(model.Event{Topic: model.TopicDelivery}, model.Event{Topic: model.TopicActivity}, model.Event{Topic: model.TopicMissed})
	for _, want := range []model.Topic{model.TopicActivity, model.TopicMissed} {
		if e := <-s.Events(); e.Topic != want {
			t.Errorf("heard %+v, want %s", e, want)
		}
	}
}

func TestWhoeverIsTooSlowIsSentAwayAloneAndHoldsNobodyUp(t *testing.T) {
	hub := event.New(&app.Core{})
	slow, quick := hub.Subscribe(activities), hub.Subscribe(activities)
	defer slow.Close()
	defer quick.Close()
	for range event.Waiting + 1 {
		hub.Publish(model.Event{Topic: model.TopicActivity})
		<-quick.Events()
	}
	<-slow.Dropped()
	select {
	case <-quick.Dropped():
		t.Error("who kept up was sent away too")
	default:
	}
	if n := len(slow.Events()); n != event.Waiting {
		t.Errorf("%d events wait", n)
	}
}

func TestWhoeverHasClosedIsToldNothing(t *testing.T) {
	hub := event.New(&app.Core{})
	s := hub.Subscribe(activities)
	s.Close()
	s.Close()
	hub.Publish(model.Event{Topic: model.TopicActivity})
	if len(s.Events()) != 0 {
		t.Error("it was told")
	}
}
