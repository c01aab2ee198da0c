import { convertRollout } from "../../../../../components/core/convert/argo/rollout";
import { parseEnvironment } from "../../../../../stacks/files/parse";
import { demand, read } from "../support/read";

const convert = (text: string, more = {}) =>
  demand(convertRollout(read(text), { environment: "prod", ...more }));

/** Values that the schema asks for and no Rollout has. */
const said = {
  context: "c",
  uid: "u",
  image: `registry.example.org/shop@sha256:${"a".repeat(64)}`,
  host: "shop.example.org",
  prometheus: "service://monitoring/prometheus:9090",
};

const rollout = (strategy: string): string =>
  `{ apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: { name: shop }, spec: { selector: { matchLabels: { app: shop } }, strategy: { ${strategy} }, template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: shop, image: shop }] } } } }`;

const header = (condition: string, name = "X-Test"): string =>
  `{ setHeaderRoute: { name: testers, match: [{ headerName: ${name}, headerValue: ${condition} }] } }`;
const minute = "{ pause: { duration: 1m } }";
const testers = { match: { header: "X-Test", exact: "yes" } };

test.each([
  {
    name: "before all weights",
    steps: `{ setCanaryScale: { weight: 25 } }, ${header("{ exact: 'yes' }")}, ${minute}, { setHeaderRoute: { name: testers } }, { setWeight: 20 }, ${minute}`,
    stages: [{ ...testers, soak: "1m" }, { weight: 20, soak: "1m" }, { weight: 100 }],
    verdicts: {
      "1.setHeaderRoute": "exact",
      "2.pause": "exact",
      "3.setHeaderRoute": "exact",
      "4.setWeight": "exact",
    },
  },
  {
    name: "until a person goes on",
    steps: `{ pause: {} }, ${header("{ exact: 'yes' }")}, { pause: {} }, { setWeight: 20 }, ${minute}`,
    stages: [{ ...testers, approval: true }, { weight: 20, soak: "1m", approval: true }, { weight: 100 }],
    verdicts: { "0.pause": "exact", "2.pause": "exact" },
  },
  {
    name: "beside a weight: it stands before it",
    steps: `{ setWeight: 10 }, ${minute}, ${header("{ prefix: y }")}, ${minute}, ${header("{ regex: z }")}, { setWeight: 50 }, ${minute}`,
    stages: [
      { match: { header: "X-Test", prefix: "y" }, soak: "1m" },
      { weight: 10, soak: "2m" },
      { weight: 50, soak: "1m" },
      { weight: 100 },
    ],
    verdicts: { "2.setHeaderRoute": "approximate", "4.setHeaderRoute": "lost", "0.setWeight": "exact" },
  },
  {
    name: "alone: weights come behind it",
    steps: `${header("{ exact: 'yes' }")}, { pause: {} }`,
    stages: [testers, { weight: 20, approval: true }, { weight: 100 }],
    verdicts: { "0.setHeaderRoute": "exact", "1.pause": "exact" },
  },
  {
    name: "without a time of its own",
    steps: `${header("{ exact: 'yes' }")}, { setWeight: 20 }, ${minute}`,
    stages: [testers, { weight: 20, soak: "1m" }, { weight: 100 }],
    verdicts: { "0.setHeaderRoute": "exact" },
  },
  {
    name: "without a name",
    steps: `{ setHeaderRoute: { match: [{ headerValue: { exact: a } }] } }, { setWeight: 20 }, ${minute}`,
    stages: [{ weight: 20, soak: "1m" }, { weight: 100 }],
    verdicts: { "0.setHeaderRoute": "lost" },
  },
  {
    name: "by what no stage has",
    steps: `${header("{ exact: a }", "Host")}, ${minute}, { setWeight: 20 }, ${minute}`,
    stages: [{ weight: 20, soak: "1m" }, { weight: 100 }],
    verdicts: { "0.setHeaderRoute": "lost", "1.pause": "approximate" },
  },
])("convertRollout() makes a match of a route by header $name", ({ steps, stages, verdicts }) => {
  const conversion = convert(
    rollout(`canary: { trafficRouting: { istio: { virtualService: { name: shop } } }, steps: [${steps}] }`),
    said,
  );
  expect(conversion.settings["stages"]).toEqual(stages);
  expect(parseEnvironment(conversion.settings, () => "Pulumi.prod.yaml")).toMatchObject({ ok: true });
  for (const [place, verdict] of Object.entries(verdicts)) {
    const [index, field] = place.split(".");
    const path = `spec.strategy.canary.steps[${index}].${field}`;
    expect([place, conversion.rows.find((row) => row.path.startsWith(path))?.verdict]).toEqual([
      place,
      verdict,
    ]);
  }
});

test("convertRollout() makes no match where the router has none", () => {
  const steps = `${header("{ exact: 'yes' }")}, ${minute}, { setWeight: 20 }, ${minute}`;
  const routing = "trafficRouting: { nginx: { stableIngress: shop } }";
  expect(convert(rollout(`canary: { ${routing}, steps: [${steps}] }`)).settings["stages"]).toEqual([
    { weight: 20, soak: "1m" },
    { weight: 100 },
  ]);
});

const probed = (strategy: string, probe: string): string =>
  rollout(strategy).replace("image: shop", `image: shop, ${probe}`);

test.each([
  ["blueGreen: {}", "readinessProbe: { httpGet: { path: /ready, port: 80 } }", { weight: 100 }, "/ready"],
  ["blueGreen: { autoPromotionEnabled: false }", "ports: []", { weight: 100, approval: true }, "/"],
  [
    "blueGreen: { activeService: live, previewService: next, autoPromotionSeconds: 90 }",
    "readinessProbe: { httpGet: { path: ready } }",
    { weight: 100, checksFor: "1m30s" },
    "/",
  ],
])("convertRollout() makes strategy blue-green of %s", (strategy, probe, stage, url) => {
  const { settings, gaps, rows } = convert(probed(strategy, probe), said);
  expect(settings).toMatchObject({
    strategy: "blue-green",
    stages: [stage],
    checks: [{ name: "answers", requests: [{ url }] }],
  });
  expect(gaps).toContainEqual(
    expect.objectContaining({ key: "sluice:checks", taken: `GET ${url}, status 200` }),
  );
  expect(parseEnvironment(settings, () => "Pulumi.prod.yaml")).toMatchObject({ ok: true });
  const of = rows.filter(({ path }) => path.startsWith("spec.strategy.blueGreen"));
  expect(of.every(({ verdict }) => verdict !== "lost")).toBe(true);
});
