package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// correlationHeader names a request in every log it passes through, with or without traces.
const correlationHeader = "X-Request-Id"

// What a client sends is written into logs, so that it must be short and plain.
var plainID = regexp.MustCompile(`^[0-9A-Za-z._-]{1,64}$`)

type correlationKey struct{}

func correlationOf(ctx context.Context) string {
	id, _ := ctx.Value(correlationKey{}).(string)
	return id
}

// identify gives each request its id, the caller's where that is plain, and each answer with it, also one of no route.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		id := request.Header.Get(correlationHeader)
		if !plainID.MatchString(id) {
			id = rand.Text()
		}
		writer.Header().Set(correlationHeader, id)
		next.ServeHTTP(writer, request.WithContext(context.WithValue(request.Context(), correlationKey{}, id)))
	})
}

// follow makes the span of each request of a route, a part of the caller's trace where it sent one, and writes the
// request's line: failed ones always, others at level debug.
func follow(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		started := time.Now()
		ctx := otel.GetTextMapPropagator().Extract(request.Context(), propagation.HeaderCarrier(request.Header))
		ctx, span := tracer.Start(ctx, request.Method+" "+route, trace.WithSpanKind(trace.SpanKindServer),
			trace.WithAttributes(
				attribute.String("http.request.method", request.Method),
				attribute.String("http.route", route),
				attribute.String("url.path", request.URL.Path),
				attribute.StringSlice("http.request.header.x-request-id", []string{correlationOf(ctx)})))
		defer span.End()
		recorder := &statusRecorder{ResponseWriter: writer}
		defer func() {
			status := recorder.answered()
			span.SetAttributes(attribute.Int("http.response.status_code", status))
			level, message := slog.LevelDebug, "request answered"
			if status >= http.StatusInternalServerError {
				level, message = slog.LevelError, "request failed"
				span.SetStatus(codes.Error, "")
			}
			slog.Log(ctx, level, message, "method", request.Method, "route", route, "status", status,
				"seconds", time.Since(started).Seconds())
		}()
		next.ServeHTTP(recorder, request.WithContext(ctx))
	})
}

// passOn gives a request to another service the ids of the one that it is made for.
func passOn(ctx context.Context, asked *http.Request) {
	otel.GetTextMapPropagator().Inject(ctx, propagation.HeaderCarrier(asked.Header))
	if id := correlationOf(ctx); id != "" {
		asked.Header.Set(correlationHeader, id)
	}
}
