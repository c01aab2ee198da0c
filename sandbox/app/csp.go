package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Directives that are counted by name; whatever else a client writes is one series.
var cspDirectives = map[string]bool{
	"base-uri": true, "child-src": true, "connect-src": true, "default-src": true, "font-src": true, "form-action": true,
	"frame-ancestors": true, "frame-src": true, "img-src": true, "manifest-src": true, "media-src": true,
	"object-src": true, "script-src": true, "script-src-attr": true, "script-src-elem": true, "style-src": true,
	"style-src-attr": true, "style-src-elem": true, "worker-src": true,
}

type cspViolation struct {
	Effective string `json:"effective-directive"`
	Violated  string `json:"violated-directive"`
	Reported  string `json:"effectiveDirective"`
}

// directive is the name of a known directive, or "other": the texts are anybody's.
func (report cspViolation) directive() string {
	for _, text := range []string{report.Effective, report.Reported, report.Violated} {
		if name, _, _ := strings.Cut(text, " "); cspDirectives[name] {
			return name
		}
	}
	return "other"
}

// readViolations takes both forms: an object by report-uri, a list by the Reporting API.
func readViolations(body json.RawMessage) ([]cspViolation, error) {
	var listed []struct {
		Type string       `json:"type"`
		Body cspViolation `json:"body"`
	}
	if json.Unmarshal(body, &listed) == nil {
		var found []cspViolation
		for _, one := range listed {
			if one.Type == "csp-violation" {
				found = append(found, one.Body)
			}
		}
		return found, nil
	}
	var single struct {
		Report *cspViolation `json:"csp-report"`
	}
	if err := json.Unmarshal(body, &single); err != nil || single.Report == nil {
		return nil, err
	}
	return []cspViolation{*single.Report}, nil
}

// countViolations counts what browsers report, at most 20 for one request, for the track that sent the page: the
// router picks the one that gets the report anew. Where the address names none it is this one.
func countViolations(known *metrics, own string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		var body json.RawMessage
		if err := json.NewDecoder(http.MaxBytesReader(writer, request.Body, 65536)).Decode(&body); err != nil {
			writeProblem(writer, http.StatusBadRequest, "body must be a report of violations in JSON")
			return
		}
		found, err := readViolations(body)
		if err != nil || len(found) == 0 {
			writeProblem(writer, http.StatusBadRequest, `body must be {"csp-report": …} or a list of reports`)
			return
		}
		track := request.URL.Query().Get("track")
		if track != "stable" && track != "canary" {
			track = own
		}
		for _, one := range found[:min(len(found), 20)] {
			known.violations.WithLabelValues(track, one.directive()).Inc()
		}
		writer.WriteHeader(http.StatusNoContent)
	}
}
