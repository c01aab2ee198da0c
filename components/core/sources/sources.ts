import { envoyGateway } from "./envoy-gateway";
import { ingressNginx } from "./ingress-nginx";
import { istio } from "./istio";
import { linkerd } from "./linkerd";
import { nginxGatewayFabric } from "./nginx-gateway-fabric";
import { opentelemetry } from "./opentelemetry";
import { query } from "./query";
import type { QueryTerms } from "./query-terms";
import type { Source } from "./source";
import { traefik } from "./traefik";

/** All sources by the name that `sluice:analysis.source` takes; the first one is the default. */
export const sources = {
  traefik,
  "ingress-nginx": ingressNginx,
  "envoy-gateway": envoyGateway,
  istio,
  linkerd,
  "nginx-gateway-fabric": nginxGatewayFabric,
  opentelemetry,
  query,
} satisfies Readonly<Record<string, Source>>;

/** Name of a source. */
export type SourceName = keyof typeof sources;

/** Names of all sources. */
export const sourceNames = Object.keys(sources) as [SourceName, ...SourceName[]];

/** Settings by which a source is chosen. */
export interface ChosenSource {
  readonly source: SourceName;
  readonly query?: QueryTerms | undefined;
}

/** The source that the settings choose. */
export function sourceOf({ source, query: terms }: ChosenSource): Source {
  const known: Source = sources[source];
  return terms === undefined ? known : (known.asTold?.(terms) ?? known);
}

/** Warning of a source that was never fed by the proxy it reads; undefined for any other. */
export function noteExperimental(chosen: ChosenSource): string | undefined {
  const { experimental } = sourceOf(chosen).profile;
  return experimental === undefined
    ? undefined
    : `source "${chosen.source}" is experimental: its names are those of ${experimental}, and no running proxy was read by it; compare its counts with your own before you trust a pass`;
}

/** Duration beyond which a request counts as slow, seconds; undefined where durations are not counted. */
export function slowSecondsOf({ usualBoundsSeconds }: Source): number | undefined {
  return usualBoundsSeconds.at(-1);
}
