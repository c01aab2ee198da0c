import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `verdict`: the evidence so far is not `fail`; above `passAboveWeight` it must be `pass`. */
export function checkVerdict({ verdict, weight, passAboveWeight }: GateFacts): Finding {
  const got =
    verdict === undefined ? "no evidence yet" : `${verdict.kind} (${verdict.basis}: ${verdict.sentence})`;
  if (verdict?.kind === "fail") {
    return problem(`evidence so far must not be fail: got ${got}`, "sluice abort; release a new image");
  }
  return weight > passAboveWeight && verdict?.kind !== "pass"
    ? problem(
        `evidence so far must be pass above ${passAboveWeight} %: got ${got}`,
        "run the stack of the stage before again, to gather more evidence",
        "evidence",
      )
    : fine(`evidence so far: ${got}`);
}
