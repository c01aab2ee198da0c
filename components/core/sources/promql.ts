import type { SelectorInput } from "./source";

/** A Prometheus duration cannot be shorter than a second here; the answer's own times show which samples are new. */
export function renderRange(selector: string, rangeSeconds: number): string {
  return `${selector}[${Math.max(1, Math.ceil(rangeSeconds))}s]`;
}

/** Regular expression of statuses that are an error of the server: of HTTP, as a code or class, or the numbers of gRPC. */
export const failedStatus = "5..|2|4|12|13|14|15";

/** Statuses of gRPC that are an error of the server, as numbers and by name in the usual spellings. */
export const failedCall =
  "2|4|12|13|14|15|(?i:unknown|deadline_?exceeded|unimplemented|internal|unavailable|data_?loss)";

/** Envoy's flags of an answer that the server's side broke off after its status was sent, as a regular expression. */
export const brokenOffFlags = "UC|UPE|UR|LR|UT";

/** The selector with more matchers. */
export function narrow(selector: string, matchers: string): string {
  return `${selector.slice(0, -1)}${selector.endsWith("{}") ? "" : ","}${matchers}}`;
}

/** A text inside a regular expression inside a PromQL string. */
function quoteText(text: string): string {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return JSON.stringify(`${escaped}|`);
}

/** Matchers of the chosen places, each with a comma before it. */
export function matchPlaces({ places = {} }: Pick<SelectorInput, "places">): string {
  return Object.entries(places)
    .filter(([, value]) => value !== "*")
    .map(([name, value]) => `,${name}=~${quoteText(value)}`)
    .join("");
}
