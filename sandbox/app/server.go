package main

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// server is what answers requests; ready and draining change while it runs.
type server struct {
	read     settings
	held     store
	faults   *faults
	metrics  *metrics
	flags    *flags
	ready    atomic.Bool
	draining atomic.Bool
}

func (known *server) setHeaders(next http.Handler) http.Handler {
	fixed := map[string]string{
		"Content-Security-Policy":           contentSecurityPolicy(known.read.track),
		"Strict-Transport-Security":         "max-age=63072000; includeSubDomains",
		"X-Content-Type-Options":            "nosniff",
		"X-Frame-Options":                   "DENY",
		"Referrer-Policy":                   "no-referrer",
		"Permissions-Policy":                "accelerometer=(), autoplay=(), camera=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(), usb=(), web-share=(), xr-spatial-tracking=(), clipboard-read=(), clipboard-write=(), gamepad=(), hid=(), idle-detection=(), serial=(), unload=()",
		"Cross-Origin-Opener-Policy":        "same-origin",
		"Cross-Origin-Embedder-Policy":      "require-corp",
		"Cross-Origin-Resource-Policy":      "same-origin",
		"X-Permitted-Cross-Domain-Policies": "none",
		"Cache-Control":                     "no-store",
		"X-Scholarlink-Version":             known.read.version,
		"X-Scholarlink-Pod":                 known.read.pod,
	}
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		for name, value := range fixed {
			writer.Header().Set(name, value)
		}
		if known.draining.Load() {
			// Clients shall move to another pod before idle connections are closed under them.
			writer.Header().Set("Connection", "close")
		}
		next.ServeHTTP(writer, request)
	})
}

// misbehave puts the faults in force before a route's own answer.
func (known *server) misbehave(next http.Handler) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		fails := known.faults.failsNext()
		ctx, cancel := context.WithTimeout(request.Context(), known.read.requestTimeout)
		defer cancel()
		if known.faults.current.Load().Hang {
			<-ctx.Done()
		} else if delay := known.faults.latency(); delay > 0 {
			select {
			case <-ctx.Done():
			case <-time.After(delay):
			}
		}
		switch {
		case ctx.Err() != nil:
			writeProblem(writer, http.StatusServiceUnavailable, "the request took too long")
		case fails:
			known.faults.answerFailed(writer)
		default:
			next.ServeHTTP(writer, request.WithContext(ctx))
		}
	})
}

func (known *server) answerReady(writer http.ResponseWriter, _ *http.Request) {
	switch {
	case neverReady == "true":
		http.Error(writer, "the link index is not loaded", http.StatusServiceUnavailable)
	case known.draining.Load():
		http.Error(writer, "stopping", http.StatusServiceUnavailable)
	case !known.ready.Load():
		http.Error(writer, "starting", http.StatusServiceUnavailable)
	case known.faults.current.Load().Unready:
		http.Error(writer, "made unready by a fault", http.StatusServiceUnavailable)
	default:
		_, _ = writer.Write([]byte("ready\n"))
	}
}

func (known *server) handler() http.Handler {
	mux := http.NewServeMux()
	route := func(method, pattern string, answer http.HandlerFunc) {
		name := pattern
		if name == "/{$}" {
			name = "/"
		}
		handler := known.misbehave(answer)
		if name == "/api/papers" {
			handler = known.flags.count(newestFirst, handler)
		}
		mux.Handle(method+" "+pattern, follow(name, known.metrics.measure(name, handler)))
	}
	route(http.MethodGet, "/{$}", showPage(known.read))
	route(http.MethodGet, "/api/papers", listPapers(known.held, known.faults))
	route(http.MethodGet, "/api/scholars/{id}", showScholar(known.held))
	route(http.MethodPost, "/api/links", addLink(known.held))
	route(http.MethodPost, "/csp-reports", countViolations(known.metrics, known.read.track))
	mux.HandleFunc("GET /healthz", func(writer http.ResponseWriter, _ *http.Request) {
		_, _ = writer.Write([]byte("alive\n"))
	})
	mux.HandleFunc("GET /readyz", known.answerReady)
	mux.HandleFunc("POST /grpc.health.v1.Health/Check", known.answerHealth)
	return known.setHeaders(identify(mux))
}

func (known *server) adminHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", known.metrics.handler())
	known.faults.register(mux)
	mux.HandleFunc("POST /grpc.health.v1.Health/Check", known.answerHealth)
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("X-Scholarlink-Version", known.read.version)
		mux.ServeHTTP(writer, request)
	})
}
