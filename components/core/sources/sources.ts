import { contour } from "./contour";
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
  contour,
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

/**
 * The source that the settings choose.
 * @example sourceOf({ source: "traefik" }).countsIn // "router"
 */
export function sourceOf({ source, query: terms }: ChosenSource): Source {
  const known: Source = sources[source];
  return terms === undefined ? known : (known.asTold?.(terms) ?? known);
}

/** Remarks on a source for a reader of its counts. */
export function noteSource(chosen: ChosenSource): readonly string[] {
  const { experimental, tellsCalls } = sourceOf(chosen).profile;
  const name = `source "${chosen.source}"`;
  return [
    ...(experimental === undefined
      ? []
      : [
          `${name} is experimental: its names are those of ${experimental}, and no running proxy was read by it; compare its counts with your own before you trust a pass`,
        ]),
    ...(tellsCalls
      ? []
      : [
          `${name} tells no status of gRPC: a call that fails counts as good, so an app that answers calls needs another source`,
        ]),
  ];
}

/** Duration beyond which a request counts as slow, seconds; undefined where durations are not counted. */
export function slowSecondsOf({ usualBoundsSeconds }: Source): number | undefined {
  return usualBoundsSeconds.at(-1);
}
