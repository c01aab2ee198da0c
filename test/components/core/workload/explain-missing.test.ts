import { explainMissing } from "../../../../components/core/workload/explain-missing";

test.each([
  ["nothing known", undefined, [], undefined, ""],
  ["pods that are well", {}, [{ name: "a" }], [], ""],
  [
    "a Deployment that a person paused",
    { paused: true },
    [],
    undefined,
    " (spec.paused is true, so that its pods stay as they are)",
  ],
  [
    "everything known",
    { trouble: "FailedCreate: exceeded quota" },
    [{ name: "a", problem: "Unschedulable: no node" }],
    ["FailedMount: no secret"],
    " (FailedCreate: exceeded quota; a: Unschedulable: no node; FailedMount: no secret)",
  ],
])("explainMissing(): %s", (_name, track, pods, warnings, expected) => {
  expect(explainMissing(track, pods, warnings)).toBe(expected);
});
