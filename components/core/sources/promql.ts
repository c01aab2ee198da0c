import type { SelectorInput } from "./source";

/** A Prometheus duration cannot be shorter than a second here; the answer's own times show which samples are new. */
export function renderRange(selector: string, rangeSeconds: number): string {
  return `${selector}[${Math.max(1, Math.ceil(rangeSeconds))}s]`;
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
