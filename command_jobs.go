package main

import (
	"context"

	"fyrtaarn/app/delegation"
	"fyrtaarn/app/reminder"
	"fyrtaarn/jobs"
)

// startJobs lets the clock's work begin: sending, planning, deleting. The
// function stops it, and waits for what is under way.
func (s *server) startJobs(dispatcher *reminder.Dispatcher) (stop func(context.Context) error, err error) {
	counts, err := jobs.NewMetrics(s.metrics.registry)
	if err != nil {
		return nil, err
	}
	work := jobs.Work{
		Reminders: reminder.Service{Core: s.core}, Dispatcher: dispatcher, AdvanceVisits: delegation.Service{Core: s.core}.AdvanceByDate,
		AdvanceMissions: s.cases.Missions.AdvanceByDate, ExpireOffers: s.cases.Missions.ExpireOffers, ExpireSeats: s.cases.Tours.ExpireOffers,
		AgeAssessments: s.cases.Readiness.Age,
	}
	registry, err := jobs.New(s.core, counts, jobs.Table(work, counts))
	if err != nil {
		return nil, err
	}
	registry.Start()
	return registry.Stop, nil
}
