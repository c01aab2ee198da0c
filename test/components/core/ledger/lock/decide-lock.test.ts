import {
  assessLock,
  isHere,
  lockRenewSeconds,
  lockStaleSeconds,
} from "../../../../../components/core/ledger/lock/decide-lock";
import type { Lock, LockFacts } from "../../../../../components/core/ledger/lock/decide-lock";

const lock: Lock = {
  id: "theirs",
  bootId: "boot",
  pidNamespace: "4026531836",
  pid: 42,
  processStart: "777",
  stack: "prod-canary-5",
  who: "ann@build",
  renewal: 3,
};
const me = { id: "ours", bootId: "boot", pidNamespace: "4026531836" };
const sight = { lock, firstSeenAtSeconds: 1000 };

const rows: readonly { name: string; facts: LockFacts; kind: string; says: string }[] = [
  { name: "nobody holds it", facts: { me, nowSeconds: 0 }, kind: "free", says: "the lock is free" },
  {
    name: "this run holds it, whatever else is known",
    facts: { lock, sight, me: { ...me, id: "theirs" }, liveness: "dead", nowSeconds: 9999 },
    kind: "mine",
    says: "this run has",
  },
  {
    name: "its process is known dead here",
    facts: { lock, me, liveness: "dead", nowSeconds: 0 },
    kind: "dead",
    says: "its process is gone",
  },
  {
    name: "a pid of another boot says nothing",
    facts: { lock, sight, me: { ...me, bootId: "other" }, liveness: "dead", nowSeconds: 1001 },
    kind: "wait",
    says: "no renewal seen for 1 s",
  },
  {
    name: "a pid of another namespace says nothing",
    facts: { lock, sight, me: { ...me, pidNamespace: "1" }, liveness: "dead", nowSeconds: 1001 },
    kind: "wait",
    says: "no renewal seen",
  },
  {
    name: "a platform that tells of no boot and no namespace is no other's",
    facts: {
      lock: { ...lock, bootId: "unknown", pidNamespace: "unknown" },
      me: { bootId: "unknown", pidNamespace: "unknown" },
      liveness: "dead",
      nowSeconds: 0,
    },
    kind: "wait",
    says: "not yet seen",
  },
  {
    name: "a process that cannot be seen may live",
    facts: { lock, sight, me, liveness: "unknown", nowSeconds: 1001 },
    kind: "wait",
    says: "no renewal seen for 1 s",
  },
  { name: "seen for the first time", facts: { lock, me, nowSeconds: 5 }, kind: "wait", says: "not yet seen" },
  {
    name: "another holder than the one that was watched",
    facts: { lock: { ...lock, id: "third" }, sight, me, nowSeconds: 5000 },
    kind: "wait",
    says: "not yet seen",
  },
  {
    name: "one renewal was seen, however long ago it was first seen",
    facts: { lock: { ...lock, renewal: 4 }, sight, me, nowSeconds: 9000 },
    kind: "held",
    says: "prod-canary-5 (ann@build, process 42) has the lock and renews it",
  },
  {
    name: "a living process that has not renewed in time is stale too: it may hang",
    facts: { lock, sight, me, liveness: "alive", nowSeconds: 1000 + lockStaleSeconds },
    kind: "stale",
    says: "has not renewed the lock for 30 s",
  },
  {
    name: "just short of stale",
    facts: { lock, sight, me, liveness: "unknown", nowSeconds: 1000 + lockStaleSeconds - 0.1 },
    kind: "wait",
    says: "no renewal seen for 29 s",
  },
];

test.each(rows)("assessLock(): $name → $kind", ({ facts, kind, says }) => {
  const assessed = assessLock(facts);
  expect(assessed.kind).toBe(kind);
  expect(assessed.sentence).toContain(says);
});

test("a holder renews more than twice before it counts as stale", () => {
  expect(lockStaleSeconds).toBeGreaterThan(2 * lockRenewSeconds);
});

test("isHere() is true of a holder of the same boot and pid namespace alone", () => {
  expect(isHere(lock, me)).toBe(true);
  expect(isHere(lock, { ...me, pidNamespace: "1" })).toBe(false);
  expect(isHere(lock, { ...me, pidNamespace: "unknown" })).toBe(false);
});
