package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// tracer makes spans once startTraces has found a collector; until then they record nothing, and a caller's trace is
// passed on as it came.
var tracer = otel.Tracer("sluice.dev/sandbox/scholarlink")

// flushTimeout is the longest time that the last spans may take at the end.
const flushTimeout = 2 * time.Second

// startTraces passes W3C trace contexts on, and sends spans by OTLP over HTTP where a collector is named. Addresses,
// headers, sampling and batches are read from OpenTelemetry's own variables by its SDK. Whatever is wrong with them costs
// the log a line, and never a start or a request.
func startTraces(ctx context.Context, read settings) (stop func()) {
	otel.SetTextMapPropagator(propagation.TraceContext{})
	if read.collector == "" {
		return func() {}
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { slog.Warn("spans not sent", "error", err) }))
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		slog.Warn("spans not sent", "error", err)
		return func() {}
	}
	described, err := resource.New(ctx,
		resource.WithAttributes(
			attribute.String("service.name", "scholarlink"),
			attribute.String("service.version", read.version),
			attribute.String("k8s.pod.name", read.pod),
			attribute.String("sluice.track", read.track)),
		resource.WithTelemetrySDK(),
		// The last one wins: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
		resource.WithFromEnv())
	if err != nil {
		slog.Warn("spans not described in full", "error", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(described))
	otel.SetTracerProvider(provider)
	return func() {
		ending, cancel := context.WithTimeout(context.Background(), flushTimeout)
		defer cancel()
		if err := provider.Shutdown(ending); err != nil {
			slog.Warn("spans not sent", "error", err)
		}
	}
}

// newLogger writes one JSON object a line, which names the pod and what it runs.
func newLogger(out io.Writer, read settings) *slog.Logger {
	handler := logHandler{slog.NewJSONHandler(out, &slog.HandlerOptions{Level: read.logLevel})}
	return slog.New(handler).With("version", read.version, "pod", read.pod, "track", read.track)
}

// logHandler adds the ids of a request's trace to each line that is written with the request's context.
type logHandler struct{ slog.Handler }

func (known logHandler) Handle(ctx context.Context, record slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	if id := correlationOf(ctx); id != "" {
		record.AddAttrs(slog.String("correlation_id", id))
	}
	return known.Handler.Handle(ctx, record)
}

func (known logHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return logHandler{known.Handler.WithAttrs(attributes)}
}

func (known logHandler) WithGroup(name string) slog.Handler {
	return logHandler{known.Handler.WithGroup(name)}
}
