// Package utils takes the place of the package of this name in Flux: credentials of clouds are left out with their SDKs.
package utils

import (
	"context"
	"errors"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/auth"
)

// RESTConfigFetcher gets the access to a remote cluster.
type RESTConfigFetcher func(ctx context.Context, ref meta.KubeConfigReference,
	namespace string, ctrlClient client.Client) (*rest.Config, error)

// GetRESTConfigFetcher gives one that refuses.
func GetRESTConfigFetcher(...auth.Option) RESTConfigFetcher {
	return func(context.Context, meta.KubeConfigReference, string, client.Client) (*rest.Config, error) {
		return nil, errors.New("this build of kustomize-controller knows no credentials of clouds; use the released one for spec.kubeConfig.configMapRef")
	}
}
