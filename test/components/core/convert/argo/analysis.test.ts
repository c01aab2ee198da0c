import { mapAnalysis, toAnalysis } from "../../../../../components/core/convert/argo/analysis";
import { read } from "../support/read";

const metric = (name: string, more: string) =>
  `{ name: ${name}, ${more}, provider: { prometheus: { query: "up" } } }`;
const template = (name: string, kind: string, ...metrics: readonly string[]) =>
  `{ kind: ${kind}, metadata: { name: ${name} }, spec: { dryRun: [{ metricName: dry }, {}], metrics: [${metrics.join(", ")}] } }`;

const inputs = read(
  [
    template(
      "a",
      "AnalysisTemplate",
      metric("dry", 'successCondition: "result[0] > 1"'),
      metric("odd", 'successCondition: "result[0] == 1"'),
      metric("none", "count: 1"),
      metric("both", 'successCondition: "result[0] >= 5", failureCondition: "result[0] < 2"'),
      '{ successCondition: "result[0] > 1", provider: { prometheus: { query: "up{a=\'{{args.b}}\'}", address: "{{args.c}}" } } }',
      '{ successCondition: "result[0] > 1", provider: { prometheus: { query: "free" } } }',
      "{ name: w, provider: { web: { url: x } } }",
      "{ name: d, provider: { datadog: { query: x } } }",
      "{ name: n }",
    ),
    template("b", "ClusterAnalysisTemplate", metric("all", 'failureCondition: "result[0] > 3"')),
  ].join("\n---\n"),
);

const rollout = {
  spec: {
    strategy: {
      canary: {
        analysis: { templateName: "a", dryRun: [{ metricName: "quiet" }] },
        steps: [
          { setWeight: 5 },
          { analysis: { templates: [{ templateName: "b" }, { templateName: "a" }, {}], args: [] } },
        ],
      },
      blueGreen: { prePromotionAnalysis: { templates: [{ templateName: "b" }] } },
    },
  },
};

test("mapAnalysis() maps each template once, whoever refers to it", () => {
  const { measures, fates, templates } = mapAnalysis(rollout, inputs);
  expect([...templates.keys()]).toEqual(inputs);
  expect(
    measures.flatMap(({ metrics = [] }) =>
      metrics.map(({ name, limit, direction }) => [name, limit, direction]),
    ),
  ).toEqual([
    ["both", 5, "atLeast"],
    ["metric", 1, "atLeast"],
    ["all", 3, undefined],
  ]);
  expect(fates).toContainEqual(
    expect.objectContaining({ at: "spec strategy canary steps [1] analysis templates [2]", verdict: "lost" }),
  );
  const own = templates.get(inputs[0] as (typeof inputs)[number]) ?? [];
  const first = (index: number) => own.find(({ at }) => at.startsWith(`spec metrics [${index}]`))?.now;
  expect([0, 1, 2, 4, 6, 7, 8].map(first)).toEqual([
    "left out: it never decides (dryRun)",
    "more than limits of the result",
    "it has no condition: it measured and decided nothing",
    "nothing fills in {{args.b}}",
    "requests are not read",
    "provider datadog is not read: evidence comes from Prometheus",
    "provider none is not read: evidence comes from Prometheus",
  ]);
});

test("toAnalysis() keeps the strictest objective, each metric once, and the first address", () => {
  const gauge = { name: "a", kind: "gauge", query: "up", limit: 1 };
  expect(
    toAnalysis([
      { errorRatio: 0.05, metrics: [] },
      { address: "http://x", errorRatio: 0.01, metrics: [gauge] },
      { metrics: [gauge] },
      {},
    ]),
  ).toEqual({ prometheus: "http://x", objectives: { errorRatio: 0.01 }, metrics: [gauge] });
  expect(toAnalysis([])).toEqual({});
});

test("mapAnalysis() says of a second reference's own arguments that nothing takes them", () => {
  const analysis = (value: string) => ({ templates: [{ templateName: "b" }], args: [{ name: "x", value }] });
  const fateOf = (value: string) =>
    mapAnalysis(
      { spec: { strategy: { canary: { analysis: analysis("1"), steps: [{ analysis: analysis(value) }] } } } },
      inputs,
    ).fates.find(({ at }) => at === "spec strategy canary steps [0] analysis args");
  expect(fateOf("1")).toMatchObject({ verdict: "exact" });
  expect(fateOf("2")).toMatchObject({ verdict: "lost", fix: expect.stringContaining("second name") });
});

test("toAnalysis() leaves no metric out: too many are refused by the schema, in the report", () => {
  const metrics = Array.from({ length: 21 }, (_, nth) => ({ name: `m${nth}` }));
  expect(toAnalysis([{ metrics }])).toEqual({ metrics });
});
