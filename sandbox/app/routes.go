package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
)

func writeJSON(writer http.ResponseWriter, status int, value any) {
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writer.WriteHeader(status)
	_ = json.NewEncoder(writer).Encode(value)
}

func writeProblem(writer http.ResponseWriter, status int, message string) {
	writeJSON(writer, status, map[string]string{"error": message})
}

func writeStoreError(ctx context.Context, writer http.ResponseWriter, err error) {
	if errors.Is(err, errUnknown) {
		writeProblem(writer, http.StatusNotFound, err.Error())
		return
	}
	slog.ErrorContext(ctx, "store failed", "error", err)
	writeProblem(writer, http.StatusInternalServerError, "the store failed")
}

func listPapers(held store, known *faults) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		read := held.papers
		if known.current.Load().Poison {
			read = held.poison
		}
		found, err := read(request.Context())
		if err != nil {
			writeStoreError(request.Context(), writer, err)
			return
		}
		writeJSON(writer, http.StatusOK, map[string][]paper{"papers": inOrder(request.Context(), found)})
	}
}

func showScholar(held store) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		id, err := strconv.ParseInt(request.PathValue("id"), 10, 64)
		if err != nil || id < 1 {
			writeProblem(writer, http.StatusBadRequest, "id must be a whole number of at least 1")
			return
		}
		found, err := held.scholar(request.Context(), id)
		if err != nil {
			writeStoreError(request.Context(), writer, err)
			return
		}
		writeJSON(writer, http.StatusOK, found)
	}
}

func addLink(held store) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		var wanted link
		decoder := json.NewDecoder(http.MaxBytesReader(writer, request.Body, 4096))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&wanted); err != nil {
			writeProblem(writer, http.StatusBadRequest, `body must be {"scholarId": number, "paperId": number}`)
			return
		}
		isNew, err := held.addLink(request.Context(), wanted)
		if err != nil {
			writeStoreError(request.Context(), writer, err)
			return
		}
		status := http.StatusOK
		if isNew {
			status = http.StatusCreated
		}
		writeJSON(writer, status, wanted)
	}
}
