import { asObject, asObjects, asTexts, at } from "../json";
import type { Problem } from "../problem";
import type { JsonObject } from "../revision/revision";
import { toText } from "../revision/canonical";
import { nameOf } from "./from/identity";
import { lastingContainers } from "./from/template/choose-container";
import type { PeakPods } from "./sizes/peak-pods";
import { explainPeak } from "./sizes/peak-pods";
import { parseQuantity } from "./sizes/quantity";

/** Facts of the namespace's quotas against what a release needs. */
export interface QuotaFacts {
  readonly app: string;
  /** ResourceQuotas of the namespace. */
  readonly quotas: readonly JsonObject[];
  readonly peak: PeakPods;
  /** Pods of both tracks that are there already, and counted in the quotas. */
  readonly live: number;
  /** Pod template of the revision. */
  readonly template: JsonObject;
}

/** Resources of quotas by what a container asks for; others are not judged. */
const asked: Readonly<Record<string, readonly ["requests" | "limits", "cpu" | "memory"]>> = {
  cpu: ["requests", "cpu"],
  memory: ["requests", "memory"],
  "requests.cpu": ["requests", "cpu"],
  "requests.memory": ["requests", "memory"],
  "limits.cpu": ["limits", "cpu"],
  "limits.memory": ["limits", "memory"],
};

/** Amount of a quota's resource that one pod takes; 0 where it is not known. */
function perPod(resource: string, template: JsonObject): number {
  if (resource === "pods" || resource === "count/pods") return 1;
  const found = asked[resource];
  if (found === undefined) return 0;
  const [kind, unit] = found;
  const amounts = lastingContainers(template).map((one) => {
    const { requests, limits } = asObject(one["resources"]);
    // A container that has a limit alone asks for as much.
    const value = at(kind === "requests" ? requests : limits, unit) ?? at(limits, unit);
    return parseQuantity(toText(value ?? null)) ?? 0;
  });
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Sums of fractions are a little beside what is meant. */
const exact = (amount: number): number => Number(amount.toPrecision(12));

function print(resource: string, amount: number): string {
  if (resource.endsWith("cpu")) return `${Math.round(amount * 1000)}m`;
  return resource.endsWith("memory") ? `${Math.round(amount / 2 ** 20)}Mi` : String(amount);
}

/**
 * Reason why the quotas of a namespace do not let both tracks run beside each other. A pod that a Deployment rolls by
 * is counted once, since one is enough to go on; a quota of a scope is not judged.
 * @returns one problem for each resource that is too small
 */
export function refuseQuotas({ app, quotas, peak, live, template }: QuotaFacts): readonly Problem[] {
  const more = peak.stable + peak.canary + Math.min(1, peak.surge) - live;
  return quotas.flatMap((quota) => {
    const { scopes, scopeSelector } = asObject(quota["spec"]);
    if (asObjects(at(scopeSelector, "matchExpressions")).length > 0 || scopes !== undefined) return [];
    const used = asTexts(at(quota, "status", "used"));
    return Object.entries(asTexts(at(quota, "status", "hard"))).flatMap(([resource, hard]) => {
      const needed = exact(more * perPod(resource, template));
      const left = exact(Number(parseQuantity(hard)) - Number(parseQuantity(used[resource] ?? "0")));
      // Of what is no number nothing is said.
      if (!(needed > left) || needed <= 0) return [];
      const name = nameOf(quota);
      return [
        {
          text: `Cannot release "${app}": ResourceQuota ${name} must have ${print(resource, needed)} of ${resource} left: got ${print(resource, left)}; ${more} pods come besides ${live}, ${explainPeak(peak)}`,
          fix: "have the quota raised, or let the pods ask for less; nothing was changed",
        },
      ];
    });
  });
}
