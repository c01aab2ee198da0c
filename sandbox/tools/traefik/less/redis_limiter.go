// Takes the place of redis_limiter.go: limits of rates are counted in memory only.
package ratelimiter

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/time/rate"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

func newRedisLimiter(
	context.Context, rate.Limit, int64, time.Duration, int, dynamic.RateLimit, *zerolog.Logger,
) (limiter, error) {
	return nil, errors.New("this build of Traefik limits rates in memory only; install the released Traefik")
}
