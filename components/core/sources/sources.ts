import { opentelemetry } from "./opentelemetry";
import type { Source } from "./source";
import { traefik } from "./traefik";

/** All sources by the name that `sluice:analysis.source` takes; the first one is the default. */
export const sources = { traefik, opentelemetry } satisfies Readonly<Record<string, Source>>;

/** Name of a source. */
export type SourceName = keyof typeof sources;

/** Names of all sources. */
export const sourceNames = Object.keys(sources) as [SourceName, ...SourceName[]];

/** Settings by which a source is chosen. */
export interface ChosenSource {
  readonly source: SourceName;
}

/** The source that the settings choose. */
export function sourceOf({ source }: ChosenSource): Source {
  return sources[source];
}

/** Duration beyond which a request counts as slow, seconds; undefined where durations are not counted. */
export function slowSecondsOf({ usualBoundsSeconds }: Source): number | undefined {
  return usualBoundsSeconds.at(-1);
}
