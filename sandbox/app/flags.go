package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// newestFirst is the app's flag: lists of papers begin with the latest.
const newestFirst = "newest-first"

// flagTimeout is short, since a flag must never cost a request: without an answer everything is as before.
const flagTimeout = 200 * time.Millisecond

type flagKey struct{}

// flags asks a flag service by OFREP, OpenFeature's protocol over HTTP, and counts requests by variant.
type flags struct {
	service string
	client  *http.Client
	counted *prometheus.CounterVec
	faults  *faults
}

// newFlags gives nil where there is no flag service: everything is as before then, and nothing is counted.
func newFlags(service string, registry prometheus.Registerer, known *faults) *flags {
	if service == "" {
		return nil
	}
	made := &flags{
		service: service,
		client:  &http.Client{Timeout: flagTimeout},
		faults:  known,
		// Labels are OpenTelemetry's attributes feature_flag.key and feature_flag.result.variant.
		counted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "scholarlink_flag_requests_total",
			Help: "Requests that a feature flag was evaluated for.",
		}, []string{"feature_flag_key", "feature_flag_result_variant", "http_response_status_code"}),
	}
	// A series that is not there before its first request cannot be told from one that is never scraped.
	for _, variant := range []string{"on", "off"} {
		for _, status := range []string{"200", "500"} {
			made.counted.WithLabelValues(newestFirst, variant, status)
		}
	}
	registry.MustRegister(made.counted)
	return made
}

func userOf(request *http.Request) string {
	if user := request.Header.Get("X-Scholarlink-User"); user != "" {
		return user
	}
	return request.URL.Query().Get("user")
}

// isOn asks for one user; whatever goes wrong is off.
func (known *flags) isOn(request *http.Request, key string) bool {
	body, _ := json.Marshal(map[string]any{"context": map[string]string{"targetingKey": userOf(request)}})
	target := fmt.Sprintf("%s/ofrep/v1/evaluate/flags/%s", known.service, url.PathEscape(key))
	asked, err := http.NewRequestWithContext(request.Context(), http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return false
	}
	asked.Header.Set("Content-Type", "application/json")
	answer, err := known.client.Do(asked)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	var found struct {
		Value bool `json:"value"`
	}
	return answer.StatusCode == http.StatusOK && json.NewDecoder(answer.Body).Decode(&found) == nil && found.Value
}

// count evaluates a flag for each request, and counts the answer by its variant.
func (known *flags) count(key string, next http.Handler) http.Handler {
	if known == nil {
		return next
	}
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		isOn := known.isOn(request, key)
		recorder := &statusRecorder{ResponseWriter: writer}
		defer func() {
			status := recorder.status
			if status == 0 {
				status = http.StatusInternalServerError // the handler panicked before it answered
			}
			variant := "off"
			if isOn {
				variant = "on"
			}
			known.counted.WithLabelValues(key, variant, strconv.Itoa(status)).Inc()
		}()
		if isOn && rand.Float64() < known.faults.current.Load().FlagErrorRatio {
			writeProblem(recorder, http.StatusInternalServerError, "the new order is broken")
			return
		}
		next.ServeHTTP(recorder, request.WithContext(context.WithValue(request.Context(), flagKey{}, isOn)))
	})
}

// inOrder gives papers as the request's variant has them.
func inOrder(ctx context.Context, found []paper) []paper {
	if isOn, _ := ctx.Value(flagKey{}).(bool); !isOn {
		return found
	}
	sorted := slices.Clone(found)
	slices.SortStableFunc(sorted, func(a, b paper) int { return b.Year - a.Year })
	return sorted
}
