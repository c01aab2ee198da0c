import { imageDigest, sameImage } from "../workload/image";
import { canaryBinds } from "./facts";
import type { GateFacts } from "./facts";
import { explainPods } from "./explain-pods";
import type { Finding, Problem } from "./finding";

const wayOut = "run the base stack's up, which brings the canary back to the release's image at weight 0";

/** Check `digest`: the canary's template and every one of its pods run exactly the release's digest. */
export function checkDigest(facts: GateFacts): Finding {
  const released = facts.ledger?.attempt?.image ?? facts.image;
  const digest = imageDigest(released);
  if (!canaryBinds(facts)) {
    return { problems: [], fine: `canary pods must run ${digest}`, pending: true };
  }
  const problems: Problem[] = [];
  if (!sameImage(facts.canary?.image, released)) {
    const text = `image of the canary's Deployment must be ${released}: got ${facts.canary?.image ?? "no Deployment"}`;
    problems.push({ text, wayOut, track: "canary" });
  }
  const other = facts.canaryPods.filter((pod) => pod.digest !== digest);
  for (const pod of other.filter((one) => one.digest !== undefined)) {
    const text = `image of pod ${pod.name} must be ${digest}: got ${pod.digest}`;
    problems.push({ text, wayOut, track: "canary" });
  }
  const without = other.filter((pod) => pod.digest === undefined);
  if (without.length > 0 || facts.canaryPods.length === 0) {
    const got = explainPods(without) || `${without.length || "no"} pods, none with an image`;
    const text = `canary pods must run ${digest}: got ${got}`;
    problems.push({
      text,
      wayOut: "look at the canary's pods; fix the image, or sluice abort",
      track: "canary",
    });
  }
  return { problems, fine: `${facts.canaryPods.length} canary pods run ${digest}` };
}
