import {
  assessProcess,
  readParent,
  readStart,
} from "../../../../../components/core/ledger/lock/process-liveness";

const stat = (state: string, start: string): string =>
  `42 (a (odd) name) ${state} 7 ${Array.from({ length: 17 }, () => "0").join(" ")} ${start} 0`;

test.each([
  ["alive", "the process that is meant", { stat: stat("S", "777") }, "777"],
  ["dead", "another one with its id", { stat: stat("S", "900") }, "777"],
  ["dead", "one that has ended and is not collected yet", { stat: stat("Z", "777") }, "777"],
  ["unknown", "one whose start was never told", { stat: stat("S", "777") }, "unknown"],
  ["dead", "an id that nobody has", { exists: false }, "777"],
  ["unknown", "an id that somebody has, hidden from us", { exists: true }, "777"],
  ["unknown", "nothing that could be told", {}, "777"],
] as const)("assessProcess() is %s of %s", (expected, _, sight, start) => {
  expect(assessProcess(sight, start)).toBe(expected);
});

test("readStart() and readParent() count from the end of the command's name", () => {
  expect(readStart(stat("R", "123"))).toBe("123");
  expect(readParent(stat("R", "123"))).toBe(7);
});
