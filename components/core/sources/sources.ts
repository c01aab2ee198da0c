import { opentelemetry } from "./opentelemetry";
import type { Source } from "./source";
import { traefik } from "./traefik";

/** All sources by the name that `sluice:analysis.source` takes; the first one is the default. */
export const sources = { traefik, opentelemetry } satisfies Readonly<Record<string, Source>>;

/** Name of a source. */
export type SourceName = keyof typeof sources;

/** Names of all sources. */
export const sourceNames = Object.keys(sources) as [SourceName, ...SourceName[]];

/** Duration beyond which a request counts as slow, seconds. */
export function slowSecondsOf(name: SourceName): number {
  return Math.max(...sources[name].usualBoundsSeconds);
}
