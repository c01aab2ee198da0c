import { counter, kept } from "../support";
import type { Count } from "../support";

/** A number from 0 to 1 that looks like chance. */
const chance = (at: number): number => Math.abs(Math.sin(at * 12.9898) * 43758.5453) % 1;

const served: Count = (at) => 120 + 40 * chance(at);

test.each<[string, Count]>([
  ["counts of each interval (delta temporality)", served],
  ["an increase over a minute", (at) => 4 * served(at) + 30 * chance(at + 1)],
])("%s are doubted, by their values and with the way out", (_, of) => {
  const { doubts } = kept([counter({ instance: "10.0.0.1:80" }, of)]);
  expect(doubts).toEqual([
    expect.stringMatching(
      /^a counter must only go up until its process restarts: at instance \("10.0.0.1:80"\) it went (?:\d+, ){3}\d+$/,
    ),
  ]);
});

const up: Count = (at) => 5000 + 5 * at;

test.each<[string, Count]>([
  ["a counter", up],
  ["one that restarts every second scrape", (at) => (at % 10 === 0 ? 50 + (at % 29) : 3 + (at % 7))],
  ["one that restarts each minute", (at) => (5.3 * at) % 307],
  ["a reading of a moment before, each second time", (at) => (at % 10 === 0 ? up(at) : up(at) - 40)],
  ["another replica's, which counted less, from now on", (at) => (at < 150 ? up(at) : up(at) - 700)],
  ["errors that are few", (at) => Math.round(4 * chance(at))],
  ["a float whose last digit is not sure", (at) => 40 + 1e-7 * chance(at)],
  ["a counter that stands still", () => 700],
])("%s is none", (_, of) => {
  expect(kept([counter({ pod: "p" }, of)]).doubts).toEqual([]);
});

test("too few samples tell nothing", () => {
  expect(kept([counter({ pod: "p" }, served, { until: 30 })]).doubts).toEqual([]);
});
