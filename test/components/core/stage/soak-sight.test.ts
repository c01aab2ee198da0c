import { watchSoak } from "../../../../components/core/stage/watch-soak";
import { facts, failed, passed, written } from "./soak-facts";

const unseen = { kind: "unseen", problem: "hang up" } as const;

describe("watchSoak() while something cannot be seen", () => {
  test.each([
    ["keeps watching", facts({ route: unseen, stable: unseen }), { action: "go-on" }],
    [
      "says nothing of stable's pods",
      facts({ stable: unseen }),
      { action: "go-on", sentence: "keeps watching" },
    ],
    ["passes nothing without the route", facts({ ...passed, route: unseen }), { action: "go-on" }],
    ["passes nothing without stable", facts({ ...passed, stable: unseen }), { action: "go-on" }],
    [
      "passes without stable in an emergency",
      facts({ ...passed, stable: unseen, emergency: true }),
      { action: "pass" },
    ],
    [
      "passes nothing without the route in an emergency",
      facts({ ...passed, route: unseen, emergency: true, deadlineOver: true }),
      { action: "hold", basis: "unseen" },
    ],
    [
      "holds at the deadline",
      facts({ ...passed, stable: unseen, deadlineOver: true }),
      { action: "hold", basis: "unseen", sentence: expect.stringContaining("(hang up) at the deadline") },
    ],
    ["aborts a canary that fails", facts({ ...failed, route: unseen }), { action: "abort", kind: "fail" }],
    [
      "leaves the watch to who has the lock",
      facts({ ...passed, route: unseen, lockLost: true }),
      { action: "hold", basis: "lockLost" },
    ],
    [
      "a rollback stays where it is when nothing at all can be seen",
      facts({ route: unseen, stable: unseen, rollback: true, blindSeconds: { stable: 121, canary: 121 } }),
      { action: "hold", basis: "blind" },
    ],
  ])("%s", (_, given, expected) => {
    const decision = watchSoak(given);
    expect(decision).toMatchObject(expected);
    expect(decision).not.toHaveProperty("alarm");
  });
});

describe("watchSoak() with a canary whose pods show harm", () => {
  const harm = { kind: "fail", basis: "restarts", sentence: "restarted 6 times" } as const;

  test.each([
    ["aborts", facts({ harm }), { action: "abort", kind: "fail", basis: "restarts", written: false }],
    ["aborts what would pass", facts({ ...passed, harm }), { action: "abort", kind: "fail" }],
    ["aborts at a lower weight", facts({ harm, ...written(5) }), { action: "abort", kind: "fail" }],
    [
      "puts back what was interrupted",
      facts({ harm: { ...harm, kind: "interrupted", basis: "notReady" } }),
      { action: "abort", kind: "interrupted", basis: "notReady" },
    ],
  ])("%s", (_, given, expected) => {
    expect(watchSoak(given)).toMatchObject(expected);
  });
});
