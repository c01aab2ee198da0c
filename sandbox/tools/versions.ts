import { controllerTools, type ControllerName } from "./controllers";
import { debianAlertmanager } from "./debian-alertmanager";
import { debianBlackbox } from "./debian-blackbox";
import { dataPlaneTools, type DataPlaneToolName } from "./data-planes";
import { debianPackages } from "./debian-packages";
import { debianWaf } from "./debian-waf";
import { downloads } from "./downloads";
import type { GoSource, Tool } from "./tool";

/** Names of the tools that the sandbox, the Pulumi program and the tests run on. */
export type ToolName =
  | "pulumi"
  | "pulumi-language-nodejs"
  | "pulumi-resource-kubernetes"
  | "pulumi-resource-random"
  | "etcd"
  | "kubernetes"
  | "traefik"
  | "coredns"
  | "pause"
  | "cosign-2"
  | "cosign-3"
  | "debian"
  | "debian-waf"
  | "debian-alertmanager"
  | "debian-blackbox"
  | DataPlaneToolName
  | ControllerName;

const kubernetes = { version: "1.36.3", major: "1", minor: "36", buildDate: "2026-07-22T00:00:00Z" };
const kubernetesCommands = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
  "kubelet",
  "kube-proxy",
];
const kubernetesStamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((at) => [
  `${at}.gitVersion=v${kubernetes.version}`,
  `${at}.gitMajor=${kubernetes.major}`,
  `${at}.gitMinor=${kubernetes.minor}`,
  `${at}.gitTreeState=clean`,
  `${at}.buildDate=${kubernetes.buildDate}`,
]);

const go = (folder: string, source: Omit<GoSource, "kind" | "folder">): GoSource => ({
  kind: "go",
  folder,
  ...source,
});

/** Both formats of signatures are tested with the cosign that writes them; side by side, so each has a name of its own. */
const cosign = (major: string, version: string, cpuSeconds: number): Tool<ToolName> => ({
  name: major === "2" ? "cosign-2" : "cosign-3",
  version,
  binaries: [`cosign-${major}`],
  onPath: { args: { [`cosign-${major}`]: ["version"] }, prints: `v${version}` },
  onRequest: true,
  download: major === "2" ? downloads.cosign2 : downloads.cosign3,
  source: go(`cosign-v${major}`, {
    packages: [`github.com/sigstore/cosign/v${major}/cmd/cosign`],
    output: `cosign-${major}`,
    stamps: [`sigs.k8s.io/release-utils/version.gitVersion=v${version}`],
    cpuSeconds,
  }),
});

