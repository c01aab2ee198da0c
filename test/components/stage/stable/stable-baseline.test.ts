import { firstRaise, raisedTimes } from "../../../../components/stage/stable/stable-baseline";
import { attemptOf, ledgerOf } from "../../../support/gate";

const move = (atSeconds: number, from: number, to: number) => ({ atSeconds, from, to, by: "x", reason: "y" });
const moves = [move(500, 0, 5), move(600, 5, 0), move(1100, 0, 5), move(1200, 5, 20)];
const attempt = attemptOf([], { startedAtSeconds: 1000 });

test("firstRaise() finds when this attempt first got traffic, else now", () => {
  expect(firstRaise(ledgerOf({ attempt, moves }), 2000)).toBe(1100);
  expect(firstRaise(ledgerOf({ attempt, moves: moves.slice(0, 2) }), 2000)).toBe(2000);
  expect(firstRaise({ moves }, 2000)).toBe(2000);
});

test("raisedTimes() finds when any attempt was above 0", () => {
  expect(raisedTimes(moves, 1300)).toEqual([
    { fromSeconds: 500, untilSeconds: 600 },
    { fromSeconds: 1100, untilSeconds: 1200 },
    { fromSeconds: 1200, untilSeconds: 1300 },
  ]);
});
