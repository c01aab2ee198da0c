// Command pulumi-resource-kubernetes is Pulumi's own Kubernetes provider, built from its published module.
package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

const version = "4.25.0"

func main() { provider.Serve("kubernetes", version, []byte("{}"), []byte("{}")) }
