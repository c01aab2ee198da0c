import { listOpenPorts } from "../../../../components/core/edge/open-ports";
import type { JsonObject } from "../../../../components/core/revision/revision";
import { toShortRevision } from "../../../../components/core/workload/short-form";
import { toTrackShape } from "../../../../components/core/workload/track-shape";
import type { WorkloadSpec } from "../../../../components/core/workload/workload";
import { wafSpec } from "../../../support/waf-spec";
import { toWorkload } from "../../../../stacks/settings/workload";
import { configWith } from "../../../support/environment";

const image = `registry.example.org/shop@sha256:${"b".repeat(64)}`;
const workload = toWorkload(configWith({ app: "{ name: shop }" }));
const filtered: WorkloadSpec = { ...workload, waf: wafSpec() };

interface Container {
  readonly name: string;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe: { readonly httpGet: { readonly port: unknown } };
}

interface Template {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly initContainers?: readonly (Container & Readonly<Record<string, unknown>>)[];
    readonly containers: readonly Container[];
    readonly volumes: readonly { readonly name: string }[];
  };
}

const templateOf = (spec: WorkloadSpec) =>
  toShortRevision("shop", image, spec).template as unknown as Template;

test("without a firewall nothing is added, so that no revision of before changes", () => {
  const { template, configuration } = toShortRevision("shop", image, workload);
  expect(configuration).toEqual([]);
  expect(JSON.stringify(template)).not.toContain("waf");
});

test("the firewall stands at the ports that Services and Prometheus know; the app's probes ask the app", () => {
  const { metadata, spec } = templateOf(filtered);
  expect(metadata.annotations).toMatchObject({ "prometheus.io/port": "8881" });
  expect(spec.containers[0]?.ports.map(({ name, containerPort }) => [name, containerPort])).toEqual([
    ["http", 8880],
    ["metrics", 8881],
    ["app", workload.port],
  ]);
  expect(spec.containers[0]?.readinessProbe.httpGet.port).toBe("app");
  expect(spec.volumes.map(({ name }) => name)).toEqual(["tmp", "waf-config", "waf-tmp"]);
});

test("the firewall is a native sidecar under the restricted Pod Security Standard, with requests of its own", () => {
  expect(templateOf(filtered).spec.initContainers).toMatchObject([
    {
      name: "waf",
      restartPolicy: "Always",
      args: expect.arrayContaining([`http://127.0.0.1:${workload.metrics.port}${workload.metrics.path}`]),
      resources: { requests: { cpu: "100m", memory: "96Mi" }, limits: { memory: "256Mi" } },
      readinessProbe: { httpGet: { path: "/waf/ready", port: 8881 } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
  ]);
});

test("a firewall that is busy keeps its pod: neither probe takes it away within half a minute of late answers", () => {
  const [sidecar] = templateOf(filtered).spec.initContainers ?? [];
  for (const name of ["readinessProbe", "livenessProbe"]) {
    const probe = sidecar?.[name] as Readonly<Record<string, number>>;
    const { periodSeconds = 0, failureThreshold = 0, timeoutSeconds = 0 } = probe;
    expect([name, periodSeconds * failureThreshold >= 30, timeoutSeconds >= 5]).toEqual([name, true, true]);
  }
});

test("its rules are configuration of the revision: another rule is another revision", () => {
  const { configuration } = toShortRevision("shop", image, filtered);
  expect(configuration).toMatchObject([
    { kind: "ConfigMap", name: "shop-waf", data: { "nginx.conf": expect.any(String) } },
  ]);
  const other = toShortRevision("shop", image, { ...workload, waf: wafSpec({ threshold: 10 }) });
  expect(other.configuration).not.toEqual(configuration);
  expect(other.template).toEqual(toShortRevision("shop", image, filtered).template);
});

test("each track is open where its own pods listen, the app's port behind a firewall is not", () => {
  const further = [{ port: 15_008, protocol: "TCP" }];
  const open = (spec: WorkloadSpec) =>
    listOpenPorts(templateOf(spec) as unknown as JsonObject, further).map(({ port }) => port);
  expect(open(workload)).toEqual([workload.port, workload.metrics.port, 15_008]);
  expect(open(filtered)).toEqual([8880, 8881, 15_008]);
  expect(
    listOpenPorts({ spec: { containers: [{ ports: [{ containerPort: 1 }, { containerPort: "x" }] }] } }, []),
  ).toEqual([{ port: 1, protocol: "TCP" }]);
});

test("with a firewall an autoscaler looks at the app's container alone", () => {
  const stable = { replicas: 2, autoscale: { maxReplicas: 4, cpuPercent: 70 } };
  const metricsOf = (spec: WorkloadSpec) =>
    toTrackShape({ settings: { port: spec.port }, workload: { ...spec, stable } }).autoscaler?.metrics;
  expect(metricsOf(workload)).toMatchObject([{ type: "Resource" }]);
  expect(metricsOf(filtered)).toMatchObject([
    { type: "ContainerResource", containerResource: { name: "cpu", container: "app" } },
  ]);
});
