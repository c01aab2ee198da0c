// Package k8schain takes the place of the package of this name: credentials of clouds' registries are left out with
// their SDKs.
package k8schain

import kauth "github.com/google/go-containerregistry/pkg/authn/kubernetes"

// Options say whose pull secrets are read.
type Options = kauth.Options
