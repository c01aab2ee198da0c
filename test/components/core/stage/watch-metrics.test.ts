import { renderWatchMetrics, viewWatch } from "../../../../components/core/stage/watch-metrics";
import type { WatchView } from "../../../../components/core/stage/watch-metrics";
import { attemptOf, ledgerOf } from "../../../support/gate";

const release = { app: "shop", environment: "prod" };
const labels = '{sluice_app="shop",sluice_environment="prod"}';
const view: WatchView = { atSeconds: 1000, watchedBy: "job", weight: 5, isHeld: false };

const valuesOf = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("renderWatchMetrics() writes a look as Prometheus' text", () => {
  expect(renderWatchMetrics(release, view, 1001)).toBe(
    [
      "# HELP sluice_release_watched 1 while a run, a person or the Job watches the release, else 0.",
      "# TYPE sluice_release_watched gauge",
      `sluice_release_watched${labels} 1`,
      "# HELP sluice_release_held 1 while the release waits for a person: held or paused.",
      "# TYPE sluice_release_held gauge",
      `sluice_release_held${labels} 0`,
      "# HELP sluice_release_weight_ratio Share of requests that the ledger gives the canary.",
      "# TYPE sluice_release_weight_ratio gauge",
      `sluice_release_weight_ratio${labels} 0.05`,
      "# HELP sluice_watch_look_timestamp_seconds Time of the last look at the release.",
      "# TYPE sluice_watch_look_timestamp_seconds gauge",
      `sluice_watch_look_timestamp_seconds${labels} 1000`,
      "",
    ].join("\n"),
  );
});

test("a look that is old, or none, says that nobody is known to watch", () => {
  expect(valuesOf(renderWatchMetrics(release, view, 1060))).toEqual([
    `sluice_release_watched${labels} 0`,
    `sluice_watch_look_timestamp_seconds${labels} 1000`,
  ]);
  expect(valuesOf(renderWatchMetrics(release, undefined, 1))).toEqual([`sluice_release_watched${labels} 0`]);
  const held = valuesOf(renderWatchMetrics(release, { ...view, watchedBy: "nobody", isHeld: true }, 1059));
  expect(held.slice(0, 2)).toEqual([`sluice_release_watched${labels} 0`, `sluice_release_held${labels} 1`]);
});

test.each([
  ["watch", "dead", undefined, "job"],
  ["stand-by", "held", undefined, "run"],
  ["stand-by", "wait", "sluice watch (anna) watches it", "run"],
  ["stand-by", "dead", "sluice watch (anna) watches it", "person"],
  ["stand-by", "free", undefined, "nobody"],
] as const)("viewWatch() of %s with a lock that is %s: %s watches, so %s", (kind, lock, other, watchedBy) => {
  const ledger = ledgerOf({ phase: "progressing", weight: 5, attempt: attemptOf(["soaking"]) });
  const facts = { ledger, lock: { kind: lock, sentence: "" }, other };
  expect(viewWatch(facts, { kind }, 7)).toEqual({ atSeconds: 7, watchedBy, weight: 5, isHeld: false });
});

test("viewWatch() takes a hold and a pause for waiting, and no ledger for nothing", () => {
  const of = (change: object) =>
    viewWatch(
      { ledger: ledgerOf({ weight: 5, ...change }), lock: { kind: "free", sentence: "" } },
      { kind: "watch" },
      7,
    ).isHeld;
  const pause = { who: "anna", reason: "slow", atSeconds: 1 };
  expect(of({ phase: "held", attempt: attemptOf(["held"]) })).toBe(true);
  expect(of({ phase: "progressing", attempt: attemptOf(["soaking"], { pauses: [pause] }) })).toBe(true);
  expect(viewWatch({ ledger: undefined, lock: { kind: "free", sentence: "" } }, { kind: "end" }, 7)).toEqual({
    atSeconds: 7,
    watchedBy: "nobody",
    weight: 0,
    isHeld: false,
  });
});
