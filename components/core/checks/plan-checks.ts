import { given } from "../given";
import type { Track } from "../track";
import type { CheckSpec, CheckUse, PlannedCheck } from "./spec";

/** Moment at which checks are asked. */
export interface CheckMoment {
  readonly use: CheckUse;
  /** The canary is up: before that only stable and what has no track is asked. Counts in the gate. */
  readonly isCanaryUp: boolean;
  /** The attempt goes back to a version that was promoted before. */
  readonly isRollback: boolean;
  /** Checks of kind `job` are asked, and no others: what they start costs minutes. @default false */
  readonly isForJobs?: boolean;
}

/** Whether a check is asked of a track, and not of an address that has none. */
export function isOnTrack({ question }: CheckSpec): boolean {
  if (question.kind === "requests") return question.requests.some(({ url }) => !url.startsWith("http"));
  return ["policy", "logs", "job", "health"].includes(question.kind);
}

/** Whether the version before has the fault that this check shows. */
const showsFault = ({ question }: CheckSpec): boolean =>
  question.kind === "requests" && question.stable === "fails";

/** Whether a check is asked at a place; a preflight looks at what the gate will. */
const isAskedAt = ({ uses }: CheckSpec, use: CheckUse): boolean =>
  uses.includes(use) || (use === "preflight" && uses.includes("gate"));

/** Checks to ask now, and what each is to find. A way back only waits for the version that it goes back to. */
export function planChecks(
  specs: readonly CheckSpec[],
  { use, isCanaryUp, isRollback, isForJobs = false }: CheckMoment,
): readonly PlannedCheck[] {
  return specs
    .filter((spec) => isAskedAt(spec, use) && (spec.question.kind === "job") === isForJobs)
    .flatMap((spec): readonly PlannedCheck[] => {
      const isBack = isRollback || use === "aborted";
      if (isBack && showsFault(spec)) return [];
      if (!isOnTrack(spec)) return isRollback && use === "gate" ? [] : [{ spec, expected: "passes" }];
      const on = (track: Track, expected: PlannedCheck["expected"] = "passes"): PlannedCheck => ({
        spec,
        track,
        expected,
      });
      const isBefore = use === "gate" || use === "preflight";
      if (!isBefore || (use === "preflight" && spec.item !== undefined)) return [on("stable")];
      const stable = spec.question.kind === "requests" && !isRollback ? spec.question.stable : undefined;
      return [...(stable === undefined ? [] : [on("stable", stable)]), ...(isCanaryUp ? [on("canary")] : [])];
    });
}

/** Judges the answer to a check by what it was to find. */
export function judgeCheck(
  { spec, track, expected }: PlannedCheck,
  { result, text }: { readonly result: string; readonly text: string },
) {
  const where = track === undefined ? "" : ` on ${track === "canary" ? "the canary" : track}`;
  const rule =
    result === "unknown"
      ? `must be answered${where}`
      : expected === "passes"
        ? `must pass${where}`
        : `must fail${where}, which this release is to repair`;
  const isFine = result === expected;
  return {
    name: spec.name,
    ...given("item", spec.item),
    ...(track === undefined ? {} : { track }),
    isFine,
    ...(result === "unknown" ? { isUnknown: true as const } : {}),
    text: isFine ? `"${spec.name}" ${expected}${where}` : `check "${spec.name}" ${rule}: got ${text}`,
  };
}
