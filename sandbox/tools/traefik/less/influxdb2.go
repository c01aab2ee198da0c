// Takes the place of influxdb2.go: metrics for InfluxDB are left out with its client.
package metrics

import (
	"context"

	"github.com/rs/zerolog/log"

	otypes "github.com/traefik/traefik/v3/pkg/observability/types"
)

// RegisterInfluxDB2 says that there is nothing to register with.
func RegisterInfluxDB2(ctx context.Context, _ *otypes.InfluxDB2) Registry {
	log.Ctx(ctx).Error().Msg("this build of Traefik has no metrics for InfluxDB; install the released Traefik")
	return NewVoidRegistry()
}

// StopInfluxDB2 has nothing to stop.
func StopInfluxDB2() {}
