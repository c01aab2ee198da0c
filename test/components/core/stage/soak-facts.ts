import { seen } from "../../../../components/core/stage/seen";
import type { SoakFacts } from "../../../../components/core/stage/watch-soak";

type Verdict = NonNullable<SoakFacts["verdict"]>;

export const verdict = (kind: Verdict["kind"], basis: string): { verdict: Verdict } => ({
  verdict: { kind, basis, sentence: `because ${basis}` },
});
export const passed = verdict("pass", "errorBound");
export const failed = verdict("fail", "relative");

export function facts(changes: Partial<SoakFacts> = {}): SoakFacts {
  return {
    share: { kind: "confirmed" },
    weight: 20,
    epoch: "7.a",
    route: seen({ weight: 20, epoch: "7.a" }),
    attempt: 3,
    blindSeconds: { stable: 0, canary: 0 },
    blindLimitSeconds: 120,
    stable: seen({ ready: 3, needed: 3 }),
    lockLost: false,
    deadlineOver: false,
    pause: seen(undefined),
    rollback: false,
    emergency: false,
    onStableHarmed: "abort",
    ...changes,
  };
}

export const written = (weight: number, epoch = "8.b") => ({ route: seen({ weight, epoch }) });
export const zeroBy = (attempt: number) => ({
  route: seen({
    weight: 0,
    epoch: "8.b",
    zeroReason: { attempt, kind: "abort" as const, reason: "by hand" },
  }),
});
