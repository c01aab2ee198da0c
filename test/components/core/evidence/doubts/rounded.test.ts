import { counter, kept } from "../support";
import type { Count } from "../support";

/** As many programs write a large number: by six digits. */
const sixDigits =
  (of: Count): Count =>
  (at) =>
    Number(of(at).toPrecision(6));

test("a counter whose last digits are cut off is doubted, by its grain", () => {
  const { doubts } = kept([
    counter(
      { instance: "10.0.0.1:80" },
      sixDigits((at) => 3e8 + 10 * at),
    ),
  ]);
  expect(doubts).toEqual([
    'a counter must count single requests: at instance ("10.0.0.1:80") it goes up by 1000 at once',
  ]);
});

test.each<[string, Count]>([
  ["a large counter with all digits", (at) => 3e8 + 10 * at],
  ["one whose grain is less than its steps", sixDigits((at) => 3e8 + 4000 * at)],
  ["one with six digits that is not large", sixDigits((at) => 5e6 + 3 * at)],
  ["a hundred requests at once now and then", (at) => 100 * Math.floor(at / 60)],
  ["even numbers of a made recording", (at) => 1000 + 180 * at],
  ["one that stands still", () => 3e8],
  ["one that rose once", (at) => (at < 200 ? 3e8 : 3e8 + 1000)],
  ["one that never counted", () => 0],
])("%s is none", (_, of) => {
  expect(kept([counter({ pod: "p" }, of)]).doubts).toEqual([]);
});
