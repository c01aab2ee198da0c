import { ready, promoting, expectRows } from "./situations";
import { A, B, C, D, attempt, idle, now, passed, route, track } from "./world";

expectRows([
  // I = C, passed
  {
    name: "promotion",
    facts: ready,
    expected: {
      kind: "promote",
      stable: { image: B },
      canary: { image: B },
      migrate: true,
      begins: false,
      observeFirst: false,
      frozen: true,
    },
  },
  {
    name: "promotion in preview: nobody measured yet",
    facts: { ...ready, observed: undefined },
    expected: { kind: "promote", stable: { image: B }, observeFirst: true },
  },
  {
    name: "promotion of a release that a person paused",
    facts: {
      ...ready,
      ledger: passed({
        attempt: attempt(B, { pauses: [{ atSeconds: now, who: "anna@laptop", reason: "a sale" }] }),
      }),
    },
    expected: { kind: "refuse", problems: [expect.objectContaining({ awaits: "resume" })] },
    says: "must not be paused: got paused by anna@laptop at 2027-01-15T08:00:00Z: a sale",
  },
  {
    name: "promotion where requests still reach stable",
    facts: { ...ready, observed: "contradicted" },
    expected: { kind: "refuse" },
    says: "requests must reach the canary alone",
  },
  {
    name: "promotion where another writer moved traffic",
    facts: { ...ready, route: route(60) },
    expected: { kind: "refuse" },
    says: "live weight is 60 %, the ledger has 100 %",
  },
  {
    name: "promotion below 100 %",
    facts: { ...ready, ledger: passed({ weight: 50 }), route: route(50) },
    expected: { kind: "refuse" },
    says: "must be a known situation: got phase passed",
  },
  {
    name: "promotion with another canary",
    facts: { ...ready, canary: track(D) },
    expected: { kind: "refuse" },
    says: "canary sha256:dddddddddddd",
  },
  {
    name: "promotion with a canary that still rolls",
    facts: { ...ready, canary: track(B, { settled: false }) },
    expected: { kind: "refuse" },
    says: "canary must be ready to promote: got 3 of 3 pods ready",
  },
  {
    name: "promotion with a canary short of pods",
    facts: { ...ready, canary: track(B, { readyReplicas: 2 }) },
    expected: { kind: "refuse" },
    says: "got 2 of 3 pods ready",
  },
  {
    name: "promotion with a canary scaled away",
    facts: { ...ready, canary: idle(B) },
    expected: { kind: "refuse" },
    says: "got 0 of 0 pods ready",
  },
  // I = C, promoting
  ...[100, 50, 0].map((weight) => ({
    name: `promoting goes on at ${weight} %`,
    facts: { ...promoting, route: route(weight), ledger: passed({ phase: "promoting", weight }) },
    expected: {
      kind: "promote",
      stable: { image: B },
      canary: { image: B },
      migrate: true,
      frozen: true,
    } as const,
  })),
  {
    name: "promoting goes on though somebody put the weight to 0",
    facts: { ...promoting, route: route(0) },
    expected: { kind: "promote" },
    says: "live weight is 0 %, the ledger has 100 %",
  },
  {
    name: "promoting at a half that another writer wrote",
    facts: { ...promoting, route: route(50) },
    expected: { kind: "refuse" },
    says: "live weight must be 100, 50 or 0 % while promoting: got 50 %",
  },
  {
    name: "promoting at a foreign weight",
    facts: { ...promoting, route: route(40) },
    expected: { kind: "refuse" },
    says: "live weight must be 100, 50 or 0 % while promoting: got 40 %",
  },
  {
    name: "promoting at a weight that only the ledger explains",
    facts: { ...promoting, route: route(40), ledger: passed({ phase: "promoting", weight: 40 }) },
    expected: { kind: "refuse" },
    says: "got 40 %\n  → `sluice abort prod`",
  },
  ...[A, C].map((other) => ({
    name: `another image (${other.slice(-1)}) while promoting`,
    facts: { ...promoting, image: other },
    expected: { kind: "refuse" } as const,
    says: "run `up` again to finish, or `sluice abort prod`",
  })),
]);
