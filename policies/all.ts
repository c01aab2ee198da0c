import { readChecks } from "./cel/read-checks";
import { toPolicy } from "./cel/to-policy";
import { freeze } from "./delivery/freeze";
import { migrationWayBack } from "./delivery/migration-way-back";
import { oneOwner } from "./delivery/one-owner";
import { routeWeights } from "./delivery/route-weights";
import { stageObjectives } from "./delivery/stage-objectives";
import { tracksAlike } from "./delivery/tracks-alike";
import { headersComposed } from "./headers/headers-composed";
import { headersCspNonce } from "./headers/headers-csp-nonce";
import { headersNoLeaks } from "./headers/headers-no-leaks";
import { headersRequired } from "./headers/headers-required";
import { headersScore } from "./headers/headers-score";
import { wafBlocks } from "./edge/waf-blocks";
import { wafExclusions } from "./edge/waf-exclusions";
import { wafNoBypass } from "./edge/waf-no-bypass";
import { signedImages } from "./images/signed-images";
import { exemptionsCurrent } from "./pack/exemptions-current";
import type { Policy } from "./pack/policy";
import { deprecatedApis } from "./workloads/deprecated-apis";
import { disruptionBudget } from "./workloads/disruption-budget";
import { networkPolicy } from "./workloads/network-policy";
import { replicas } from "./workloads/replicas";

/** Every policy of the pack, one line each; `checks/` has one file per declarative policy. */
export const policies: readonly Policy[] = [
  exemptionsCurrent,
  signedImages,
  headersRequired,
  headersCspNonce,
  headersNoLeaks,
  headersScore,
  headersComposed,
  wafBlocks,
  wafExclusions,
  wafNoBypass,
  routeWeights,
  oneOwner,
  tracksAlike,
  stageObjectives,
  migrationWayBack,
  freeze,
  replicas,
  disruptionBudget,
  networkPolicy,
  deprecatedApis,
  ...readChecks().map(toPolicy),
];
