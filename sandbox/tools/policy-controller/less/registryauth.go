// Package registryauth takes the place of the package of this name in policy-controller: credentials of clouds'
// registries are left out with their SDKs.
package registryauth

import (
	"context"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/authn/k8schain"
	kauth "github.com/google/go-containerregistry/pkg/authn/kubernetes"
	"k8s.io/client-go/kubernetes"
)

// NewK8sKeychain reads pull secrets and Docker's own configuration.
func NewK8sKeychain(ctx context.Context, client kubernetes.Interface, opt k8schain.Options) (authn.Keychain, error) {
	k8s, err := kauth.New(ctx, client, opt)
	if err != nil {
		return nil, err
	}
	return authn.NewMultiKeychain(k8s, authn.DefaultKeychain), nil
}
