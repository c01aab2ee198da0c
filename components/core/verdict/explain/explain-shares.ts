import type { Evidence } from "../judgement/evidence";
import type { Counts } from "../model";
import { firewallEvent, shareLimit, toleratedShareRatio } from "../outcome-rules";
import type { OutcomeRules } from "../outcome-rules";
import { percent } from "./percent";
import type { ShareEvidence } from "../comparisons/shares";

const whatOf: Readonly<Record<string, string>> = {
  "3xx": "3xx (without 304)",
  "4xx": "4xx (without 401 and 429)",
  "gave-up": "clients that gave up",
};

const untoldOf = {
  classes: "statuses other than 5xx",
  "gave-up": "clients that gave up",
  routes: "errors by route",
};

/** Name of a share for people. */
export function nameShare(name: ShareEvidence["name"]): string {
  if (!name.startsWith("route:")) return whatOf[name] as string;
  const route = name.slice("route:".length);
  return `answers other than 2xx and 304 on ${route === "" ? "all other routes" : route}`;
}

function shareOf({ requests, errors }: Counts): string {
  return percent(errors / requests);
}

/** Requests that a firewall decided on, and whether a share can have its answers: whose they are nobody else can tell. */
function explainFirewall(
  name: ShareEvidence["name"],
  { metrics, outcomes }: Pick<Evidence, "metrics" | "outcomes">,
): string {
  const events = metrics.find((one) => one.name === `event:${firewallEvent}`)?.events;
  const has = name === "4xx" || name.startsWith("route:");
  if (!has || events === undefined) return "";
  const decided = `refused, or would have refused, ${events.canary} and ${events.stable}`;
  return outcomes?.behindFirewall === true
    ? `; none of them by the firewall, which ${decided}`
    : `; the firewall ${decided}`;
}

/** Finding on one share, as a part of a sentence. */
export function explainShare(
  { name, canary, stable, direction }: ShareEvidence,
  evidence: Pick<Evidence, "metrics" | "outcomes">,
): string {
  const what = nameShare(name);
  const shares = `${shareOf(canary)} of the canary's ${canary.requests} requests, ${shareOf(stable)} of stable's ${stable.requests}${explainFirewall(name, evidence)}`;
  return direction === "over"
    ? `${what} are more than ${toleratedShareRatio} times as many as of stable and more than ${percent(shareLimit)} (${shares})`
    : `what is not ${what} is less than a third of stable's (${what}: ${shares})`;
}

/** Sentence on the outcomes that a source does not give; undefined where it gives all. */
export function explainUntold(untold: OutcomeRules["untold"]): string | undefined {
  if (untold.length === 0) return undefined;
  return `not judged, as the source does not count them: ${untold.map((one) => untoldOf[one]).join(" and ")}`;
}

/** Limits of a pass: intended changes with their reasons, and outcomes that are not known. */
export function explainUnjudged({ outcomes }: Pick<Evidence, "outcomes">): string {
  if (outcomes === undefined) return "";
  const expected = Object.entries(outcomes.expected).map(([name, reason]) => `${name} ("${reason}")`);
  const untold = explainUntold(outcomes.untold);
  return [
    ...(expected.length > 0 ? [`; intended and not judged: ${expected.join(", ")}`] : []),
    ...(untold === undefined ? [] : [`; ${untold}`]),
  ].join("");
}
