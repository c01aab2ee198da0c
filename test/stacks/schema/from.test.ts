import { configWith } from "../../support/environment";

const app = (text: string) => configWith({ app: `{ name: shop, ${text} }` }).app;

test.each([
  ["a folder", "from: { manifest: k8s/ }", { manifest: ["k8s/"] }],
  [
    "a list of files",
    "from: { manifest: [a.yaml, b.yaml], port: 80 }",
    { manifest: ["a.yaml", "b.yaml"], port: 80 },
  ],
  [
    "a kustomization",
    "from: { kustomize: overlays/prod, port: grpc }",
    { kustomize: "overlays/prod", port: "grpc" },
  ],
  [
    "a chart in the project",
    "from: { chart: { path: chart, values: { a: 1 }, release: web }, kubeVersion: v1.33.0, apiVersions: [monitoring.coreos.com/v1] }",
    {
      chart: { path: "chart", values: [{ a: 1 }], release: "web" },
      kubeVersion: "v1.33.0",
      apiVersions: ["monitoring.coreos.com/v1"],
    },
  ],
  [
    "a chart of a repository",
    "from: { chart: { name: podinfo, repository: 'https://example.org/charts', version: 6.9.0, values: [a.yaml, { b: 1 }] } }",
    {
      chart: {
        name: "podinfo",
        repository: "https://example.org/charts",
        version: "6.9.0",
        values: ["a.yaml", { b: 1 }],
      },
    },
  ],
  [
    "a chart of a registry",
    "from: { chart: { name: 'oci://example.org/charts/podinfo', version: 6.9.0 } }",
    { chart: { name: "oci://example.org/charts/podinfo", version: "6.9.0" } },
  ],
])("sluice:app.from takes %s", (_, text, from) => {
  expect(app(text).from).toEqual(from);
});

test("what goes with a workload from elsewhere is taken", () => {
  const taken = app(
    "from: { manifest: a.yaml }, patch: [p.yaml, { kind: Deployment }], workload: web, container: main, parallel: 'the file is only read', sharedServices: [peers]",
  );
  expect(taken).toMatchObject({
    patch: ["p.yaml", { kind: "Deployment" }],
    workload: "web",
    container: "main",
    parallel: "the file is only read",
    sharedServices: ["peers"],
  });
  expect(app("from: { manifest: a.yaml }, patch: p.yaml").patch).toEqual(["p.yaml"]);
});

test.each([
  {
    name: "nothing to render",
    text: "from: {}",
    says: "sluice:app.from must have manifest, kustomize, chart or program, one of them: got {}",
  },
  {
    name: "two sources",
    text: "from: { manifest: a.yaml, kustomize: b }",
    says: "sluice:app.from must have manifest, kustomize, chart or program, one of them",
  },
  {
    name: "an address as a path",
    text: "from: { manifest: 'https://example.org/a.yaml' }",
    says: "sluice:app.from.manifest[0] must be a path in the project, without a scheme",
  },
  {
    name: "no manifest at all",
    text: "from: { manifest: [] }",
    says: "sluice:app.from.manifest must be a file, a folder, or a list of them",
  },
  {
    name: "an unknown source",
    text: "from: { jsonnet: a }",
    says: 'sluice:app.from.jsonnet must be one of "manifest", "kustomize", "chart"',
  },
  {
    name: "a chart from nowhere",
    text: "from: { chart: {} }",
    says: "sluice:app.from.chart must have path or name, one of them",
  },
  {
    name: "a chart of two places",
    text: "from: { chart: { path: a, name: b, version: 1.0.0, repository: 'https://example.org' } }",
    says: "sluice:app.from.chart must have path or name, one of them",
  },
  {
    name: "a digest of an archive that Sluice does not fetch",
    text: `from: { chart: { path: a, digest: 'sha256:${"a".repeat(64)}' } }`,
    says: "sluice:app.from.chart.digest must be left out without name",
  },
  {
    name: "a chart without a version",
    text: "from: { chart: { name: a, repository: 'https://example.org' } }",
    says: "sluice:app.from.chart.version must be set with name: without it the chart is another one tomorrow: got nothing",
  },
  {
    name: "a range of versions",
    text: "from: { chart: { name: a, repository: 'https://example.org', version: '^1.2.0' } }",
    says: 'sluice:app.from.chart.version must be an exact version such as 1.4.2: a range or none would be another chart tomorrow: got "^1.2.0"',
  },
  {
    name: "a chart without a repository",
    text: "from: { chart: { name: a, version: 1.0.0 } }",
    says: "sluice:app.from.chart.repository must be set with name: got nothing",
  },
  {
    name: "a repository beside oci://",
    text: "from: { chart: { name: 'oci://example.org/a', version: 1.0.0, repository: 'https://example.org' } }",
    says: "sluice:app.from.chart.repository must be left out with path or oci://",
  },
  {
    name: "a version and a repository beside a path",
    text: "from: { chart: { path: a, version: 1.0.0, repository: 'https://example.org' } }",
    says: "sluice:app.from.chart.version must be left out with path",
  },
  {
    name: "a port that is none",
    text: "from: { manifest: a.yaml, port: 0 }",
    says: "sluice:app.from.port must be a whole number from 1 to 65535: got 0",
  },
  {
    name: "a version that is none",
    text: "from: { manifest: a.yaml, kubeVersion: latest }",
    says: "sluice:app.from.kubeVersion must be a version such as 1.33.0",
  },
  {
    name: "a patch without anything to patch",
    text: "patch: a.yaml, workload: web, container: web, parallel: why",
    says: "sluice:app.parallel must be left out without app.from, which it is about",
  },
  {
    name: "an empty patch",
    text: "from: { manifest: a.yaml }, patch: []",
    says: "sluice:app.patch must be a strategic merge patch, a file of it, or a list of both",
  },
])("sluice:app refuses $name", ({ text, says }) => {
  expect(() => app(text)).toThrow(says);
});

test("every key of the short form is refused by name beside sluice:app.from", () => {
  const keys =
    "port: 80, metrics: { port: 1 }, replicas: 3, autoscale: { maxReplicas: 4 }, resources: { requests: { cpu: 1 } }, probes: {}, command: [a], args: [a], env: { A: b }, secretEnv: {}, user: 1, serviceAccount: a, imagePullSecrets: [], allowFrom: [], allowPorts: [], progressDeadline: 1m, terminationGracePeriod: 1m";
  expect(() => app(`from: { manifest: a.yaml }, ${keys}`)).toThrow(/17 problems/);
  expect(() => app("from: { manifest: a.yaml }, replicas: 3")).toThrow(
    "sluice:app.replicas must be left out with sluice:app.from, whose set says it: got 3 (Pulumi.prod.yaml)",
  );
});
