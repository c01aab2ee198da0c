import {
  describeStatus,
  explainStatus,
  unwatchedSince,
} from "../../../../components/core/commands/explain-ledger";
import type { StatusFacts } from "../../../../components/core/commands/status";
import { ledger, lock, now, passed, route } from "../release/world";
import { given, move, soaking } from "../release/status-facts";

test("names a watch that stands in for a run, and none once the release is over", () => {
  const watcher = { who: "ann@host", atSeconds: now - 3 };
  const status = describeStatus(given({ ledger: { ...soaking, watcher } }));
  expect(status).toMatchObject({
    unwatchedSince: null,
    watcher: { who: "ann@host", at: "2027-01-15T07:59:57.000Z" },
  });
  expect(explainStatus(status, now)).toContain(
    "watched   by sluice watch (ann@host); last look 2027-01-15T07:59:57.000Z",
  );
  expect(describeStatus(given({ ledger: ledger({ watcher }) })).watcher).toBeNull();
});

test("names the watchdog while a release runs, and a problem where it does not watch", () => {
  const of = (change: Partial<StatusFacts>) => describeStatus(given(change));
  expect(of({}).watchdog).toBeNull();
  const runs = of({ watchdog: { configured: true, idle: undefined } });
  expect(explainStatus(runs, now)).toContain("\nwatchdog  its Job runs, and watches where no run does\n");
  expect(runs.problems).toEqual(of({}).problems);
  const gone = { configured: true, idle: "it does not exist" };
  expect(of({ watchdog: gone }).problems.map(({ text }) => text)).toContain(
    "50 % on the canary, and the watchdog's Job does not watch: it does not exist",
  );
  // Without a route the ledger's weight counts.
  expect(of({ watchdog: gone, route: undefined }).problems.at(-1)?.text).toContain("50 % on the canary");
  expect(of({ watchdog: gone, ledger: ledger() }).watchdog).toBeNull();
  expect(of({ watchdog: gone, ledger: undefined }).watchdog).toBeNull();
  const byJob = of({ ledger: { ...soaking, watcher: { who: "watchdog", atSeconds: now } } });
  expect(explainStatus(byJob, now)).toContain("watched   by the watchdog Job; last look");
});

describe("unwatchedSince()", () => {
  const { watchedUntilSeconds: _, ...unfed } = soaking;
  test.each<[string, Partial<StatusFacts>, number | undefined]>([
    ["the end of the evidence", {}, now - 60],
    [
      "the last move where that is later",
      { ledger: { ...soaking, watchedUntilSeconds: now - 900 } },
      now - 300,
    ],
    ["the last move where nothing was fed", { ledger: unfed }, now - 300],
    ["the attempt's start where no move is known", { ledger: { ...unfed, moves: [] } }, now - 100],
    ["the ledger's weight where there is no route", { route: undefined }, now - 60],
    ["a holder that is dead", { ledger: { ...soaking, lock }, lockAlive: false }, now - 60],
    [
      "a promotion nobody runs",
      { ledger: passed({ phase: "promoting", moves: [move] }), route: route(100) },
      now - 300,
    ],
    ["never: the holder watches", { ledger: { ...soaking, lock }, lockAlive: undefined }, undefined],
    [
      "never: sluice watch looked a moment ago",
      { ledger: { ...soaking, watcher: { who: "ann@host", atSeconds: now - 59 } } },
      undefined,
    ],
    [
      "the end of the evidence where sluice watch is gone",
      { ledger: { ...soaking, watcher: { who: "ann@host", atSeconds: now - 60 } } },
      now - 60,
    ],
    ["never: the canary has no traffic", { route: route(0) }, undefined],
    ["never: nothing runs", { ledger: ledger(), route: route(30) }, undefined],
    ["never: no ledger", { ledger: undefined }, undefined],
    [
      "never known: a rebuilt ledger without an attempt",
      { ledger: ledger({ phase: "held", weight: 50 }) },
      undefined,
    ],
  ])("is %s", (_name, change, expected) => {
    expect(unwatchedSince(given(change))).toBe(expected);
  });
});
