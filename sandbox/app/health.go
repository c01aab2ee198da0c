package main

import "net/http"

// answerHealth answers grpc.health.v1.Health/Check, which gRPC probes ask: one message, so no library for it.
func (known *server) answerHealth(writer http.ResponseWriter, _ *http.Request) {
	const serving, notServing = 1, 2
	status := byte(serving)
	if !known.ready.Load() || known.draining.Load() || known.faults.current.Load().Unready {
		status = notServing
	}
	writer.Header().Set("Content-Type", "application/grpc")
	writer.Header().Set("Trailer", "Grpc-Status")
	// Not compressed, two bytes long: field 1 as a number.
	_, _ = writer.Write([]byte{0, 0, 0, 0, 2, 1 << 3, status})
	writer.Header().Set("Grpc-Status", "0")
}
