package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// fault is misbehaviour switched on at run time; the zero value is none.
type fault struct {
	// ErrorRatio is the share of requests answered with 500, from 0 to 1.
	ErrorRatio float64 `json:"errorRatio"`
	// Status is what those requests are answered with instead, from 300 to 599; a redirect leads to /login. 0 means 500.
	Status int `json:"status"`
	// FlagErrorRatio is the share of requests with the new variant of the flag that fail, from 0 to 1.
	FlagErrorRatio float64 `json:"flagErrorRatio"`
	// LatencyMs is added to every request.
	LatencyMs int `json:"latencyMs"`
	// Hang leaves requests without an answer until the request timeout.
	Hang bool `json:"hang"`
	// MemoryMb is allocated and kept.
	MemoryMb int `json:"memoryMb"`
	// Unready makes /readyz answer 503.
	Unready bool `json:"unready"`
	// Poison makes each list of papers leave in the database what other builds cannot read for five seconds.
	Poison bool `json:"poison"`
	// Crash ends the process.
	Crash bool `json:"crash"`
}

func (wanted fault) check() error {
	switch {
	case !(wanted.ErrorRatio >= 0 && wanted.ErrorRatio <= 1):
		return fmt.Errorf("errorRatio must be a share from 0 to 1: got %v", wanted.ErrorRatio)
	case !(wanted.FlagErrorRatio >= 0 && wanted.FlagErrorRatio <= 1):
		return fmt.Errorf("flagErrorRatio must be a share from 0 to 1: got %v", wanted.FlagErrorRatio)
	case wanted.Status != 0 && (wanted.Status < 300 || wanted.Status > 599):
		return fmt.Errorf("status must be from 300 to 599: got %d", wanted.Status)
	case wanted.LatencyMs < 0 || wanted.LatencyMs > 60_000:
		return fmt.Errorf("latencyMs must be from 0 to 60000: got %d", wanted.LatencyMs)
	case wanted.MemoryMb < 0 || wanted.MemoryMb > 4096:
		return fmt.Errorf("memoryMb must be from 0 to 4096: got %d", wanted.MemoryMb)
	}
	return nil
}

// faults is the misbehaviour in force: what build and environment say, and what was switched on since.
type faults struct {
	baseErrorRatio float64
	errorsAfter    int64
	baseLatency    time.Duration
	coldRequests   int64
	coldLatency    time.Duration
	served         atomic.Int64
	current        atomic.Pointer[fault]
	change         sync.Mutex
	ballast        [][]byte
}

func newFaults(read settings) *faults {
	made := &faults{
		baseErrorRatio: read.errorRatio,
		errorsAfter:    int64(read.errorsAfter),
		baseLatency:    read.latency,
		coldRequests:   int64(read.coldRequests),
		coldLatency:    read.coldLatency,
	}
	made.current.Store(&fault{})
	return made
}

// failsNext counts one request and draws whether it fails.
func (known *faults) failsNext() bool {
	served := known.served.Add(1)
	ratio := known.current.Load().ErrorRatio
	if served > known.errorsAfter {
		ratio = max(ratio, known.baseErrorRatio)
	}
	return rand.Float64() < ratio
}

// answerFailed answers a request that fails.
func (known *faults) answerFailed(writer http.ResponseWriter) {
	switch status := known.current.Load().Status; {
	case status == 0:
		writeProblem(writer, http.StatusInternalServerError, "the link index is broken")
	case status < 400:
		writer.Header().Set("Location", "/login")
		writer.WriteHeader(status)
	default:
		writeProblem(writer, status, "the link index refuses")
	}
}

// latency of the request that was counted last: the first ones of a process take longer.
func (known *faults) latency() time.Duration {
	added := known.baseLatency + time.Duration(known.current.Load().LatencyMs)*time.Millisecond
	if known.served.Load() <= known.coldRequests {
		added += known.coldLatency
	}
	return added
}

const ballastChunkBytes = 1 << 20

// holdMemory allocates or frees until the process holds what the fault in force wants.
func (known *faults) holdMemory() {
	known.change.Lock()
	defer known.change.Unlock()
	if len(known.ballast) > known.current.Load().MemoryMb {
		known.ballast = nil
		debug.FreeOSMemory()
	}
	for len(known.ballast) < known.current.Load().MemoryMb {
		chunk := make([]byte, ballastChunkBytes)
		for offset := 0; offset < len(chunk); offset += 4096 {
			chunk[offset] = 1 // untouched pages take no memory
		}
		known.ballast = append(known.ballast, chunk)
	}
}

func (known *faults) set(wanted fault) {
	known.current.Store(&wanted)
	slog.Warn("faults set", "faults", wanted)
	// Beside the answer: the kernel may end the process for it, and who asked shall know that it was heard.
	go known.holdMemory()
	if wanted.Crash {
		time.AfterFunc(100*time.Millisecond, func() {
			slog.Error("crash asked for")
			os.Exit(3)
		})
	}
}

func (known *faults) register(mux *http.ServeMux) {
	answer := func(writer http.ResponseWriter) {
		writeJSON(writer, http.StatusOK, known.current.Load())
	}
	mux.HandleFunc("GET /faults", func(writer http.ResponseWriter, _ *http.Request) { answer(writer) })
	mux.HandleFunc("DELETE /faults", func(writer http.ResponseWriter, _ *http.Request) {
		known.set(fault{})
		answer(writer)
	})
	mux.HandleFunc("PUT /faults", func(writer http.ResponseWriter, request *http.Request) {
		var wanted fault
		decoder := json.NewDecoder(http.MaxBytesReader(writer, request.Body, 4096))
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&wanted)
		if err == nil {
			err = wanted.check()
		}
		if err != nil {
			writeProblem(writer, http.StatusBadRequest, "cannot set faults: "+err.Error())
			return
		}
		known.set(wanted)
		answer(writer)
	})
}
