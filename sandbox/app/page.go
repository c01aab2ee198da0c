package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed page.html
var pageText string

const pageStyle = `body{margin:0;font:1.1rem/1.6 system-ui,sans-serif;color:#0f172a;background:#f8fafc}` +
	`main{max-width:42rem;margin:4rem auto;padding:0 1.5rem}h1{color:ACCENT;margin-bottom:.25rem}` +
	`dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}dt{color:#475569}` +
	`dd{margin:0;font-weight:600}a{color:ACCENT}`

func style() string { return strings.ReplaceAll(pageStyle, "ACCENT", accent) }

// contentSecurityPolicy allows nothing but the page's own style, named by its hash. Its reports name the track that
// sent the page: the router picks the one that gets them anew.
func contentSecurityPolicy(track string) string {
	sum := sha256.Sum256([]byte(style()))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri /csp-reports?track=" + url.QueryEscape(track)
}

func showPage(read settings) http.HandlerFunc {
	page := template.Must(template.New("page").Parse(pageText))
	facts := map[string]any{
		"Style":     template.CSS(style()),
		"Version":   read.version,
		"Pod":       read.pod,
		"Track":     read.track,
		"Citations": ownSchema() >= 2,
	}
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(writer, facts)
	}
}
