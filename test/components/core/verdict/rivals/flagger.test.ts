import { newFlaggerRun, tickFlagger } from "../../../../../components/core/verdict";
import type { FlaggerRule, Measurement } from "../../../../../components/core/verdict";

const value = (x: number): Measurement => ({ kind: "value", value: x });

function actions(rule: FlaggerRule, measurements: Measurement[]): string[] {
  let run = newFlaggerRun;
  return measurements.map((measurement) => {
    const tick = tickFlagger(rule, run, measurement);
    run = tick.run;
    return tick.action;
  });
}

test("tickFlagger() rolls back on the tick after the last failed check that is borne", () => {
  const rule = { threshold: 2, thresholdRange: { min: 99 } };
  expect(actions(rule, [value(100), value(98), value(99), value(98), value(100)])).toEqual([
    "advance",
    "halt",
    "advance",
    "halt",
    "rollback",
  ]);
});

test.each<[string, Measurement, string]>([
  ["the lower end", value(1), "advance"],
  ["the upper end", value(2), "advance"],
  ["below", value(0.9), "halt"],
  ["above", value(2.1), "halt"],
  ["NaN", value(Number.NaN), "halt"],
  ["no values", { kind: "empty" }, "halt"],
  ["a failed query", { kind: "error" }, "halt"],
])("tickFlagger() accepts a range with both ends: %s", (_name, measurement, wanted) => {
  expect(actions({ thresholdRange: { min: 1, max: 2 } }, [measurement])).toEqual([wanted]);
});

test("tickFlagger() bears one failed check by default and needs no lower end", () => {
  expect(actions({ thresholdRange: { max: 5 } }, [value(-1), value(6), value(0)])).toEqual([
    "advance",
    "halt",
    "rollback",
  ]);
});
