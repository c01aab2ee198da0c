import { mapStages } from "../../../../../components/core/convert/flagger/stages";
import type { JsonObject } from "../../../../../components/core/revision/revision";

const map = (analysis: JsonObject) => mapStages({ spec: { analysis } });
const weightsOf = (analysis: JsonObject) => map(analysis).stages.map(({ weight }) => weight);

test.each([
  ["steps up to the most", { stepWeight: 10, maxWeight: 30 }, [10, 20, 30, 100]],
  ["steps up to 100 without a most", { stepWeight: 20 }, [20, 40, 60, 80, 100]],
  ["a list, which wins over steps", { stepWeight: 10, stepWeights: [1, 2, 10, 80] }, [1, 2, 10, 80, 100]],
  ["a list that does not increase", { stepWeights: [5, 5, 10] }, [5, 10, 100]],
  ["a large first step", { stepWeight: 50, maxWeight: 50 }, [20, 50, 100]],
  ["iterations, which win over weights", { iterations: 10, stepWeight: 5 }, []],
  ["iterations with a match", { iterations: 10, match: [{}] }, []],
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
