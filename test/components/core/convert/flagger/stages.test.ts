import { mapStages } from "../../../../../components/core/convert/flagger/stages";
import type { JsonObject } from "../../../../../components/core/revision/revision";

const map = (analysis: JsonObject, traffic: JsonObject = {}, source = "traefik") =>
  mapStages({ spec: { analysis } }, { traffic, source, template: {} });
const weightsOf = (analysis: JsonObject) => map(analysis).stages.map(({ weight }) => weight);

test.each([
  ["steps up to the most", { stepWeight: 10, maxWeight: 30 }, [10, 20, 30, 100]],
  ["steps up to 100 without a most", { stepWeight: 20 }, [20, 40, 60, 80, 100]],
  ["a list, which wins over steps", { stepWeight: 10, stepWeights: [1, 2, 10, 80] }, [1, 2, 10, 80, 100]],
  ["a list that does not increase", { stepWeights: [5, 5, 10] }, [5, 10, 100]],
  ["a large first step", { stepWeight: 50, maxWeight: 50 }, [20, 50, 100]],
  ["iterations, which win over weights", { iterations: 10, stepWeight: 5 }, [100]],
  ["iterations with a match that no stage has", { iterations: 10, match: [{}] }, []],
  ["nothing", {}, []],
])("mapStages() makes stages of %s", (_, analysis, weights) => {
  expect(weightsOf(analysis)).toEqual(weights);
});

test("mapStages() soaks for one interval, at least Flagger's least", () => {
  expect(map({ interval: "2s", stepWeight: 10, maxWeight: 10 }).stages[0]).toEqual({
    weight: 10,
    soak: "10s",
  });
});

test("mapStages() tells that many stages are many stacks", () => {
  const [first] = map({ stepWeight: 5, maxWeight: 60 }).fates;
  expect(first?.fix).toBe("each stage is a stack of its own: fewer do");
  expect(map({ stepWeights: [10, 100] }).fates[0]?.verdict).toBe("exact");
  expect(map({ stepWeights: [5, 5, 10] }).fates[0]?.now).toContain("weights that do not increase");
});

const cookie = { headers: { cookie: { regex: "^(.*?;)?(canary=always)(;.*)?$" } } };
const tester = { headers: { "x-canary": { exact: "insider" } } };

test("mapStages() makes a stage with a match of an A/B test, by the first condition that a stage has", () => {
  const empty = { headers: { a: {} } };
  const strange = { headers: { a: { exact: "1" }, b: { exact: "2" } } };
  const inside = { ...tester, sourceLabels: { app: "x" } };
  const { stages, fates } = map({
    interval: "1m",
    iterations: 10,
    match: [{}, empty, strange, inside, cookie, tester],
  });
  expect(stages).toEqual([
    { match: { cookie: "canary", exact: "always" }, soak: "10m" },
    { weight: 20 },
    { weight: 100 },
  ]);
  expect(fates.map(({ at, verdict }) => [at, verdict]).slice(0, 3)).toEqual([
    ["spec analysis iterations", "approximate"],
    ["spec analysis match [4]", "exact"],
    ["spec analysis match", "lost"],
  ]);
  expect(map({ iterations: 10, match: [tester] }, { router: "nginx" }).stages).toEqual([]);
});

test("mapStages() makes strategy blue-green of iterations alone, where a canary without users can be asked", () => {
  const { stages, further, gaps } = map({ interval: "1m", iterations: 10 });
  expect(stages).toEqual([{ weight: 100, checksFor: "10m" }]);
  expect(further).toEqual({
    strategy: "blue-green",
    checks: [{ name: "answers", requests: [{ url: "/" }] }],
  });
  expect(gaps).toHaveLength(1);
  expect(map({ iterations: 10 }, { router: "nginx" })).toMatchObject({ stages: [] });
});

test("mapStages() copies requests first, where the router does and the source sees copies", () => {
  const weighted = { interval: "1m", stepWeight: 50, maxWeight: 50, mirror: true };
  const mirror = { mirror: { percent: 100, repeatable: ["GET", "HEAD"] }, soak: "1m" };
  const first = (...more: Parameters<typeof map>) => map(...more).stages[0];
  expect(first(weighted)).toEqual(mirror);
  expect(first({ ...weighted, mirrorWeight: 30 })).toMatchObject({ mirror: { percent: 30 } });
  const weight = { weight: 20, soak: "1m" };
  expect(first({ ...weighted, mirror: false })).toEqual(weight);
  expect(first(weighted, { router: "nginx" })).toEqual(weight);
  expect(first(weighted, { from: { object: "a" } })).toEqual(weight);
  const blind = map(weighted, { router: "istio" }, "istio");
  expect(blind.stages[0]).toEqual(weight);
  expect(blind.fates[0]?.now).toContain("Istio's proxies count no copies");
});
