import type { Ledger } from "../../../../components/core/ledger/ledger";
import { weightStage } from "../../../../components/core/stage/exposure";
import { blameBy, decideWatch } from "../../../../components/core/stage/decide-watch";
import type { WatchFacts } from "../../../../components/core/stage/decide-watch";
import { B, attempt, ledger, passed, running } from "../release/world";

const free = { kind: "free", sentence: "the lock is free" } as const;
const held = { kind: "held", sentence: "prod-canary-50 has the lock and renews it" } as const;

const decide = (of: Ledger | undefined, change: Partial<WatchFacts> = {}) =>
  decideWatch({ ledger: of, lock: free, elapsedSeconds: 10, limitSeconds: 60, atLimit: "back", ...change });

describe("decideWatch() while there is time", () => {
  it.each([
    ["free", free],
    ["stale", { kind: "stale", sentence: "not renewed for 31 s" }],
    ["dead", { kind: "dead", sentence: "its process is gone" }],
  ] as const)("watches traffic that no run watches: the lock is %s", (_, lock) => {
    for (const state of ["held", "soaking", "passed"] as const) {
      expect(decide(running(50, state), { lock })).toMatchObject({ kind: "watch", stage: { key: "50" } });
    }
    expect(decide(passed(), { lock })).toMatchObject({ kind: "watch", stage: { key: "100" } });
  });

  it.each([held, { kind: "wait", sentence: "prod has the lock, not yet seen to renew it" }] as const)(
    "stands by while a run has the lock: $sentence",
    (lock) =>
      expect(decide(running(50, "soaking"), { lock })).toEqual({ kind: "stand-by", sentence: lock.sentence }),
  );

  it("stands by while another watch looks that it gives way to, and is over then at its limit", () => {
    const other = "sluice watch (ann@host) watches it";
    expect(decide(running(50, "held"), { other })).toEqual({ kind: "stand-by", sentence: other });
    const late = { other, elapsedSeconds: 60 };
    expect(decide(running(50, "held"), late)).toEqual({ kind: "end", end: "over", sentence: other });
    expect(decide(running(50, "held"), { other, lock: held })).toMatchObject({ sentence: held.sentence });
  });

  it("judges by the stage that has the weight, where the next one is begun and not raised to", () => {
    const begun = ledger({
      phase: "progressing",
      weight: 1,
      attempt: attempt(B, {
        stages: [
          { ...weightStage(1), soakSeconds: 1, phase: "passed" },
          { ...weightStage(50), soakSeconds: 1, phase: "shifting" },
          { ...weightStage(100), soakSeconds: 1, phase: "pending" },
        ],
      }),
    });
    expect(decide(begun)).toMatchObject({ kind: "watch", stage: { key: "1" } });
    expect(decide({ ...begun, weight: 7 })).toMatchObject({ kind: "watch", stage: { key: "50" } });
  });

  it("stands by where the canary has no requests, and while stable rolls", () => {
    expect(decide({ ...running(1, "pending"), weight: 0 })).toMatchObject({ kind: "stand-by" });
    expect(decide({ ...passed(), phase: "promoting" })).toMatchObject({ kind: "stand-by" });
    const first = attempt(B, { kind: "first", stages: [] });
    expect(decide({ ...running(1, "pending"), weight: 1, attempt: first })).toMatchObject({
      kind: "stand-by",
    });
  });

  it.each(["promoted", "aborted"] as const)("is over once the release is %s", (phase) =>
    expect(decide({ ...passed(), phase })).toMatchObject({ kind: "end", end: "over" }),
  );

  it("is over where nothing was ever released", () => {
    expect(decide(undefined)).toMatchObject({ kind: "end", end: "over" });
    const { attempt: _, ...rebuilt } = passed();
    expect(decide(rebuilt)).toMatchObject({ kind: "end", end: "over" });
  });
});

describe("decideWatch() at the limit", () => {
  const late = { elapsedSeconds: 60 } as const;

  it("puts traffic that nobody watches on stable, or leaves it and says so", () => {
    expect(decide(running(50, "held"), late)).toMatchObject({ kind: "back", attempt: { number: 2 } });
    expect(decide(running(50, "held"), { ...late, atLimit: "stay" })).toMatchObject({
      kind: "end",
      end: "unwatched",
    });
  });

  it("never lowers the weight under a run, nor while stable rolls", () => {
    expect(decide(running(50, "soaking"), { ...late, lock: held })).toMatchObject({
      kind: "end",
      end: "over",
    });
    expect(decide({ ...passed(), phase: "promoting" }, late)).toMatchObject({
      kind: "end",
      end: "unwatched",
    });
  });

  it("is over where the canary has no requests", () => {
    expect(decide({ ...running(1, "pending"), weight: 0 }, late)).toMatchObject({ kind: "end", end: "over" });
  });
});

it.each([
  ["fail", "fail"],
  ["stable-harmed", "stable-harmed"],
  ["blind", "interrupted"],
  ["foreign", "interrupted"],
  ["interrupted", "interrupted"],
] as const)("blameBy() takes an abort for %s as %s", (kind, by) => expect(blameBy(kind)).toBe(by));
