import {
  blindSeconds,
  continueStage,
  defaultParameters,
  startRelease,
} from "../../../../../components/core/verdict";
import { begin, countCanary, series } from "../support";

test("blindSeconds() counts from the latest sample of the track", () => {
  const { state } = countCanary(
    [
      series("canary", "200", [
        [1002, 0],
        [1007, 3],
      ]),
    ],
    1050,
  );
  expect([blindSeconds(state, "canary", 1060), blindSeconds(state, "stable", 1060)]).toEqual([53, 14]);
});

test("blindSeconds() counts at most from where the running deadline began", () => {
  expect(blindSeconds(begin(), "canary", 1030)).toBe(30);
  expect(blindSeconds(continueStage(begin(), 2000), "canary", 2010)).toBe(10);
});

test("blindSeconds() is never negative and 0 before anything began", () => {
  expect(blindSeconds(begin(), "canary", 900)).toBe(0);
  expect(blindSeconds(startRelease(defaultParameters()), "canary", 900)).toBe(0);
});
