package jobs

import (
	"github.com/prometheus/client_golang/prometheus"

	"fyrtaarn/app/reminder"
)

// Metrics are what operators see of the jobs.
type Metrics struct {
	duration    *prometheus.HistogramVec
	lastSuccess *prometheus.GaugeVec
	failures    *prometheus.CounterVec
	outcomes    *prometheus.CounterVec
}

// NewMetrics registers the metrics of the jobs. It fails where they are
// registered already.
func NewMetrics(registry prometheus.Registerer) (*Metrics, error) {
	m := &Metrics{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "fyrtaarn_job_duration_seconds", Help: "How long a run of a job took.",
			Buckets: prometheus.ExponentialBuckets(0.005, 4, 9), // to five minutes
		}, []string{"job"}),
		lastSuccess: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "fyrtaarn_job_last_success_timestamp_seconds", Help: "When a run of a job last ended without an error, in Unix time.",
		}, []string{"job"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "fyrtaarn_job_failures_total", Help: "How many runs of a job ended with an error or a panic.",
		}, []string{"job"}),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "fyrtaarn_deliveries_total", Help: "What became of the deliveries that this process claimed.",
		}, []string{"outcome"}),
	}
	for _, c := range []prometheus.Collector{m.duration, m.lastSuccess, m.failures, m.outcomes} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// mails counts what a run of the dispatcher did.
func (m *Metrics) mails(r reminder.Result) {
	for outcome, n := range map[string]int{
		"sent": r.Sent, "merged": r.Merged, "retried": r.Retried, "in_doubt": r.InDoubt, "bounced": r.Bounced,
		"failed": r.Failed, "dropped": r.Dropped, "moved": r.Moved, "lost": r.Lost,
	} {
		m.outcomes.WithLabelValues(outcome).Add(float64(n))
	}
}
