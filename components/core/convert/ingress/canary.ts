import { asObject, at, showJson } from "../../json";
import type { JsonObject } from "../../revision/revision";
import { canaryAnnotations, isCanary, shareOf } from "../../routers/nginx/annotations";
import type { ObjectMeta } from "../../object-meta";
import { beside, lost, near, unused } from "../fate";
import type { Fate } from "../fate";
import { annotation, prefix } from "./annotations";

const metadataOf = (ingress: JsonObject): Required<Pick<ObjectMeta, "annotations">> => {
  const annotations = Object.entries(asObject(at(ingress, "metadata", "annotations")));
  return {
    annotations: Object.fromEntries(annotations.map(([name, value]) => [name, showJson(value)])),
  };
};

/** Whether an Ingress is the canary of another one. */
export const isCanaryIngress = (ingress: JsonObject): boolean => isCanary(metadataOf(ingress));

/** A text as a regular expression that means it alone. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The matches of the Gateway API that take the same requests, as they would stand in a rule. */
function toMatches(annotations: Readonly<Record<string, string>>): readonly JsonObject[] {
  const header = annotations[`${prefix}canary-by-header`];
  const value = annotations[`${prefix}canary-by-header-value`];
  const pattern = annotations[`${prefix}canary-by-header-pattern`];
  const cookie = annotations[`${prefix}canary-by-cookie`];
  const isPattern = value === undefined && pattern !== undefined;
  const type = isPattern ? "RegularExpression" : "Exact";
  const regex = String.raw`(^|.*;\s*)${escaped(cookie ?? "")}=always(;.*|$)`;
  return [
    ...(header === undefined
      ? []
      : [{ type, name: header, value: isPattern ? pattern : (value ?? "always") }]),
    ...(cookie === undefined ? [] : [{ type: "RegularExpression", name: "Cookie", value: regex }]),
  ].map((one) => ({ headers: [one] }));
}

/** Fates of a canary Ingress: its weight is the stages', and requests that it picks are named with their match. */
export function judgeCanary(ingress: JsonObject): readonly Fate[] {
  const metadata = metadataOf(ingress);
  const matches = JSON.stringify(toMatches(metadata.annotations));
  const picked = `a first stage with match takes its header or cookie; as a rule of a route it has matches: ${matches}`;
  const fix =
    "add no such rule to the route of a release: a way to the canary that no gate opened is refused";
  const share = shareOf(metadata);
  return [
    ...["canary-by-header", "canary-by-header-value", "canary-by-header-pattern", "canary-by-cookie"].map(
      (name) => lost(annotation(name), picked, fix),
    ),
    beside(
      `${share} % of the requests`,
      near(
        `metadata annotations ${canaryAnnotations.weight}`,
        "the stages' weights: a release begins at 0 %",
        "bring it to 0 before the first up: a split that is live is refused",
      ),
    ),
    near(`metadata annotations ${canaryAnnotations.total}`, "weights are percent"),
    unused(annotation("canary"), "Sluice makes the canary's way in itself"),
    unused(annotation("*"), "of a canary Ingress ingress-nginx reads the canary's annotations only"),
    near("", "replaced by the route that Sluice makes"),
  ];
}
