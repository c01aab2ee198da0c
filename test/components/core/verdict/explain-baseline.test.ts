import { explainBaseline, noBaseline } from "../../../../components/core/verdict";

const objective = { objectiveErrorRatio: 0.01 };
const baseline = (requests: number, errors: number, medianErrorRatio: number | null = null) => ({
  requests,
  errors,
  medianErrorRatio,
});

test.each([
  {
    name: "an hour",
    seen: baseline(9000, 45, 0.005),
    rate: 10,
    wanted: "stable: 0.5 % errors in the hour before, so it counts as worse from 1.5 % on",
  },
  {
    name: "an hour of a stable that fails",
    seen: baseline(9000, 450, 0.05),
    rate: 10,
    wanted:
      "stable: 5 % errors in the hour before, so it counts as worse from 15 % on; it is outside its objective, so harm to it is reported only",
  },
  {
    name: "enough of a short time",
    seen: baseline(300, 0),
    rate: 10,
    wanted:
      "stable: no hour seen before the first raise, 0 of 300 requests failed, so it counts as worse from 1 % on",
  },
  {
    name: "too little",
    seen: baseline(100, 0),
    rate: 10,
    wanted:
      "stable: no hour seen before the first raise, 0 of 100 requests failed, so it counts as worse from 3 % on; 200 more requests without an error, about 20 s at today's traffic make it 1 %",
  },
  {
    name: "an hour that could not be read",
    seen: noBaseline,
    rate: 0,
    wanted:
      "stable: no hour seen before the first raise, 0 of 0 requests failed, so it counts as worse from 90 % on, too high to go by: harm to it is reported only; 300 more requests without an error make it 1 %",
  },
])("explainBaseline() of $name", ({ seen, rate, wanted }) => {
  expect(explainBaseline(seen, objective, rate)).toBe(wanted);
});
