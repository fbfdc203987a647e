package main

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"fyrtaarn/app"
	"fyrtaarn/i18n"
)

// metrics are what the program counts of itself.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.HistogramVec
	fallbacks *prometheus.CounterVec
}

func newMetrics(core *app.Core) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "fyrtaarn_http_request_duration_seconds", Help: "How long requests took, by route and status.", Buckets: prometheus.DefBuckets,
		}, []string{"route", "status"}),
		fallbacks: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "fyrtaarn_message_fallbacks_total", Help: "How often a text was missing in a language and written in English.",
		}, []string{"language"}),
	}
	m.registry.MustRegister(m.requests, m.fallbacks, deliveries{core}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	i18n.Default().OnFallback(func(tag, _ string) { m.fallbacks.WithLabelValues(tag).Inc() })
	return m
}

// handler answers /metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// timed measures every request. Its route is the pattern that the innermost
// router found, never the path: that may hold a secret.
func (m *metrics) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		timer := prometheus.NewTimer(prometheus.ObserverFunc(func(seconds float64) {
			m.requests.WithLabelValues(r.Pattern, strconv.Itoa(answer.status)).Observe(seconds)
		}))
		defer timer.ObserveDuration()
		next.ServeHTTP(answer, r)
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader is called once per answer, after informational ones.
func (w *statusWriter) WriteHeader(status int) {
	if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// deliveries counts the mail ledger by state whenever somebody asks.
type deliveries struct{ *app.Core }

var deliveriesDesc = prometheus.NewDesc("fyrtaarn_deliveries", "Mails in the ledger, by state.", []string{"state"}, nil)

// deliveriesLimit is how long the counting may take.
const deliveriesLimit = 2 * time.Second

// Describe is for Prometheus.
func (deliveries) Describe(descriptions chan<- *prometheus.Desc) { descriptions <- deliveriesDesc }

// Collect is for Prometheus.
func (d deliveries) Collect(found chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), deliveriesLimit)
	defer cancel()
	counts, err := d.Store.DeliveryCounts(ctx)
	if err != nil {
		found <- prometheus.NewInvalidMetric(deliveriesDesc, err)
		return
	}
	for state, n := range counts {
		found <- prometheus.MustNewConstMetric(deliveriesDesc, prometheus.GaugeValue, float64(n), string(state))
	}
}
