package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

func openStore(ctx context.Context, read settings) (store, error) {
	if read.databaseURL == "" {
		return newMemoryStore(), nil
	}
	return newPostgresStore(ctx, read.databaseURL)
}

func listen(address, name string, handler http.Handler, failed chan<- error) (*http.Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot serve: %w", err)
	}
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	// Probes by gRPC speak nothing else.
	protocols.SetUnencryptedHTTP2(true)
	started := &http.Server{
		Handler:           handler,
		Protocols:         &protocols,
		ReadHeaderTimeout: 5 * time.Second,
		// Longer than routers keep idle connections, so that it is never this side that closes one in use.
		IdleTimeout: 2 * time.Minute,
	}
	go func() {
		if err := started.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	slog.Info("listening", "for", name, "address", listener.Addr().String())
	return started, nil
}

// serve answers until ctx ends, then stops as a pod should: not ready at once, still answering for the slow stop,
// then no new connections, and the end when the last request is answered.
func serve(ctx context.Context, read settings) error {
	slog.Info("starting", "schema", ownSchema())
	if crashAtStart == "true" {
		return errors.New("cannot load the link index: checksum mismatch")
	}
	defer startTraces(ctx, read)()
	held, err := openStore(ctx, read)
	if err != nil {
		return err
	}
	defer held.close()
	known := &server{read: read, held: held, faults: newFaults(read), metrics: newMetrics(read)}
	known.flags = newFlags(read.flagService, known.metrics.registry, known.faults)
	failed := make(chan error, 2)
	admin, err := listen(read.metricsAddress, "metrics and faults", known.adminHandler(), failed)
	if err != nil {
		return err
	}
	defer admin.Close()
	public, err := listen(read.address, "requests", known.handler(), failed)
	if err != nil {
		return err
	}
	defer public.Close()
	go func() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(read.slowStart):
		}
		if held.waitUsable(ctx) == nil {
			known.ready.Store(true)
			slog.Info("ready")
		}
	}()

	select {
	case err := <-failed:
		return fmt.Errorf("cannot serve: %w", err)
	case <-ctx.Done():
	}
	slog.Info("stopping", "slowStop", read.slowStop.String())
	known.draining.Store(true)
	time.Sleep(read.slowStop)
	drain, cancel := context.WithTimeout(context.Background(), read.drainTimeout)
	defer cancel()
	if err := public.Shutdown(drain); err != nil {
		return fmt.Errorf("cannot finish all requests within %s: %w", read.drainTimeout, err)
	}
	slog.Info("stopped")
	return nil
}
