import { given, soaking, ready, rollback, expectRows } from "./situations";
import { A, B, C, D, idle, ledger, passed, route, running, track } from "./world";

expectRows([
  // I = S, progressing, held or passed
  ...[soaking, { ...soaking, ledger: running(50, "held", { phase: "held" as const }) }, ready].map(
    (facts) => ({
      name: `reverted in Git while ${facts.ledger?.phase}`,
      facts: { ...facts, image: A },
      expected: {
        kind: "revert",
        stableImage: A,
        canaryImage: A,
        zeroFirst: "revert",
        migrate: false,
        begins: false,
        frozen: true,
      } as const,
    }),
  ),
  {
    name: "reverted in Git, whoever set the weight",
    facts: { ...soaking, image: A, route: route(80) },
    expected: { kind: "revert", zeroFirst: "revert" },
  },
  // I ≠ S, another release under way
  ...[soaking, { ...soaking, ledger: running(50, "held", { phase: "held" as const }) }, ready].map(
    (facts) => ({
      name: `superseded while ${facts.ledger?.phase}`,
      facts: { ...facts, image: C },
      expected: {
        kind: "supersede",
        stableImage: A,
        canaryImage: C,
        zeroFirst: "supersede",
        migrate: true,
        begins: true,
        frozen: true,
      } as const,
    }),
  ),
  {
    name: "superseded by an aborted digest",
    facts: { ...soaking, image: C, ledger: running(50, "soaking", { aborted: [C] }) },
    expected: { kind: "refuse" },
    says: "must not be an aborted image while another is progressing",
  },
  // I = C, progressing or held
  {
    name: "the release is with its stages",
    facts: soaking,
    expected: {
      kind: "continue",
      stableImage: A,
      canaryImage: B,
      migrate: true,
      begins: false,
      frozen: true,
    },
  },
  {
    name: "the release is held",
    facts: { ...soaking, ledger: running(50, "held", { phase: "held" }) },
    expected: { kind: "continue", stableImage: A, canaryImage: B },
  },
  {
    name: "the canary is written at weight 0",
    facts: given({ image: B, ledger: running(1, "pending", { weight: 0 }), observed: undefined }),
    expected: { kind: "continue", canaryImage: B, observeFirst: true },
  },
  {
    name: "the canary was changed by hand under traffic",
    facts: { ...soaking, canary: track(D) },
    expected: { kind: "refuse" },
    says: `Cannot change the canary of "shop" from ${D} to ${B}: live weight must be 0 %: got 50 %`,
  },
  {
    name: "somebody moved traffic: the weight stays, and it is said",
    facts: { ...soaking, route: route(80) },
    expected: { kind: "continue", stableImage: A, canaryImage: B },
    says: "live weight is 80 %, the ledger has 50 %",
  },
  // rollback attempts
  {
    name: "a rollback goes on without a migration",
    facts: given({
      image: A,
      ledger: ledger({ phase: "progressing", promoted: [A, B], attempt: rollback }),
      stable: track(B),
      canary: idle(B),
    }),
    expected: { kind: "continue", stableImage: B, canaryImage: A, migrate: false },
  },
  {
    name: "a rollback is promoted without a migration",
    facts: {
      ...ready,
      image: A,
      ledger: passed({ promoted: [A, B], attempt: rollback }),
      stable: track(B),
      canary: track(A),
    },
    expected: { kind: "promote", stableImage: A, migrate: false },
  },
  {
    name: "what a rollback left behind stays away",
    facts: given({ image: B, ledger: ledger({ promoted: [B, A], aborted: [B], attempt: rollback }) }),
    expected: { kind: "aborted", stableImage: A },
    says: "sluice retry",
  },
]);
