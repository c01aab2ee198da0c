import { printProblems } from "../../../../components/core/problem";
import { decideRelease } from "../../../../components/core/release/decide-release";
import { noIntent } from "../../../../components/core/release/intent";
import type { ReleaseDecision, ReleaseFacts } from "../../../../components/core/release/release-facts";
import { A, B, attempt, idle, ledger, now, passed, route, running, track } from "./world";

export const stable = track(A, { promoted: { image: A } });
/** Between releases: A is stable, nothing runs. */
export const between: ReleaseFacts = {
  environment: "prod",
  app: "shop",
  image: A,
  ledger: ledger({ attempt: attempt(A, { number: 1, endReason: "promoted" }) }),
  stable,
  canary: idle(A),
  route: route(0),
  observed: "confirmed",
  hadState: true,
  refreshedAway: [],
  intent: noIntent,
  nowSeconds: now,
};
/** A run that means to end the attempt under way. */
export const intended = { ...noIntent, supersede: 2 };
export const given = (change: Partial<ReleaseFacts>): ReleaseFacts => ({ ...between, ...change });
/** B is on its way over A and has 50 %. */
export const soaking = given({
  image: B,
  ledger: running(50, "soaking"),
  canary: track(B),
  route: route(50),
});
export const ready = given({ image: B, ledger: passed(), canary: track(B), route: route(100) });
export const promoting = given({
  image: B,
  ledger: passed({ phase: "promoting" }),
  stable: track(B, { promoted: { image: A }, settled: false }),
  canary: track(B),
  route: route(100),
});
export const aborted = given({
  image: B,
  ledger: running(50, "failed", {
    phase: "aborted",
    weight: 0,
    aborted: [{ image: B }],
    attempt: attempt(B, { endReason: "fail: relative" }),
  }),
  canary: idle(B),
});
export const firstLedger = ledger({
  phase: "promoting",
  promoted: [],
  epoch: "",
  attempt: attempt(A, { number: 1, kind: "first", stages: [] }),
});
export const nothing = given({
  ledger: undefined,
  stable: undefined,
  canary: undefined,
  route: undefined,
  observed: undefined,
  hadState: false,
});
export const rolling = track(A, { available: false, settled: false, readyReplicas: 0 });
export const firstUp = given({ ledger: firstLedger, stable: rolling, canary: idle(A), route: route(0, "") });
export const rollback = attempt(A, { kind: "rollback", previousImage: B });
export const gone = { stable: undefined, canary: undefined, route: undefined };

/** A row of the situation table. */
export interface Row {
  readonly name: string;
  readonly facts: ReleaseFacts;
  readonly expected: Partial<ReleaseDecision>;
  /** Part of the problems' text; absent means that there are none. */
  readonly says?: string;
}

/** Decides each situation and compares. */
export function expectRows(rows: readonly Row[]): void {
  test.each(rows)("decideRelease(): $name", ({ facts, expected, says }) => {
    const decision = decideRelease(facts);
    expect(decision).toMatchObject(expected);
    if (says === undefined) expect(decision.problems).toEqual([]);
    else expect(printProblems(decision.problems)).toContain(says);
    if (expected.zeroFirst === undefined) expect(decision).not.toHaveProperty("zeroFirst");
    // Pods that may still serve are never scaled away.
    const idles = ["none", "start", "supersede", "revert", "aborted"].includes(decision.kind);
    expect(decision.idleCanary).toBe(
      idles && (decision.zeroFirst !== undefined || (facts.route?.weight ?? 0) === 0),
    );
  });
}
