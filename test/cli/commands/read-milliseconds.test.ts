import { readMilliseconds } from "../../../cli/commands/read-milliseconds";

test.each([
  ["250ms", 250],
  ["2s", 2000],
  ["1m30s", 90_000],
  ["0", 0],
  ["0s", 0],
  ["0ms", 0],
  ["", undefined],
  ["200", undefined],
  ["1.5s", undefined],
  ["-1s", undefined],
  ["2S", undefined],
])("readMilliseconds(%j) is %p", (text, milliseconds) => {
  expect(readMilliseconds(text)).toBe(milliseconds);
});
