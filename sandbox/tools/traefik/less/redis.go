// Package redis takes the place of the package of this name in Traefik: configuration from Redis is left out with its
// client.
package redis

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/safe"
)

// ProviderName names the provider in Traefik's configuration.
const ProviderName = "redis"

var errLeftOut = errors.New("this build of Traefik has no provider for Redis; install the released Traefik")

// Provider has no settings here.
type Provider struct{}

// Init refuses.
func (*Provider) Init() error { return errLeftOut }

// Provide refuses.
func (*Provider) Provide(chan<- dynamic.Message, *safe.Pool) error { return errLeftOut }
