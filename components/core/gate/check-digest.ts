import { listFirst } from "../revision/version";
import { objectNames } from "../settings";
import { imageDigest, sameImage } from "../workload/image";
import { pausedWords, resumeCommand } from "../workload/paused";
import { canaryBinds } from "./facts";
import type { GateFacts } from "./facts";
import { explainPods } from "./explain-pods";
import type { Finding, GateProblem } from "./finding";

const fix = "run the base stack's up, which brings the canary back to the release's image at weight 0";

/**
 * Check `digest`: the canary's template is the release's revision, and every one of its pods that runs anything runs the
 * release's digest.
 */
export function checkDigest(facts: GateFacts): Finding {
  const version = facts.ledger?.attempt ?? facts.wanted;
  const { image: released, revision } = version;
  const digest = imageDigest(released);
  if (!canaryBinds(facts)) {
    return { problems: [], fine: `canary pods must run ${digest}`, pending: true };
  }
  const problems: GateProblem[] = [];
  const isPaused = facts.canary?.paused === true;
  const paused = isPaused ? `; ${pausedWords}` : "";
  const way = isPaused ? resumeCommand(objectNames(facts.app).canary) : fix;
  if (!sameImage(facts.canary?.image, released)) {
    const text = `image of the canary's Deployment must be ${released}: got ${facts.canary?.image ?? "no Deployment"}`;
    problems.push({ text, fix, track: "canary" });
  }
  const differs = facts.canaryDiffers ?? [];
  if (differs.length > 0) {
    const text = `the canary's pod template must be revision ${revision}: got other values at ${listFirst(differs)}`;
    problems.push({ text, fix, track: "canary" });
  }
  for (const pod of facts.canaryPods) {
    if (pod.revision === undefined || revision === undefined || pod.revision === revision) continue;
    const text = `pod ${pod.name} must be of revision ${revision}: got ${pod.revision}${paused}`;
    problems.push({ text, fix: way, track: "canary" });
  }
  problems.push(...listMoved(facts));
  const running = facts.canaryPods.filter((pod) => pod.digest !== undefined);
  for (const pod of running.filter((one) => one.digest !== digest)) {
    const text = `image of pod ${pod.name} must be ${digest}: got ${pod.digest}${paused}`;
    problems.push({ text, fix: way, track: "canary" });
  }
  // Check `capacity` decides on the number of pods: one that waits for its image serves no request.
  const unknown = facts.canaryPods.filter((pod) => pod.ready && pod.digest === undefined);
  if (unknown.length > 0 || running.length === 0) {
    const got = explainPods(facts.canaryPods) || `${unknown.length || "no"} pods, none with an image`;
    const text = `canary pods must run ${digest}: got ${got}`;
    problems.push({
      text,
      fix: "look at the canary's pods; fix the image, or sluice abort",
      track: "canary",
    });
  }
  return { problems, fine: `${running.length} canary pods run ${digest}` };
}

/** Containers whose tag moved while the canary's pods started: they run two versions of it. */
function listMoved({ canaryPods }: GateFacts): readonly GateProblem[] {
  const names = [...new Set(canaryPods.flatMap(({ tagged = {} }) => Object.keys(tagged)))];
  return names.flatMap((name) => {
    const digests = [...new Set(canaryPods.flatMap(({ tagged = {} }) => tagged[name] ?? []))];
    if (digests.length < 2) return [];
    return [
      {
        text: `container ${name} must run one digest in all canary pods: got ${digests.map((one) => one.slice(0, 19)).join(", ")} of one tag`,
        fix: "name its image by digest, and release that; or delete the canary's older pods",
        track: "canary" as const,
      },
    ];
  });
}
