import { needMirror } from "../../../../../../components/core/routers/gateway/needs/need-mirror";
import type { Found } from "../../../../../../components/core/routers/need";
import { settings } from "../any-route";

const found = (object: unknown): Found => ({ kind: "found", object });
const hidden: Found = { kind: "hidden" };
const gateway = found({ spec: { gatewayClassName: "eg" } });
const classWith = (...features: readonly string[]): Found =>
  found({
    items: [{ metadata: { name: "eg" }, status: { supportedFeatures: features.map((name) => ({ name })) } }],
  });

const needsOf = (percent: number) =>
  needMirror({
    ...settings,
    stages: [{ key: "mirror", exposure: { mirror: { percent, repeatable: ["GET"] } }, soakSeconds: 60 }],
  } as typeof settings);

test("stages without a mirror need nothing", () => {
  expect(needMirror(settings)).toEqual([]);
});

const both = ["HTTPRouteRequestMirror", "HTTPRouteRequestPercentageMirror"];

test.each<[string, number, Found, Found, RegExp | undefined]>([
  ["states both", 10, classWith(...both), gateway, undefined],
  ["copies all", 100, classWith(both[0] as string), gateway, undefined],
  [
    "copies no share",
    10,
    classWith(both[0] as string),
    gateway,
    /GatewayClass eg without HTTPRouteRequestPercentageMirror$/,
  ],
  [
    "states others",
    10,
    classWith("HTTPRoute"),
    gateway,
    /without HTTPRouteRequestMirror and HTTPRouteRequestPercent/,
  ],
  [
    "states nothing",
    100,
    found({ items: [{ metadata: { name: "eg" } }] }),
    gateway,
    /got none that can be read$/,
  ],
  ["is another", 100, classWith(...both), found({}), /none that can be read$/],
  ["may not be listed", 100, hidden, gateway, /none that can be read$/],
  ["is of a Gateway that may not be read", 100, classWith(...both), hidden, /none that can be read$/],
])("the class of the Gateway %s", (_, percent, classes, one, refusal) => {
  const [need] = needsOf(percent);
  expect(need?.paths).toEqual([
    "/apis/gateway.networking.k8s.io/v1/gatewayclasses",
    "/apis/gateway.networking.k8s.io/v1/namespaces/gateway/gateways/sluice",
  ]);
  const { problems, notes } = need!.judge([classes, one]);
  expect(problems.map(({ path, end }) => [path, end])).toEqual(
    refusal === undefined ? [] : [["sluice:stages[].mirror", "usage"]],
  );
  for (const { text } of problems) expect(text).toMatch(refusal as RegExp);
  expect(notes).toEqual([expect.stringContaining("experimental")]);
});

test("the way out is where it lacks", () => {
  const fixOf = (...features: readonly string[]) =>
    needsOf(10)[0]!.judge([classWith(...features), gateway]).problems[0]?.fix;
  expect(fixOf(both[0] as string)).toMatch(/^percent: 100/);
  expect(fixOf()).toMatch(/^begin with a small weight/);
});
