// Program grafana-schema reads a dashboard from standard input into Grafana's own types, and names each field that they
// do not know, miss or refuse.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

func check() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	runtime := cog.NewRuntime()
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	var read dashboard.Dashboard
	err = read.UnmarshalJSONStrict(text)
	// No fault is an empty list of them, which is an error like any other.
	var faults cog.BuildErrors
	if err != nil && (!errors.As(err, &faults) || len(faults) > 0) {
		return err
	}
	return read.Validate()
}

func main() {
	if err := check(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
