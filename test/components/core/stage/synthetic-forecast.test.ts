import { foretellSynthetic } from "../../../../components/core/stage/synthetic-forecast";

test.each([
  {
    name: "none",
    why: "sluice:analysis.syntheticPerSecond is 0",
    answers: [],
    said: "No synthetic checks: sluice:analysis.syntheticPerSecond is 0; a version that fails altogether is found by the counters alone",
  },
  {
    name: "a gateway nearby",
    why: undefined,
    answers: [0.02, 0.4, 0.01],
    said: "Synthetic checks: a version that fails altogether is off about 2.5 s after its first failing answer, at any traffic (20 ms for an answer from here)",
  },
  {
    name: "one far away, that one answer was lost from",
    why: undefined,
    answers: [undefined, 0.6, 0.62],
    said: "Synthetic checks: a version that fails altogether is off about 3.1 s after its first failing answer, at any traffic (620 ms for an answer from here)",
  },
  {
    name: "nobody who answers",
    why: undefined,
    answers: [undefined, undefined, undefined],
    said: "Synthetic checks: no answer within 2 s from here just now; while that lasts, a version that fails altogether is found by the counters alone",
  },
])("foretellSynthetic() of $name", ({ why, answers, said }) => {
  expect(foretellSynthetic(why, answers)).toBe(said);
});
