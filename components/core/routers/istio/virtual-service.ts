import { objectNames, serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { probeHeader } from "../gateway/probe-header";
import type { RouterObject } from "../routed-kind";
import type { RefNames } from "../weighted-rule";

/** Group of Istio's own kinds of routes. */
export const istioGroup = "networking.istio.io";

/** A Service by its host, as far as it is read here. */
export interface Destination {
  /** Alone, or in full with its namespace: `shop.prod.svc.cluster.local`. */
  readonly host: string;
  /** Name of a subset that a DestinationRule for the host makes. */
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

/** One of the destinations of a rule. */
export interface RouteDestination {
  readonly destination: Destination;
  /** @default 0; of a single destination it does not count */
  readonly weight?: number;
}

/** Condition of a rule. */
export interface HttpMatch {
  readonly uri?: unknown;
  readonly method?: unknown;
  readonly headers?: Readonly<Record<string, { readonly exact?: string; readonly regex?: string }>>;
  readonly withoutHeaders?: Readonly<Record<string, unknown>>;
  readonly sourceLabels?: unknown;
  readonly sourceNamespace?: unknown;
}

/** Share of requests that is copied, percent. @default 100 */
interface Percent {
  readonly value?: number;
}

/** One rule for HTTP, as far as it is read here; its other fields are kept as they are. */
export interface HttpRule {
  readonly name?: string;
  /** @default every request */
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly RouteDestination[];
  readonly delegate?: unknown;
  readonly mirror?: Destination;
  readonly mirrorPercentage?: Percent;
  /** The older form of it. */
  readonly mirrorPercent?: number;
  readonly mirrors?: readonly { readonly destination: Destination; readonly percentage?: Percent }[];
  readonly fault?: unknown;
  readonly headers?: {
    readonly response?: {
      readonly set?: Readonly<Record<string, string>>;
      readonly remove?: readonly string[];
    };
  };
}

/** One rule for TCP or for TLS that is passed through. */
export interface StreamRule {
  readonly route?: readonly RouteDestination[];
}

/** A VirtualService (networking.istio.io/v1), as far as it is read here. */
export interface VirtualService extends RouterObject {
  readonly spec: {
    readonly hosts?: readonly string[];
    readonly gateways?: readonly string[];
    readonly http?: readonly HttpRule[];
    readonly tls?: readonly StreamRule[];
    readonly tcp?: readonly StreamRule[];
  };
}

/** Rules for HTTP; an object may have none. */
export const rulesOf = ({ spec }: Pick<VirtualService, "spec">): readonly HttpRule[] => spec.http ?? [];

/** Conditions of a rule; without any it takes every request. */
export const matchesOf = ({ match }: Pick<HttpRule, "match">): readonly HttpMatch[] =>
  match === undefined || match.length === 0 ? [{}] : match;

/** Destinations of a rule; one that redirects has none. */
export const refsOf = ({ route }: StreamRule): readonly RouteDestination[] => route ?? [];

/** Share of a destination among those of its rule: a single one gets everything, whatever its weight is. */
export const weightOf = ({ weight = 0 }: RouteDestination, { length }: { readonly length: number }): number =>
  length === 1 ? 100 : weight;

/** Service of a host by its name in the cluster's DNS; undefined for another name. */
export function serviceOf(
  host: string,
): { readonly service: string; readonly namespace?: string } | undefined {
  const found = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\..+)?)?)?$/.exec(host);
  if (found === null) return undefined;
  const [, service, namespace] = found;
  return { service: service as string, ...(namespace === undefined ? {} : { namespace }) };
}

/** Names of Services in destinations; a subset is one of the former Service's. */
export const hostNames: RefNames<RouteDestination> = {
  at: "destination/host",
  of: ({ destination }) => destination.host,
  rename: (ref, service) => {
    const { subset: _, host, ...destination } = ref.destination;
    return { ...ref, destination: { ...destination, host: host.replace(/^[^.]+/, service) } };
  },
};

/** Settings by which the app's own rules are known. */
export type OwnSettings = Pick<RouteSettings, "app" | "namespace" | "traffic">;

/** Whether a destination of a VirtualService in the app's namespace is one of these Services. */
function isOneOf({ host }: Destination, names: readonly string[], home: string): boolean {
  const { service = "", namespace = home } = serviceOf(host) ?? {};
  return names.includes(service) && namespace === home;
}

/** Whether a destination is the Service of one track. */
export const isTrack = (
  { destination }: RouteDestination,
  track: "stable" | "canary",
  settings: OwnSettings,
): boolean => isOneOf(destination, [serviceNames(settings).track(track)], settings.namespace);

/** Whether a destination is a Service of the canary's pods. */
export const isCanary = (destination: Destination, { app, namespace }: OwnSettings): boolean =>
  isOneOf(destination, objectNames(app).canaryServices, namespace);

/** Whether a destination is the app, by a track's Service or by the name that the user's own rules have. */
export function isApp({ destination }: RouteDestination, settings: OwnSettings): boolean {
  const { app, namespace, traffic } = settings;
  const { stable, canary } = serviceNames(settings);
  return isOneOf(destination, [traffic.service ?? app, stable, canary], namespace);
}

/** Value of Sluice's probe header that all requests of a rule carry; undefined where it matches others as well. */
export function findProbeKey({ match = [] }: HttpRule): string | undefined {
  const keys = match.map(({ headers }) => headers?.[probeHeader]?.exact);
  return keys.includes(undefined) ? undefined : keys[0];
}
