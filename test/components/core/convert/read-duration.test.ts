import { readGoDuration } from "../../../../components/core/convert/read-duration";

test.each([
  [30, 30],
  ["45", 45],
  ["1h30m", 5400],
  ["1.5m", 90],
  ["500ms", 0.5],
  ["soon", undefined],
  ["5x", undefined],
  ["5m x", undefined],
  [null, undefined],
  [undefined, undefined],
])("readGoDuration() reads %p as %p seconds", (value, seconds) => {
  expect(readGoDuration(value)).toBe(seconds);
});
