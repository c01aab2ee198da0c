import { both, seen } from "../../../../components/core/stage/seen";
import type { Seen } from "../../../../components/core/stage/seen";

const unseen = (problem: string): Seen<number> => ({ kind: "unseen", problem });

test.each<[string, Seen<number>, Seen<number>, Seen<number>]>([
  ["joins what was read", seen(2), seen(3), seen(5)],
  ["is unknown where the first is", unseen("a"), seen(3), unseen("a")],
  ["is unknown where the second is", seen(2), unseen("b"), unseen("b")],
  ["tells one reason", unseen("a"), unseen("b"), unseen("a")],
])("both() %s", (_, a, b, expected) => {
  expect(both(a, b, (x, y) => x + y)).toEqual(expected);
});
