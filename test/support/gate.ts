import type { GateFacts } from "../../components/core/gate/facts";
import type { ProbeFact } from "../../components/core/gate/probes";
import type { Attempt, Ledger, StagePhase } from "../../components/core/ledger/ledger";
import type { Pause } from "../../components/core/ledger/said";
import { ledgerVersion } from "../../components/core/ledger/ledger";
import { weightStage } from "../../components/core/stage/exposure";
import type { LiveRoute, LiveTrack } from "../../components/core/live";

/** An image whose digest repeats one hex digit. */
export const imageOf = (digit: string) => `registry.example.org/app@sha256:${digit.repeat(64)}`;

/** Stable's image before the release, and the one that is released. */
export const before = imageOf("a");
export const released = imageOf("b");

const weights = [1, 5, 20, 50, 100];

/** An attempt whose stages have the given phases, the rest pending. */
export function attemptOf(phases: readonly StagePhase[] = [], changes: Partial<Attempt> = {}): Attempt {
  return {
    number: 3,
    kind: "release",
    image: released,
    previousImage: before,
    stages: weights.map((weight, i) => ({
      ...weightStage(weight),
      soakSeconds: 60,
      phase: phases[i] ?? "pending",
    })),
    objectives: {},
    startedAtSeconds: 1000,
    ...changes,
  };
}

/** A ledger in the middle of a release. */
export function ledgerOf(changes: Partial<Ledger> = {}): Ledger {
  return {
    version: ledgerVersion,
    environment: "prod",
    app: "app",
    attempt: attemptOf(),
    phase: "progressing",
    weight: 0,
    epoch: "1.x",
    moves: [],
    earlier: [],
    promoted: [{ image: before }],
    aborted: [],
    ...changes,
  };
}

/** A pause in force. */
export const pause: Pause = { atSeconds: 1_764_166_865, who: "anna@laptop", reason: "a sale" };

/** A release that somebody paused. */
export function pausedLedger(changes: Partial<Ledger> = {}, one: Pause = pause): Ledger {
  return ledgerOf({ attempt: attemptOf([], { pauses: [one] }), ...changes });
}

/** A ledger that was never followed by an attempt. */
export function ledgerWithoutAttempt(changes: Partial<Ledger> = {}): Ledger {
  const { attempt: _, ...rest } = ledgerOf(changes);
  return rest;
}

/** A track with all its pods ready. */
export function trackOf(image: string, replicas: number, changes: Partial<LiveTrack> = {}): LiveTrack {
  const pods = { replicas, readyReplicas: replicas, updatedReplicas: replicas };
  return { image, ...pods, settled: true, available: true, ...changes };
}

/** A route that the router has accepted. */
export function routeOf(weight: number, changes: Partial<LiveRoute> = {}): LiveRoute {
  return {
    weight,
    epoch: "1.x",
    readiness: { kind: "ready" },
    ...changes,
  };
}

/** Six probes of a track, so many of them answered well, the others by HTTP 500. */
export function probesOf(good: number): ProbeFact {
  return { sent: 6, good, answered: 6, ...(good === 6 ? {} : { problem: "HTTP 500" }) };
}

/** Six probes that nobody answered. */
export const unanswered: ProbeFact = {
  sent: 6,
  good: 0,
  answered: 0,
  problem: "10.0.0.1:80: connect ECONNREFUSED",
};

/** The second gate of the first stage (1 %) with nothing wrong. */
export function factsOf(changes: Partial<GateFacts> = {}): GateFacts {
  return {
    app: "app",
    wanted: { image: released },
    declared: { replicas: 3 },
    ledger: ledgerOf(),
    key: String(changes.weight ?? 1),
    weight: 1,
    reconcile: { kind: "same" },
    route: routeOf(0),
    stable: trackOf(before, 3),
    canary: trackOf(released, 1),
    canaryPods: [{ name: "app-canary-1", digest: `sha256:${"b".repeat(64)}`, ready: true }],
    endpoints: { stable: 3, canary: 1 },
    probes: { stable: probesOf(6), canary: probesOf(6) },
    metrics: {
      problems: [],
      unread: [],
      doubts: [],
      notes: [],
      ageSeconds: { stable: 2, canary: 2 },
      freshSeconds: 30,
    },
    passAboveWeight: 20,
    outside: { stable: false, canary: false },
    second: true,
    ...changes,
  };
}

/** Facts without one of the optional ones. */
export function factsWithout(name: keyof GateFacts, changes: Partial<GateFacts> = {}): GateFacts {
  const facts: Record<string, unknown> = { ...factsOf(changes) };
  delete facts[name];
  return facts as unknown as GateFacts;
}
