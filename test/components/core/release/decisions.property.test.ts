import { assert, property } from "fast-check";
import { decideRelease } from "../../../../components/core/release/decide-release";
import { includesVersion, provenSame, sameVersion } from "../../../../components/core/revision/version";
import { sameImage } from "../../../../components/core/workload/image";
import { lastPromoted } from "../../../../components/core/ledger/promoted-version";
import type { ReleaseDecision, ReleaseFacts } from "../../../../components/core/release/release-facts";
import { anyFacts } from "./any-facts";

/** Holds for every reading of the cluster, sensible or not. */
function always(check: (facts: ReleaseFacts, decision: ReleaseDecision) => void): void {
  assert(
    property(anyFacts, (facts) => check(facts, decideRelease(facts))),
    { numRuns: 1500 },
  );
}

const weightOf = (facts: ReleaseFacts): number => facts.route?.weight ?? 0;

test("no decision gives the canary another version before the weight, whoever set it, is 0 and observed", () => {
  always((facts, decision) => {
    const { canary, observed } = facts;
    if (canary === undefined || provenSame(decision.canary, canary)) return;
    if (decision.zeroFirst !== undefined) return;
    expect(weightOf(facts)).toBe(0);
    expect(decision.observeFirst || observed === "confirmed").toBe(true);
  });
});

test("no decision lets pods go that may still serve", () => {
  always((facts, decision) => {
    if (!decision.idleCanary || decision.zeroFirst !== undefined) return;
    expect(weightOf(facts)).toBe(0);
    if ((facts.canary?.replicas ?? 0) > 0) {
      expect(decision.observeFirst || facts.observed === "confirmed").toBe(true);
    }
  });
});

test("no decision moves a weight but to supersede or revert", () => {
  always((_facts, { kind, zeroFirst }) => {
    expect(zeroFirst).toBe(kind === "supersede" || kind === "revert" ? kind : undefined);
  });
});

test("stable gets only the last promoted version, the one that passed everything, or a very first one", () => {
  always((facts, { kind, stable, basis }) => {
    const ledger = basis?.ledger ?? facts.ledger;
    if (kind === "refuse") {
      expect(stable.image).toBe(facts.stable?.image ?? "");
    } else if (kind === "promote") {
      expect(["passed", "promoting"]).toContain(ledger?.phase);
      expect(sameVersion(stable, ledger?.attempt)).toBe(true);
      expect([0, 50, 100]).toContain(weightOf(facts));
    } else if (kind === "first") {
      expect(sameVersion(stable, facts)).toBe(true);
      expect(ledger?.attempt?.kind ?? "first").toBe("first");
      expect(["promoting", "aborted", undefined]).toContain(ledger?.phase);
    } else {
      expect(stable).toEqual(lastPromoted(ledger, facts.stable));
    }
  });
});

test("a promotion begins only with all traffic on a canary that is ready and runs the version", () => {
  always((facts, { kind, basis, observeFirst }) => {
    const ledger = basis?.ledger ?? facts.ledger;
    if (kind !== "promote" || ledger?.phase !== "passed") return;
    expect(weightOf(facts)).toBe(100);
    expect(ledger.weight).toBe(100);
    expect(sameVersion(facts.canary, ledger.attempt)).toBe(true);
    expect(facts.canary).toMatchObject({ settled: true, readyReplicas: 3 });
    expect(facts.observed).not.toBe("contradicted");
    expect(observeFirst).toBe(facts.observed !== "confirmed");
  });
});

test("an aborted version gets no new attempt", () => {
  always((facts, { kind, begins, basis }) => {
    const ledger = basis?.ledger ?? facts.ledger;
    if (!begins || kind === "first") return;
    expect(includesVersion(ledger?.aborted ?? [], facts)).toBe(false);
  });
});

test("a migration runs only in the release of an image that was never promoted", () => {
  always((facts, { kind, migrate, canary, basis }) => {
    if (!migrate) return;
    expect(["first", "start", "supersede", "continue", "promote"]).toContain(kind);
    const ledger = basis?.ledger ?? facts.ledger;
    if (kind !== "first")
      expect((ledger?.promoted ?? []).some(({ image }) => sameImage(image, canary.image))).toBe(false);
  });
});

test("what is adopted from the route is what the route has", () => {
  always((facts, { basis }) => {
    if (basis === undefined) return;
    expect(basis.ledger.weight).toBe(weightOf(facts));
    expect(basis.ledger).not.toHaveProperty("intent");
  });
});

test("every refusal says why and what to do, and changes nothing", () => {
  always((_facts, decision) => {
    if (decision.kind !== "refuse") return;
    expect(decision.problems).toHaveLength(1);
    expect(decision.problems[0]).toMatchObject({
      text: expect.stringMatching(/^Cannot .+/),
      fix: expect.stringMatching(/./),
    });
    expect(decision).toMatchObject({ begins: false, migrate: false, observeFirst: false, idleCanary: false });
  });
});
