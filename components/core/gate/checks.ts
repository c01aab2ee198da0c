import type { GateCheck } from "./check";
import { checkApproval } from "./check-approval";
import { checkBothFailing } from "./check-both-failing";
import { checkBudget } from "./check-budget";
import { checkCapacity } from "./check-capacity";
import { checkChecks } from "./check-checks";
import { checkDigest } from "./check-digest";
import { checkMetrics } from "./check-metrics";
import { checkNoDrift } from "./check-no-drift";
import { checkNotAborted } from "./check-not-aborted";
import { checkOrder } from "./check-order";
import { checkPath } from "./check-path";
import { checkPreflight } from "./check-preflight";
import { checkProvenance } from "./check-provenance";
import { checkRelease } from "./check-release";
import { checkRoute } from "./check-route";
import { checkTls } from "./check-tls";
import { checkVerdict } from "./check-verdict";

/**
 * The checks of the gate, in the order in which they are reported. `release.emergency` waives each of them where all
 * its problems are stable's.
 */
export const gateChecks = [
  {
    id: "release",
    demands: "this checkout's revision is the one that is being released",
    assess: checkRelease,
    always: true,
  },
  {
    id: "provenance",
    demands:
      "the environment of `promotion.from` promoted this image and kept it stable for `promotion.after`",
    assess: checkProvenance,
  },
  {
    id: "order",
    demands: "the stage before passed in this attempt, and no stage is skipped",
    assess: checkOrder,
    waivedByRollback: true,
  },
  {
    id: "not-aborted",
    demands: "this attempt was not aborted",
    assess: checkNotAborted,
    always: true,
  },
  {
    id: "no-drift",
    demands:
      "live weight and epoch are the ledger's: no other writer moved traffic, stable runs what was promoted last, the canary's Service alone selects the canary's pods, no pod of others has a track's labels, and the canary has the policies by name that stable has",
    assess: checkNoDrift,
    always: true,
  },
  {
    id: "digest",
    demands: "the canary's pods run exactly the release's digest",
    assess: checkDigest,
  },
  {
    id: "capacity",
    demands: "stable could carry everything alone, and the canary its share",
    assess: checkCapacity,
  },
  {
    id: "route",
    demands: "the router accepted the route as it is, and found both backends",
    assess: checkRoute,
  },
  {
    id: "path",
    demands:
      "a request through the router reaches each track, and without credentials stable's probe rule lets in nobody whom the app's own rule keeps out",
    assess: checkPath,
    waivedByRollbackOnStable: true,
  },
  {
    id: "tls",
    demands:
      "where `sluice:traffic.scheme` is https, each host has a certificate that is valid, for it and from a trusted authority, and no TLS below the lowest version",
    assess: checkTls,
    waivedByRollback: true,
  },
  {
    id: "checks",
    demands: "what `sluice:checks` asks before traffic is found so, the canary's part once it is up",
    assess: checkChecks,
    waivedByHotfix: true,
  },
  {
    id: "metrics",
    demands: "Prometheus answers, with fresh series of each track that has traffic",
    assess: checkMetrics,
    waivedByRollback: true,
  },
  {
    id: "verdict",
    demands: "the evidence so far is not `fail`; above `analysis.parameters.requirePassAbove` it is `pass`",
    assess: checkVerdict,
    waivedByRollback: true,
  },
  {
    id: "both-failing",
    demands:
      "stable is not worse than before the attempt, and not both tracks are outside their objective (where stable was outside before the first raise, only that the canary is inside)",
    assess: checkBothFailing,
    waivedByRollback: true,
  },
  {
    id: "approval",
    demands:
      "nobody paused the release, and where the stage asks for it a person approved it in the last 24 h",
    assess: checkApproval,
  },
  {
    id: "budget",
    demands:
      "where `sluice:slos` has objectives, no error budget of theirs is used up when traffic first rises",
    assess: checkBudget,
  },
  {
    id: "preflight",
    demands:
      "where `release.preflight` is `required`, the preflight was go for this version and still counts when traffic first rises",
    assess: checkPreflight,
    waivedByRollback: true,
    waivedByHotfix: true,
  },
] as const satisfies readonly GateCheck[];

/** Names of the checks that the approval of a hotfix may waive. */
export const hotfixWaivers: readonly string[] = gateChecks
  .filter((check: GateCheck) => check.waivedByHotfix === true)
  .map(({ id }) => id);

/** Name of one check of the gate. */
export type CheckId = (typeof gateChecks)[number]["id"];
