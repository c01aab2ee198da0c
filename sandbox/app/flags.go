package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
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

func variantOf(isOn bool) string {
	if isOn {
		return "on"
	}
	return "off"
}

// isOn asks for one user; whatever goes wrong is off.
func (known *flags) isOn(request *http.Request, key string) bool {
	ctx, span := tracer.Start(request.Context(), "evaluate "+key, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("feature_flag.key", key), attribute.String("feature_flag.provider.name", "flagd")))
	defer span.End()
	isOn, err := known.ask(ctx, userOf(request), key)
	span.SetAttributes(attribute.String("feature_flag.result.variant", variantOf(isOn)))
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		slog.DebugContext(ctx, "flag not evaluated", "flag", key, "error", err)
	}
	return isOn
}

func (known *flags) ask(ctx context.Context, user, key string) (bool, error) {
	body, _ := json.Marshal(map[string]any{"context": map[string]string{"targetingKey": user}})
	target := fmt.Sprintf("%s/ofrep/v1/evaluate/flags/%s", known.service, url.PathEscape(key))
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	asked.Header.Set("Content-Type", "application/json")
	passOn(ctx, asked)
	answer, err := known.client.Do(asked)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	var found struct {
		Value bool `json:"value"`
	}
	if answer.StatusCode != http.StatusOK {
		return false, fmt.Errorf("flag service: answer must be 200: got %d", answer.StatusCode)
	}
	if err := json.NewDecoder(answer.Body).Decode(&found); err != nil {
		return false, fmt.Errorf("flag service: %w", err)
	}
	return found.Value, nil
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
			known.counted.WithLabelValues(key, variantOf(isOn), strconv.Itoa(recorder.answered())).Inc()
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
