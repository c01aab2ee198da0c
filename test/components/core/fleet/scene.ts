import type { Fleet, MemberFacts } from "../../../../components/core/fleet/fleet";
import type { Standing } from "../../../../components/core/fleet/standing";

/** A fleet of waves by the names of their environments, with a bake time of 100 s each. */
export function fleetOf(waves: readonly (readonly string[])[], changes: Partial<Fleet> = {}): Fleet {
  return {
    name: "global",
    maxParallel: 2,
    onFailure: "region",
    waves: waves.map((names) => ({
      bakeSeconds: 100,
      environments: names.map((environment) => ({ environment })),
    })),
    ...changes,
  };
}

export const waiting: Standing = { kind: "waiting" };

export const promotedAt = (sinceSeconds: number, hasWayBack = true): Standing => ({
  kind: "promoted",
  sinceSeconds,
  hasWayBack,
});

export const runningAt = (
  weight: number,
  changes: Partial<Standing & { kind: "running" }> = {},
): Standing => ({ kind: "running", phase: "progressing", weight, isPaused: false, ...changes });

export const rejected: Standing = { kind: "rejected", reason: "fail: errors" };

/** State of one environment. */
export const factOf = (
  environment: string,
  standing: Standing,
  changes: Omit<Partial<MemberFacts>, "environment" | "standing"> = {},
): MemberFacts => ({ environment, standing, ...changes });
