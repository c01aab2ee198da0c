package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"
)

// settings are what the environment says; every problem in it is reported at once.
type settings struct {
	address        string
	metricsAddress string
	databaseURL    string
	version        string
	pod            string
	track          string
	errorRatio     float64
	errorsAfter    int
	latency        time.Duration
	coldRequests   int
	coldLatency    time.Duration
	slowStart      time.Duration
	slowStop       time.Duration
	drainTimeout   time.Duration
	requestTimeout time.Duration
	migrateFail    string
	migrateWait    time.Duration
	lockTimeout    time.Duration
	backup         string
	flagService    string
	// collector is where spans go, empty for nowhere; OpenTelemetry's SDK reads the same variables.
	collector string
	logLevel  slog.Level
}

type environment struct {
	lookup func(string) (string, bool)
	issues []error
}

func (env *environment) text(name, otherwise string) string {
	if value, ok := env.lookup(name); ok && value != "" {
		return value
	}
	return otherwise
}

func (env *environment) duration(name, otherwise string) time.Duration {
	text := env.text(name, otherwise)
	value, err := time.ParseDuration(text)
	if err != nil || value < 0 {
		env.issues = append(env.issues, fmt.Errorf("%s must be a duration such as 250ms or 5s: got %q", name, text))
	}
	return value
}

func (env *environment) ratio(name, otherwise string) float64 {
	text := env.text(name, otherwise)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value >= 0 && value <= 1) {
		env.issues = append(env.issues, fmt.Errorf("%s must be a share from 0 to 1: got %q", name, text))
	}
	return value
}

func (env *environment) count(name, otherwise string) int {
	text := env.text(name, otherwise)
	value, err := strconv.Atoi(text)
	if err != nil || value < 0 {
		env.issues = append(env.issues, fmt.Errorf("%s must be a whole number of at least 0: got %q", name, text))
	}
	return value
}

func (env *environment) level(name, otherwise string) slog.Level {
	text := env.text(name, otherwise)
	var value slog.Level
	if err := value.UnmarshalText([]byte(text)); err != nil {
		env.issues = append(env.issues, fmt.Errorf("%s must be debug, info, warn or error: got %q", name, text))
	}
	return value
}

func readSettings(lookup func(string) (string, bool)) (settings, error) {
	env := &environment{lookup: lookup}
	host, _ := os.Hostname()
	read := settings{
		address:        env.text("LISTEN_ADDRESS", ":8080"),
		metricsAddress: env.text("METRICS_ADDRESS", ":9090"),
		databaseURL:    env.text("DATABASE_URL", ""),
		version:        env.text("APP_VERSION", version),
		pod:            env.text("POD_NAME", host),
		track:          env.text("TRACK", "unknown"),
		errorRatio:     env.ratio("ERROR_RATIO", bakedErrorRatio),
		errorsAfter:    env.count("ERRORS_AFTER", bakedErrorsAfter),
		latency:        env.duration("EXTRA_LATENCY", "0s"),
		coldRequests:   env.count("COLD_REQUESTS", "0"),
		coldLatency:    env.duration("COLD_LATENCY", "0s"),
		slowStart:      env.duration("SLOW_START", "0s"),
		slowStop:       env.duration("SLOW_STOP", "0s"),
		drainTimeout:   env.duration("DRAIN_TIMEOUT", "20s"),
		requestTimeout: env.duration("REQUEST_TIMEOUT", "10s"),
		migrateFail:    env.text("MIGRATE_FAIL", ""),
		migrateWait:    env.duration("MIGRATE_WAIT", "10s"),
		lockTimeout:    env.duration("SLUICE_LOCK_TIMEOUT", "0s"),
		backup:         env.text("SLUICE_BACKUP", ""),
		flagService:    env.text("FLAG_SERVICE", ""),
		collector:      env.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", env.text("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
		logLevel:       env.level("LOG_LEVEL", "info"),
	}
	if len(env.issues) > 0 {
		return settings{}, fmt.Errorf("cannot read the environment: %w", errors.Join(env.issues...))
	}
	return read, nil
}
