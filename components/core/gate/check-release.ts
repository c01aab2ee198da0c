import { describeVersion, explainOther, sameVersion } from "../revision/version";
import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

/** Check `release`: this checkout's revision is the one that the ledger's attempt brings. */
export function checkRelease({ wanted, differs, ledger }: GateFacts): Finding {
  const released = ledger?.attempt;
  if (released === undefined) {
    return problem(
      `this checkout must be the release under way: got ${wanted.image}, and no release is under way`,
      "run the base stack's up first, which starts the release",
      "turn",
    );
  }
  return sameVersion(wanted, released)
    ? fine(`this checkout is the ledger's release ${describeVersion(released)}`)
    : problem(
        explainOther(wanted, released, "as in the ledger", differs),
        "check out the commit that is being released, or run the base stack's up to release this one instead",
        "turn",
      );
}
