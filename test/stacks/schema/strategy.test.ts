import { parseStackName } from "../../../stacks/name";
import { salvageEnvironment } from "../../../stacks/files/salvage";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith, imageOf } from "../../support/environment";

const check = "{ name: home, requests: [{ url: / }] }";
const blue = { strategy: "blue-green", checks: `[${check}]` };
const replicas = {
  traffic: "{ router: replicas }",
  analysis: '{ prometheus: "http://p:9090", source: query }',
};
const read = (keys: Readonly<Record<string, string>>) => toSettings(configWith(keys), parseStackName("prod"));

test("strategy blue-green is one stage with checks in place of evidence", () => {
  const { stages, warmupRequests } = read(blue);
  expect(stages).toEqual([
    { key: "100", exposure: { weight: 100 }, soakSeconds: 1800, checksForSeconds: 300 },
  ]);
  expect(warmupRequests).toBe(20);
});

test("its times can be set, and keepPrevious is the least soak", () => {
  const stages = "[{ weight: 100, soak: 1m, checksFor: 10m }]";
  expect(read({ ...blue, stages, warmup: "0", promotion: "{ keepPrevious: 2h }" })).toMatchObject({
    stages: [{ checksForSeconds: 600, soakSeconds: 7200 }],
  });
  expect(read({ ...blue, warmup: "0" })).not.toHaveProperty("warmupRequests");
});

test("a hotfix goes by its own weights, whatever the strategy", () => {
  const release = `{ image: "${imageOf("a")}", profile: hotfix }`;
  const { stages } = read({ ...blue, release });
  expect(stages.map(({ key }) => key)).toEqual(["20", "100"]);
  expect(stages[0]).not.toHaveProperty("checksForSeconds");
});

test("strategy rolling is router replicas by its other name", () => {
  const { stages } = read({ strategy: "rolling", ...replicas });
  expect(stages.map(({ key }) => key)).toEqual(["1", "5", "20", "50", "100"]);
});

const calls = {
  strategy: "blue-green",
  traffic: "{ hosts: [shop.example.org], from: { object: shop, kind: GRPCRoute } }",
};

test("strategy blue-green of a GRPCRoute goes by health calls, and by nothing else", () => {
  const health = "{ name: health, set: grpc-health, with: { service: shop.v1.Carts } }";
  expect(read({ ...calls, checks: `[${health}]` }).checks?.[0]?.question).toEqual({
    kind: "health",
    service: "shop.v1.Carts",
  });
  expect(() => read({ ...calls, checks: `[${check}]` })).toThrow(
    'be "canary" without a check of set grpc-health in sluice:checks: it stands in for evidence',
  );
  expect(() => read({ checks: `[${health}]` })).toThrow(
    "be another one but with a GRPCRoute in sluice:traffic.from",
  );
});

test("warmup counts with any strategy", () => {
  expect(read({ warmup: "7" }).warmupRequests).toBe(7);
});

const post = "{ name: order, requests: [{ url: /, method: POST }] }";
test.each([
  [{ strategy: "blue-green" }, 'sluice:strategy must be "canary" without a check in sluice:checks'],
  [{ ...blue, checks: `[${post}]` }, 'sluice:strategy must be "canary" without a check in sluice:checks'],
  [{ ...blue, ...replicas }, 'sluice:strategy must be "canary" with router "replicas"'],
  [
    { ...blue, stages: "[{ weight: 5 }, { weight: 100 }]" },
    "sluice:stages must be one stage of 100% with sluice:strategy blue-green",
  ],
  [{ ...blue, stages: "[{ weight: 50 }]" }, "sluice:stages[0].weight must be 100% in the last stage"],
  [{ stages: "[{ weight: 5, checksFor: 1m }, { weight: 100 }]" }, "stages[0].checksFor must be left out"],
  [
    { ...blue, hotfix: "{ stages: [{ weight: 20 }, { weight: 100, checksFor: 1m }] }" },
    "hotfix.stages[1].checksFor must be left out",
  ],
  [{ strategy: "rolling" }, 'sluice:strategy must be "canary" or "blue-green" with router "gateway"'],
  [{ strategy: "purple" }, 'sluice:strategy must be "canary" or "blue-green" or "rolling"'],
])("%j is refused: %s", (keys, message) => {
  expect(() => configWith(keys)).toThrow(message);
});

test("an abort does without a strategy that the rest of the file does not allow", () => {
  const raw = {
    cluster: { context: "prod", uid: "u" },
    app: { name: "shop" },
    release: { image: imageOf("a") },
    traffic: { hosts: ["app.example.org"] },
    analysis: { prometheus: "http://p:9090" },
  };
  const stages = [{ weight: 100, soak: "1m", checksFor: "1m" }];
  expect(salvageEnvironment({ ...raw, strategy: "blue-green", stages })).toMatchObject({
    strategy: "canary",
    app: { name: "shop" },
  });
});

test.each([
  [
    "{ router: replicas, from: { manifest: a.yaml } }",
    /sluice:traffic.from must be { object }, the name of a Service/,
  ],
  ["{ router: replicas, from: {} }", /sluice:traffic.from must be { object }/],
  [
    "{ router: replicas, from: { object: web }, route: front }",
    /sluice:traffic.route must be left out: from names/,
  ],
  [
    "{ router: replicas, hosts: [a.b] }",
    /sluice:traffic.hosts must be left out: router "replicas" is a Service/,
  ],
])("a Service is named once, and has no host: %s", (traffic, message) => {
  expect(() => read({ ...replicas, traffic })).toThrow(message);
});
