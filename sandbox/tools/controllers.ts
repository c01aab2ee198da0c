import type { Tool } from "./tool";

/** Names of programs of others, which tests run beside Sluice or on what it writes. */
export type ControllerName =
  | "kustomize-controller"
  | "policy-controller"
  | "kube-router"
  | "debian-ipset"
  | "cert-manager"
  | "grafana-schema";

/** Those programs, made only where a test asks for them. */
export const controllerTools: readonly Tool<ControllerName>[] = [
  {
    name: "kustomize-controller",
    version: "1.9.6",
    binaries: ["kustomize-controller"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "kustomize-controller",
      packages: ["github.com/fluxcd/kustomize-controller"],
      without: [
        {
          module: "github.com/fluxcd/kustomize-controller",
          what: "secrets that SOPS encrypted",
          replace: { "internal/decryptor/": "less/decryptor.go" },
        },
        {
          module: "github.com/fluxcd/pkg/auth",
          what: "credentials of clouds",
          replace: { "utils/": "less/utils.go" },
        },
      ],
      cpuSeconds: 120,
    },
  },
  {
    // The one enforcer of NetworkPolicies that needs no more of the kernel than iptables and ipsets.
    name: "kube-router",
    version: "2.1.0",
    binaries: ["kube-router"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "kube-router",
      packages: ["github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"],
      cpuSeconds: 90,
    },
  },
  {
    name: "debian-ipset",
    version: "12",
    binaries: ["ipset"],
    onRequest: true,
    source: {
      kind: "deb",
      packages: { ipset: "7.17", libipset13: "7.17", libmnl0: "" },
      files: { ipset: "usr/sbin/ipset" },
      needLibraries: ["ipset"],
    },
  },
  {
    // Its controllers, without ACME, Vault and Venafi.
    name: "cert-manager",
    version: "1.21.2",
    binaries: ["cert-manager"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "cert-manager",
      packages: ["."],
      output: "cert-manager",
      cpuSeconds: 120,
    },
  },
  {
    // Its tester: the code of its webhook, for policies in a file and without a cluster.
    name: "policy-controller",
    version: "0.13.1",
    binaries: ["policy-tester"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "policy-controller",
      packages: ["github.com/sigstore/policy-controller/cmd/tester"],
      output: "policy-tester",
      without: [
        {
          module: "github.com/sigstore/policy-controller",
          what: "credentials of clouds' registries",
          replace: { "pkg/webhook/registryauth/": "less/registryauth.go" },
        },
        {
          module: "github.com/sigstore/cosign/v2",
          what: "its command line, policies in Rego, keys in GitHub and GitLab",
          replace: {
            "cmd/cosign/cli/options/": "less/options.go",
            "pkg/cosign/rego/": "less/rego.go",
            "pkg/cosign/git/": "less/git.go",
            "pkg/cosign/git/gitlab/": "less/gitlab.go",
          },
        },
        {
          module: "github.com/google/go-containerregistry/pkg/authn/k8schain",
          what: "credentials of clouds' registries",
          replace: { "./": "less/k8schain.go" },
        },
        ...["aws", "azure", "gcp", "hashivault"].map((service) => ({
          module: `github.com/sigstore/sigstore/pkg/signature/kms/${service}`,
          what: "its key service",
          replace: { "./": `less/${service}.go` },
        })),
      ],
      cpuSeconds: 150,
    },
  },
  {
    // Grafana's published types of dashboards, strictly read; Grafana itself is not run.
    name: "grafana-schema",
    version: "0.0.22",
    binaries: ["grafana-schema"],
    onRequest: true,
    source: {
      kind: "go",
      folder: "grafana-schema",
      packages: ["."],
      output: "grafana-schema",
      cpuSeconds: 20,
    },
  },
];
