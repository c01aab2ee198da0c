import { formatDuration } from "../duration";
import { canaryBinds } from "./facts";
import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/**
 * Check `verdict`: the evidence so far is not `fail`; above `passAboveWeight` it must be `pass`, or the checks that
 * stand in for it must have passed on the canary at weight 0 for as long as the stage asks.
 */
export function checkVerdict(facts: GateFacts): Finding {
  const { verdict, weight, passAboveWeight, checkedFor } = facts;
  const got =
    verdict === undefined ? "no evidence yet" : `${verdict.kind} (${verdict.basis}: ${verdict.sentence})`;
  if (verdict?.kind === "fail") {
    return problem(`evidence so far must not be fail: got ${got}`, "sluice abort; release a new image");
  }
  if (weight <= passAboveWeight || verdict?.kind === "pass") return fine(`evidence so far: ${got}`);
  if (checkedFor !== undefined) return judgeChecked(facts, checkedFor);
  return problem(
    `evidence so far must be pass above ${passAboveWeight} %: got ${got}`,
    "run the stack of the stage before again, to gather more evidence",
    "evidence",
  );
}

function judgeChecked(
  facts: GateFacts,
  { neededSeconds, passedSeconds }: NonNullable<GateFacts["checkedFor"]>,
): Finding {
  const needed = formatDuration(neededSeconds);
  const text = `the checks stand in for evidence: they pass on the canary at weight 0 for ${needed}`;
  if (!canaryBinds(facts)) return { ...fine(`${text} before the one move`), pending: true };
  return passedSeconds < neededSeconds
    ? problem(
        `the checks must have passed on the canary at weight 0 for ${needed}: got ${formatDuration(Math.floor(passedSeconds))}`,
        "run the same command again",
      )
    : fine(text);
}
