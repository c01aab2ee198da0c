import { toSettings } from "../../../stacks/settings/settings";
import { parseStackName } from "../../../stacks/name";
import { configWith } from "../../support/environment";

const at = "prometheus: 'https://p'";
const analysis = (text: string) => configWith({ analysis: `{ ${at}, ${text} }` }).analysis;

test("analysis.query has defaults of the usual names, which reach the settings", () => {
  const config = configWith({ analysis: `{ ${at}, source: query, query: {} }` });
  expect(config.analysis.query).toEqual({
    requests: 'http_requests_total{namespace="{{namespace}}"}',
    track: { label: "track" },
    countedBy: "backend",
  });
  expect(toSettings(config, parseStackName("prod")).analysis.query).toEqual(config.analysis.query);
});

test("analysis.query takes durations in their unit, which latency is judged by", () => {
  const durations = "durations: { histogram: h, unit: ms, bounds: [250ms, 1s] }";
  const { query, metrics } = analysis(
    `source: query, query: { ${durations}, countedBy: pod, track: { label: pod } }, metrics: [{ name: slow, kind: latency }]`,
  );
  expect(query?.durations).toEqual({ histogram: "h", perSecond: 1000, boundsSeconds: [0.25, 1] });
  expect(metrics).toMatchObject([{ boundsSeconds: [0.25, 1] }]);
  expect(
    analysis(`source: query, query: { durations: { histogram: h, bounds: [1s] } }`).query?.durations,
  ).toMatchObject({
    perSecond: 1,
  });
});

test.each([
  ["query: {}", 'query must be set with source "query" only'],
  ["source: query, query: { requests: 'sum(a)' }", "query.requests must be a selector of one metric"],
  ["source: query, query: { requests: '{a=\"b\"}' }", "query.requests must be a selector of one metric"],
  ["source: query, query: { requests: 'a{b=\"{{c}}\"}' }", "query.requests must have no placeholders but"],
  ["source: query, query: { track: { canary: '(' } }", "query.track.canary must be a regular expression"],
  ["source: query, query: { track: { stable: '' } }", "query.track.stable must be a regular expression"],
  [
    "source: query, query: { track: { stable: '{{x}}' } }",
    "query.track.stable must have no placeholders but",
  ],
  [
    "source: query, query: { durations: { histogram: h, bounds: [1s, 500ms] } }",
    "query.durations.bounds must be above 0 and ascending",
  ],
  [
    "source: query, metrics: [{ name: slow, kind: latency }]",
    'metrics must be without kind latency: source "query" counts no durations',
  ],
  [
    "source: nginx-gateway-fabric, metrics: [{ name: slow, kind: latency }]",
    'metrics must be without kind latency: source "nginx-gateway-fabric" counts no durations',
  ],
  [
    "source: envoy-gateway, metrics: [{ name: throttled, kind: events, codes: [429] }]",
    'metrics must be without codes: source "envoy-gateway" tells no status by its code',
  ],
  [
    "source: ingress-nginx",
    'source must be one that counts what router "gateway" splits: traefik, contour, envoy-gateway, istio, linkerd, nginx-gateway-fabric, opentelemetry, query: got "ingress-nginx"',
  ],
])("analysis of %s is refused", (text, problem) => {
  expect(() => analysis(text)).toThrow(`sluice:analysis.${problem}`);
});
