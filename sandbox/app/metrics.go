package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Names, labels and bounds are OpenTelemetry's for HTTP servers, as its Prometheus exporter writes them.
type metrics struct {
	registry   *prometheus.Registry
	duration   *prometheus.HistogramVec
	active     prometheus.Gauge
	violations *prometheus.CounterVec
}

func newMetrics(read settings) *metrics {
	made := &metrics{
		registry: prometheus.NewRegistry(),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_server_request_duration_seconds",
			Help:    "Duration of HTTP server requests.",
			Buckets: []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10},
		}, []string{"http_request_method", "http_route", "http_response_status_code"}),
		active: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests",
			Help: "Number of HTTP server requests being served.",
		}),
		violations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "csp_violations_total",
			Help: "Violations of the Content-Security-Policy that browsers reported.",
		}, []string{"page_track", "directive"}),
	}
	// A series that is not there before its first event cannot be told from one that is never scraped.
	for _, track := range []string{"stable", "canary"} {
		for directive := range cspDirectives {
			made.violations.WithLabelValues(track, directive)
		}
		made.violations.WithLabelValues(track, "other")
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "scholarlink_build_info",
		Help: "Always 1; labels say what runs.",
	}, []string{"version"})
	build.WithLabelValues(read.version).Set(1)
	made.registry.MustRegister(made.duration, made.active, made.violations, build,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return made
}

func (known *metrics) handler() http.Handler {
	return promhttp.HandlerFor(known.registry, promhttp.HandlerOpts{})
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (recorder *statusRecorder) WriteHeader(status int) {
	if recorder.status == 0 {
		recorder.status = status
	}
	recorder.ResponseWriter.WriteHeader(status)
}

func (recorder *statusRecorder) Write(data []byte) (int, error) {
	if recorder.status == 0 {
		recorder.status = http.StatusOK
	}
	return recorder.ResponseWriter.Write(data)
}

// answered is the status that the client has got, or gets where the handler panicked before it answered.
func (recorder *statusRecorder) answered() int {
	if recorder.status == 0 {
		return http.StatusInternalServerError
	}
	return recorder.status
}

// measure records one route's requests under the route's pattern, never its path, which would make a series each.
func (known *metrics) measure(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		started := time.Now()
		known.active.Inc()
		recorder := &statusRecorder{ResponseWriter: writer}
		defer func() {
			known.active.Dec()
			known.duration.
				WithLabelValues(request.Method, route, strconv.Itoa(recorder.answered())).
				Observe(time.Since(started).Seconds())
		}()
		next.ServeHTTP(recorder, request)
	})
}
