import { counter, kept } from "../support";

/** A counter of two processes behind one address; `isOther` tells which of both answers a scrape. */
const ofTwo = (isOther: (nth: number) => boolean, lifetime: number) =>
  counter({ instance: "traefik:9100" }, (at) => 500 + 5 * at + (isOther(at / 5) ? lifetime : 0));

test.each([
  ["by turns", (nth: number) => nth % 2 === 0],
  ["as it falls out", (nth: number) => [1, 0, 0, 1, 0, 1, 1, 0][nth % 8] === 1],
])("a counter of two processes %s is doubted, by its values", (_, isOther) => {
  const { doubts } = kept([ofTwo(isOther, 1e6)]);
  expect(doubts).toEqual([
    expect.stringMatching(
      /^a counter must be of one process: at instance \("traefik:9100"\) it went from 100\d{4} to \d+ and back to 100\d{4}$/,
    ),
  ]);
});

test.each([
  ["restarts", (at: number) => (5 * at) % 700],
  [
    "restarts at each second scrape",
    (at: number) => (at % 10 === 0 ? 50 + ((at * 37) % 29) : 3 + ((at * 13) % 7)),
  ],
  ["has a 0 now and then", (at: number) => (at % 50 === 45 ? 0 : 500 + 5 * at)],
  ["falls a little now and then", (at: number) => 5000 + 5 * at - (at % 20 === 15 ? 30 : 0)],
  ["fell once and came back", (at: number) => (at === 100 ? 40 : 500 + 5 * at)],
])("a counter that %s is one", (_, count) => {
  expect(kept([counter({ pod: "p" }, count)]).doubts).toEqual([]);
});
