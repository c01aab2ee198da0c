import {
  describeWatcher,
  isWatching,
  looked,
  watchedSeconds,
} from "../../../../components/core/ledger/watcher";

test("a watch that looked within the last minute is there", () => {
  expect(isWatching(undefined, 100)).toBe(false);
  expect(isWatching({ who: "a", atSeconds: 41 }, 100)).toBe(true);
  expect(isWatching({ who: "a", atSeconds: 40 }, 100)).toBe(false);
});

test.each([
  ["nobody before", undefined, 100],
  ["another before", { who: "b", atSeconds: 99, sinceSeconds: 10 }, 100],
  ["itself, without a break", { who: "a", atSeconds: 70, sinceSeconds: 10 }, 10],
  ["itself, of an older version", { who: "a", atSeconds: 70 }, 70],
  ["itself, with a break", { who: "a", atSeconds: 40, sinceSeconds: 10 }, 100],
])("a look goes on with the time of the looks before: %s", (_name, before, sinceSeconds) => {
  expect(looked(before, "a", 100)).toEqual({ who: "a", atSeconds: 100, sinceSeconds });
  expect(watchedSeconds(before, "a", 100)).toBe(100 - sinceSeconds);
});

test("people read who watches", () => {
  expect(describeWatcher("ann@host")).toBe("sluice watch (ann@host)");
  expect(describeWatcher("watchdog")).toBe("the watchdog Job");
});
