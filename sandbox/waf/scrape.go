package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// scrape answers with the app's metrics and the firewall's behind them. Without the app's there are none: whoever
// watches it would take its silence for health.
func scrape(app string, counted *counters) http.Handler {
	client := &http.Client{Timeout: 10 * time.Second}
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		var all bytes.Buffer
		if app != "" {
			asked, err := http.NewRequestWithContext(request.Context(), http.MethodGet, app, nil)
			if err != nil {
				http.Error(writer, err.Error(), http.StatusInternalServerError)
				return
			}
			// Not OpenMetrics: nothing may follow its end.
			asked.Header.Set("Accept", "text/plain;version=0.0.4")
			answer, err := client.Do(asked)
			if err != nil {
				http.Error(writer, "the app's metrics cannot be read", http.StatusBadGateway)
				return
			}
			defer answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				http.Error(writer, fmt.Sprintf("the app's metrics answer %d", answer.StatusCode), http.StatusBadGateway)
				return
			}
			if _, err := io.Copy(&all, answer.Body); err != nil {
				http.Error(writer, "the app's metrics end early", http.StatusBadGateway)
				return
			}
			if bytes.HasSuffix(bytes.TrimRight(all.Bytes(), "\n"), []byte("# EOF")) {
				all.Truncate(bytes.LastIndex(all.Bytes(), []byte("# EOF")))
			}
			if all.Len() > 0 && !bytes.HasSuffix(all.Bytes(), []byte("\n")) {
				all.WriteByte('\n')
			}
		}
		counted.write(&all)
		writer.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = writer.Write(all.Bytes())
	})
}
