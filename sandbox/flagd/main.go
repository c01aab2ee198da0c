// Command flagd answers evaluations of feature flags by OFREP from one file.
//
// Its evaluator, store, file watcher and answers are those of flagd's own core; only this command around them is the
// sandbox's, since flagd's module itself cannot be had from a module proxy. It takes the arguments of flagd that
// Sluice uses: `start --uri file:PATH`, ports 8016 (OFREP) and 8014 (health).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/open-feature/flagd/core/pkg/evaluator"
	"github.com/open-feature/flagd/core/pkg/logger"
	"github.com/open-feature/flagd/core/pkg/model"
	"github.com/open-feature/flagd/core/pkg/service/ofrep"
	"github.com/open-feature/flagd/core/pkg/store"
	"github.com/open-feature/flagd/core/pkg/sync"
	"github.com/open-feature/flagd/core/pkg/sync/file"
	"go.uber.org/zap/zapcore"
)

const mostBytes = 1 << 20

func answer(writer http.ResponseWriter, status int, value any) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	_ = json.NewEncoder(writer).Encode(value)
}

// readContext gives the context of a request; an empty body has an empty one.
func readContext(writer http.ResponseWriter, request *http.Request) (map[string]any, bool) {
	var asked ofrep.Request
	if err := json.NewDecoder(http.MaxBytesReader(writer, request.Body, mostBytes)).Decode(&asked); err != nil {
		return nil, false
	}
	if asked.Context == nil {
		return map[string]any{}, true
	}
	known, isMap := asked.Context.(map[string]any)
	return known, isMap
}

func routes(known evaluator.IEvaluator) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /ofrep/v1/evaluate/flags/{key}", func(writer http.ResponseWriter, request *http.Request) {
		key := request.PathValue("key")
		asked, isFit := readContext(writer, request)
		if !isFit {
			answer(writer, http.StatusBadRequest, ofrep.ContextErrorResponseFrom(key))
			return
		}
		found := known.ResolveAsAnyValue(request.Context(), "", key, asked)
		if found.Error != nil {
			status, problem := ofrep.EvaluationErrorResponseFrom(found)
			answer(writer, status, problem)
			return
		}
		answer(writer, http.StatusOK, ofrep.SuccessResponseFrom(found))
	})
	mux.HandleFunc("POST /ofrep/v1/evaluate/flags", func(writer http.ResponseWriter, request *http.Request) {
		asked, isFit := readContext(writer, request)
		if !isFit {
			answer(writer, http.StatusBadRequest, ofrep.BulkEvaluationContextError())
			return
		}
		found, metadata, err := known.ResolveAllValues(request.Context(), "", asked)
		if err != nil {
			answer(writer, http.StatusInternalServerError, ofrep.BulkEvaluationContextErrorFrom(model.GeneralErrorCode, err.Error()))
			return
		}
		answer(writer, http.StatusOK, ofrep.BulkEvaluationResponseFrom(found, metadata))
	})
	return mux
}

func listen(address string, handler http.Handler) {
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func readFile() string {
	read := flag.NewFlagSet("start", flag.ExitOnError)
	uri := read.String("uri", "", "file:PATH of the flags")
	if len(os.Args) < 2 || os.Args[1] != "start" {
		log.Fatal("usage: flagd start --uri file:PATH")
	}
	_ = read.Parse(os.Args[2:])
	path, isFile := strings.CutPrefix(*uri, "file:")
	if !isFile || path == "" {
		log.Fatalf("--uri must be file:PATH: got %q", *uri)
	}
	return path
}

func main() {
	path := readFile()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	zapped, err := logger.NewZapLogger(zapcore.InfoLevel, "json")
	if err != nil {
		log.Fatal(err)
	}
	told := logger.NewLogger(zapped, false)
	held, err := store.NewStore(told, []string{path})
	if err != nil {
		log.Fatal(err)
	}
	known := evaluator.NewJSON(told, held)
	watched := file.NewFileSync(path, file.FSNOTIFY, 500, told)
	if err := watched.Init(ctx); err != nil {
		log.Fatal(err)
	}
	var ready atomic.Bool
	changes := make(chan sync.DataSync, 1)
	go func() {
		for change := range changes {
			if err := known.SetState(change); err != nil {
				// The flags before stay in force.
				told.Error(fmt.Sprintf("flags are refused: %v", err))
				continue
			}
			ready.Store(true)
		}
	}()
	go func() {
		if err := watched.Sync(ctx, changes); err != nil && ctx.Err() == nil {
			log.Fatal(err)
		}
	}()
	health := http.NewServeMux()
	health.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	health.HandleFunc("GET /readyz", func(writer http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			writer.WriteHeader(http.StatusPreconditionFailed)
		}
	})
	go listen(":8014", health)
	go listen(":8016", routes(known))
	<-ctx.Done()
}