/** Every tool with its one pinned version. Changing a version here and in its module folder is the whole upgrade. */
export const tools: readonly Tool<ToolName>[] = [
  {
    name: "pulumi",
    version: "3.259.0",
    binaries: ["pulumi"],
    onPath: { args: { pulumi: ["version"] }, prints: "v3.259.0" },
    download: downloads.pulumi,
    source: go("pulumi", {
      packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
      stamps: ["github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0"],
      without: [
        {
          module: "github.com/pulumi/pulumi/pkg/v3",
          what: "pulumi api, secrets by cloud key services, logs of clouds",
          replace: {
            "cmd/pulumi/cloud/": "less/cloud.go",
            "secrets/cloud/": "less/secrets.go",
            "authhelpers/": "less/gcpauth.go",
            "operations/operations_aws.go": "less/operations.go",
            "operations/operations_gcp.go": "less/operations_gcp.go",
          },
        },
        {
          module: "gocloud.dev",
          what: "state in buckets of AWS, Azure and Google",
          replace: {
            "blob/azureblob/": "less/azureblob.go",
            "blob/gcsblob/": "less/gcsblob.go",
            "blob/s3blob/": "less/s3blob.go",
          },
        },
      ],
      cpuSeconds: 300,
    }),
  },
  {
    name: "pulumi-language-nodejs",
    version: "1.0.0",
    binaries: ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"],
    source: go("langhost", {
      packages: ["."],
      output: "pulumi-language-nodejs",
      npmFiles: ["@pulumi/pulumi/pulumi-resource-pulumi-nodejs"],
      cpuSeconds: 35,
    }),
  },
  {
    name: "pulumi-resource-kubernetes",
    version: "4.25.0",
    binaries: ["pulumi-resource-kubernetes"],
    pluginFolder: "resource-kubernetes-v4.25.0",
    download: downloads.kubernetesProvider,
    source: go("kubernetes-provider", {
      packages: ["."],
      output: "pulumi-resource-kubernetes",
      without: [
        {
          module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
          what: "component resources (helm.v4.Chart, kustomize.v2, yaml.v2)",
          replace: { "pkg/provider/provider_construct.go": "less/provider_construct.go" },
        },
      ],
      cpuSeconds: 314,
    }),
  },
  {
    name: "pulumi-resource-random",
    version: "4.21.2",
    binaries: ["pulumi-resource-random"],
    onPath: { prints: "" },
    pluginFolder: "resource-random-v4.21.2",
    source: go("random", { packages: ["."], output: "pulumi-resource-random", cpuSeconds: 36 }),
  },
  {
    name: "etcd",
    version: "3.6.16",
    binaries: ["etcd"],
    onPath: { prints: "3.6.16" },
    source: go("etcd", { packages: ["."], output: "etcd", cpuSeconds: 63 }),
  },
  {
    name: "kubernetes",
    version: kubernetes.version,
    binaries: kubernetesCommands,
    onPath: { args: { kubectl: ["version", "--client"] }, prints: `v${kubernetes.version}` },
    source: go("kubernetes", {
      packages: kubernetesCommands.map((command) => `k8s.io/kubernetes/cmd/${command}`),
      stamps: kubernetesStamps,
      cpuSeconds: 754,
    }),
  },
  {
    name: "traefik",
    version: "3.7.9",
    binaries: ["traefik"],
    onPath: { args: { traefik: ["version"] }, prints: "3.7.9" },
    source: go("traefik", {
      packages: ["github.com/traefik/traefik/v3/cmd/traefik"],
      stamps: ["github.com/traefik/traefik/v3/pkg/version.Version=3.7.9"],
      without: [
        {
          module: "github.com/traefik/traefik/v3",
          what: "AWS ECS, Redis and InfluxDB",
          replace: {
            "pkg/provider/ecs/": "less/ecs.go",
            "pkg/provider/kv/redis/": "less/redis.go",
            "pkg/middlewares/ratelimiter/redis_limiter.go": "less/redis_limiter.go",
            "pkg/middlewares/ratelimiter/lua.go": "less/lua.go",
            "pkg/observability/metrics/influxdb2.go": "less/influxdb2.go",
          },
        },
        {
          module: "github.com/go-acme/lego/v5",
          what: "ACME's DNS challenge",
          replace: { "providers/dns/zz_gen_dns_providers.go": "less/zz_gen_dns_providers.go" },
        },
      ],
      cpuSeconds: 230,
    }),
  },
  {
    name: "coredns",
    // The last one whose libraries Traefik and Kubernetes can share: with them, half of it is compiled already.
    version: "1.14.4",
    binaries: ["coredns"],
    onPath: { args: { coredns: ["-version"] }, prints: "CoreDNS-1.14.4" },
    download: downloads.coredns,
    source: go("coredns", { packages: ["."], output: "coredns", cpuSeconds: 169 }),
  },
  {
    name: "pause",
    version: "1.0.0",
    binaries: ["pause"],
    source: go("pause", { packages: ["."], output: "pause", cpuSeconds: 2 }),
  },
  cosign("2", "2.6.5", 335),
  cosign("3", "3.1.3", 290),
  {
    name: "debian",
    version: "12",
    binaries: Object.keys(debianPackages.files),
    source: debianPackages,
  },
  {
    name: "debian-waf",
    version: "12",
    binaries: Object.keys(debianWaf.files),
    onRequest: true,
    source: debianWaf,
  },
  {
    name: "debian-alertmanager",
    version: "12",
    binaries: Object.keys(debianAlertmanager.files),
    onRequest: true,
    source: debianAlertmanager,
  },
  {
    name: "debian-blackbox",
    version: "12",
    binaries: Object.keys(debianBlackbox.files),
    onRequest: true,
    source: debianBlackbox,
  },
  ...dataPlaneTools,
  ...controllerTools,
];
