import type { Lock } from "../../../../components/core/ledger/lock/decide-lock";
import type { Attempt, Ledger, StageRecord, StageVerdict } from "../../../../components/core/ledger/ledger";
import { ledgerVersion } from "../../../../components/core/ledger/ledger";
import { weightOf, weightStage } from "../../../../components/core/stage/exposure";
import type { ForeignRule, LiveRoute, LiveTrack } from "../../../../components/core/live";

/** A pinned image: the same letter is the same digest, under whatever name. */
export const image = (letter: string, name = "registry.example.org/app"): string =>
  `${name}@sha256:${letter.repeat(64)}`;

export const [A, B, C, D] = [image("a"), image("b"), image("c"), image("d")] as const;

export const now = 1_800_000_000;

export function track(of: string, change: Partial<LiveTrack> = {}): LiveTrack {
  const pods = { replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
  return { image: of, ...pods, settled: true, available: true, ...change };
}

export function idle(of: string): LiveTrack {
  return track(of, { replicas: 0, readyReplicas: 0 });
}

export function route(weight: number, epoch = "1-e", change: Partial<LiveRoute> = {}): LiveRoute {
  return { weight, epoch, readiness: { kind: "ready" }, ...change };
}

/** A rule of another owner that reaches the canary. */
export const foreignRule = (change: Partial<ForeignRule> = {}): ForeignRule => ({
  object: "HTTPRoute shop/other",
  rule: "spec.rules[0]",
  weight: 100,
  command: "kubectl patch",
  own: false,
  ...change,
});

export const stages = [
  { ...weightStage(1), soakSeconds: 300 },
  { ...weightStage(50), soakSeconds: 900 },
  { ...weightStage(100), soakSeconds: 1800 },
] as const;

export function verdict(kind: StageVerdict["kind"], basis = "relative"): StageVerdict {
  const seen = { requests: 1000, errors: 1 };
  return { kind, basis, sentence: `${kind} by ${basis}`, canary: seen, stable: seen };
}

export function attempt(of: string, change: Partial<Attempt> = {}): Attempt {
  return {
    number: 2,
    kind: "release",
    image: of,
    previousImage: A,
    stages: stages.map((stage) => ({ ...stage, phase: "pending" })),
    objectives: {},
    startedAtSeconds: now - 100,
    ...change,
  };
}

export function ledger(change: Partial<Ledger> = {}): Ledger {
  return {
    version: ledgerVersion,
    environment: "prod",
    app: "shop",
    phase: "promoted",
    weight: 0,
    epoch: "1-e",
    moves: [],
    earlier: [],
    promoted: [{ image: A }],
    aborted: [],
    ...change,
  };
}

/** An attempt of B over stable A; stages below `weight` passed, the one at it has `at`, those above are pending. */
export function running(weight: number, at: StageRecord["phase"], change: Partial<Ledger> = {}): Ledger {
  const records = stages.map((stage) => ({
    ...stage,
    phase:
      weightOf(stage) < weight ? ("passed" as const) : weightOf(stage) === weight ? at : ("pending" as const),
  }));
  return ledger({ phase: "progressing", weight, attempt: attempt(B, { stages: records }), ...change });
}

export const passed = (change: Partial<Ledger> = {}) =>
  running(100, "passed", { phase: "passed", ...change });

export const lock: Lock = {
  id: "x",
  bootId: "b",
  pidNamespace: "1",
  pid: 7,
  processStart: "9",
  stack: "prod-canary-50",
  who: "ann@build",
  renewal: 0,
};
