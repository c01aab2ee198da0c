import * as fc from "fast-check";
import { formatDuration, parseDuration } from "../../../components/core/duration";

describe("parseDuration()", () => {
  test.each([
    ["10m", 600],
    ["90s", 90],
    ["1h30m", 5400],
    ["2d", 172_800],
    ["1d2h3m4s", 93_784],
  ])("reads %s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(["", "10", "m", "0s", "0h0m", "-5m", "1.5h", "10 m", "5m1h", "5m5m", "1w", "10ms", "9999999s"])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe("formatDuration()", () => {
  test.each([
    [0, "0s"],
    [59.6, "1m"],
    [5400, "1h30m"],
    [90_061, "25h1m1s"],
  ])("writes %d seconds", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test("writes what parseDuration() reads back", () => {
    const seconds = fc.integer({ min: 1, max: 1e6 });
    fc.assert(fc.property(seconds, (each) => expect(parseDuration(formatDuration(each))).toBe(each)));
  });
});
