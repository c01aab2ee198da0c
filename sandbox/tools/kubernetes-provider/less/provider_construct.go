// Takes the place of the file of this name in the provider's module: the component resources (Helm chart v4,
// Kustomize v2, YAML v2) are left out, because they alone bring in the Go SDK of Pulumi's Kubernetes package, which is
// most of the build. Plain resources, the Helm release and all functions stay.
package provider

import (
	"context"
	"fmt"

	providerresource "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

var resourceProviders = map[string]providerresource.ResourceProviderFactory{}

// Construct refuses every component resource by name.
func (k *kubeProvider) Construct(
	_ context.Context, req *pulumirpc.ConstructRequest,
) (*pulumirpc.ConstructResponse, error) {
	return nil, fmt.Errorf(
		"Cannot construct %q: this build of the Kubernetes provider has no component resources; "+
			"install the released provider with \"pulumi plugin install resource kubernetes\"", req.GetType())
}
