import { objectNames } from "../../settings";
import { tracks } from "../../track";
import type { Track } from "../../track";

/** Request header that selects one of the two probe rules. */
export const probeHeader = "x-sluice-probe";

/** Response header that a probe rule sets: proof that the rule is in force in the router. */
export const trackHeader = "x-sluice-track";

/** Place of the weighted rule in `spec.rules`: after one probe rule per track. */
export const weightedRuleIndex = tracks.length;

/** A backend as the API server stores it, defaulted fields written out. */
export interface RenderedBackend {
  readonly group: "";
  readonly kind: "Service";
  readonly name: string;
  readonly port: number;
  readonly weight: number;
}

/** A rule as the API server stores it, defaulted fields written out, so that live and wanted can be compared. */
export interface RenderedRule {
  readonly matches: readonly {
    readonly path: { readonly type: "PathPrefix"; readonly value: string };
    readonly headers?: readonly { readonly type: "Exact"; readonly name: string; readonly value: string }[];
  }[];
  readonly filters?: readonly {
    readonly type: "ResponseHeaderModifier";
    readonly responseHeaderModifier: {
      readonly set: readonly { readonly name: string; readonly value: string }[];
    };
  }[];
  readonly backendRefs: readonly RenderedBackend[];
}

/** Input from which the rules of a route are rendered. */
export interface RouteRulesInput {
  readonly app: string;
  /** Port of both Services. */
  readonly port: number;
  /** Routing key of the probe rules; not a credential, but no other client should send it. */
  readonly token: string;
  /** Percent of requests to the canary, whole, 0 to 100. */
  readonly weight: number;
}

/** Value of the probe header that reaches one track. */
export function probeKeyOf(token: string, track: Track): string {
  return `${token}-${track}`;
}

/**
 * `spec.rules` of the app's HTTPRoute: one probe rule per track, which beats the weights, then the weighted rule.
 * @throws {RangeError} when `weight` is not a whole number from 0 to 100
 * @see https://gateway-api.sigs.k8s.io/guides/traffic-splitting/
 */
export function renderRules(input: RouteRulesInput): readonly RenderedRule[] {
  const { app, port, token, weight } = input;
  if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
    throw new RangeError(
      `Cannot render the rules of "${app}": weight must be a whole percent from 0 to 100: got ${weight}`,
    );
  }
  const names = objectNames(app);
  const path = { type: "PathPrefix", value: "/" } as const;
  const backend = (track: Track, share: number): RenderedBackend => ({
    group: "",
    kind: "Service",
    name: names.track(track),
    port,
    weight: share,
  });
  const probes = tracks.map<RenderedRule>((track) => ({
    matches: [{ path, headers: [{ type: "Exact", name: probeHeader, value: probeKeyOf(token, track) }] }],
    filters: [
      {
        type: "ResponseHeaderModifier",
        responseHeaderModifier: { set: [{ name: trackHeader, value: track }] },
      },
    ],
    backendRefs: [backend(track, 1)],
  }));
  return [
    ...probes,
    { matches: [{ path }], backendRefs: [backend("stable", 100 - weight), backend("canary", weight)] },
  ];
}
