import { podOf } from "../../sources/pods";
import type { Labels } from "../../sources/source";
import { errorNames, statusNames } from "./status-names";
import { isPath, unaskedNames } from "./unasked";

/** Labels that describe requests, not the process that counts them. */
const requestNames = new Set([
  ...statusNames,
  ...errorNames,
  ...unaskedNames,
  "__name__",
  "le",
  "track",
  "method",
  "protocol",
  "request_protocol",
  "error_type",
  "content_type",
  "response_content_type",
]);

/** Labels that differ between scrapes, copies and stores of one process, and never mark two processes. */
export const scrapeName =
  /^(?:job|instance|endpoint|container|service|prometheus|monitor|source|receive|scrape_.*|metrics_path|(?:.*_)?replica(?:_.*)?)$/;

const requestPrefix = /^(?:http|url|network|rpc|grpc|user_agent)_/;

/**
 * Key of the target that is scraped or pushes: the pod with its address (`pod@instance`), or whichever of the two is
 * known.
 */
export function targetOf(labels: Labels): string {
  const { instance = "" } = labels;
  const pod = podOf(labels) ?? "";
  return pod === "" || instance === "" ? pod + instance : `${pod}@${instance}`;
}

/** Canonical text of labels: the same whatever order they came in. */
export function identify(labels: Labels): string {
  const names = Object.keys(labels).toSorted();
  return names.map((name) => `${name}=${JSON.stringify(labels[name])}`).join(",");
}

/** Whether a label is the known one, or begins with it where it ends with "_". */
function isNamed(name: string, known: string): boolean {
  return name === known || (known.endsWith("_") && name.startsWith(known));
}

/** Labels of a series, those of its requests apart from those of whoever counted or scraped them. */
export interface SplitLabels {
  readonly request: Labels;
  readonly target: Labels;
}

/**
 * Name of a label in the form that is looked for, whichever form its exporter has.
 * @example plainName("http.response.status_code") // "http_response_status_code"
 * @example plainName("httpStatusCode") // "http_status_code"
 */
export function plainName(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return words.replaceAll(/[^a-z0-9_]/g, "_");
}

/**
 * Splits the labels of a series: those of the requests, and those of the process that counts them. A scrape that has a
 * label of the same name renames the metric's own to `exported_…`.
 * @param own - further names of labels of requests
 */
export function splitLabels(labels: Labels, own: readonly string[]): SplitLabels {
  const request: Record<string, string> = {};
  const target: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels)) {
    const exported = name.startsWith("exported_") ? name.slice("exported_".length) : undefined;
    const isRequest = (one: string) =>
      requestNames.has(one) || requestPrefix.test(one) || own.some((known) => isNamed(one, known));
    const plain = plainName(name);
    if (exported !== undefined && isRequest(exported)) request[exported] = value;
    else if (isPath(name, value)) request[name] = value;
    else if (isRequest(name) && labels[`exported_${name}`] === undefined) request[name] = value;
    else if (plain !== name && labels[plain] === undefined && isRequest(plain)) request[plain] = value;
    else target[name] = value;
  }
  return { request, target };
}

/** Host of an instance, without its port. */
export function hostOf(instance: string): string {
  return instance.replace(/:\d+$/, "");
}

/** Whether an instance is named by the address of one process, and not by a name that several may have. */
export function isAddress(instance: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])$/i.test(hostOf(instance));
}
