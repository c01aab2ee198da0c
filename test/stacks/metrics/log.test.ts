import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

const ruleOf = (keys: string) =>
  toSettings(
    configWith({ analysis: `{ prometheus: "http://p", metrics: [{ name: panics, kind: log, ${keys} }] }` }),
    { kind: "base", environment: "prod" },
  ).analysis.metrics[0];

test("metric log reads the app's own pods unless it says otherwise", () => {
  expect(ruleOf("lines: 'panic:'")).toEqual({
    kind: "log",
    name: "panics",
    toleratedRatio: 2,
    lines: "panic:",
    except: "kube-probe|sluice-probe",
  });
  expect(ruleOf("lines: x, except: y, container: proxy, toleratedRatio: 4")).toMatchObject({
    except: "y",
    container: "proxy",
    toleratedRatio: 4,
  });
});

test("metric log reads Loki where it is named", () => {
  expect(ruleOf('lines: x, loki: { address: "service://logs/loki:3100" }')).toMatchObject({
    loki: {
      address: "service://logs/loki:3100",
      selector: '{namespace="{{namespace}}",pod=~"{{app}}-(stable|canary)-[a-z0-9]+(-[a-z0-9]{5})?"}',
    },
  });
  expect(
    ruleOf(
      `lines: x, loki: { address: "https://loki", tokenFrom: TOKEN, tenant: shop, selector: '{app="{{app}}"}' }`,
    ),
  ).toMatchObject({ loki: { tokenFrom: "TOKEN", tenant: "shop", selector: '{app="{{app}}"}' } });
});

test.each([
  ["no lines", "toleratedRatio: 2", "lines must be set for a log"],
  [
    "an expression that is none",
    "lines: '('",
    "lines must be a regular expression of RE2: missing closing )",
  ],
  ["a look-ahead", "lines: 'x(?=y)'", "lines must be a regular expression of RE2"],
  ["such an exception", "lines: x, except: '['", "except must be a regular expression of RE2"],
  ["codes", "lines: x, codes: [500]", 'codes must not be set for kind "log"'],
  [
    "a container with loki",
    'lines: x, container: app, loki: { address: "service://logs/loki:3100" }',
    "container must be left out with loki",
  ],
  [
    "a placeholder",
    `lines: x, loki: { address: "http://l", selector: '{pod="{{pod}}"}' }`,
    "loki must use no other placeholders",
  ],
  [
    "a selector that is none",
    `lines: x, loki: { address: "http://l", selector: "rate(x)" }`,
    "loki.selector must be a selector of streams",
  ],
  [
    "a token for a Service",
    'lines: x, loki: { address: "service://logs/loki:3100", tokenFrom: T }',
    "loki.tokenFrom must be left out with a service:// address",
  ],
  [
    "a tenant for a Service",
    'lines: x, loki: { address: "service://logs/loki:3100", tenant: t }',
    "loki.tenant must be left out with a service:// address",
  ],
  [
    "a token by plain http",
    'lines: x, loki: { address: "http://loki", tokenFrom: T }',
    "loki.tokenFrom must be set with an https address only",
  ],
])("metric log refuses %s", (_, keys, says) => {
  expect(() => ruleOf(keys)).toThrow(says);
});
