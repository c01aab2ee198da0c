import { objectNames, serviceNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import type { RouterObject } from "../routed-kind";

/** Group of Traefik's own kinds. */
export const traefikGroup = "traefik.io";

/** Group that Traefik 2 had besides, and Traefik 3 does not read. */
export const formerGroup = "traefik.containo.us";

/** Reference to a Middleware. */
export interface MiddlewareRef {
  readonly name: string;
  /** @default - the route's */
  readonly namespace?: string;
}

/** A Service of a rule, as far as it is read here; its other fields are kept as they are. */
export interface ServiceRef {
  /** @default "Service" */
  readonly kind?: string;
  readonly name: string;
  /** @default - the route's */
  readonly namespace?: string;
  readonly port?: number | string;
  /** @default 1 (Traefik) */
  readonly weight?: number;
  readonly middlewares?: readonly MiddlewareRef[];
}

/** One rule of an IngressRoute, as far as it is read here; its other fields are kept as they are. */
export interface RouteRule {
  readonly kind?: string;
  readonly match: string;
  /** @default - the length of `match`, bytes */
  readonly priority?: number;
  /** Syntax of `match`. @default "v3" */
  readonly syntax?: string;
  readonly middlewares?: readonly MiddlewareRef[];
  readonly services?: readonly ServiceRef[];
}

/** An IngressRoute (traefik.io/v1alpha1), as far as it is read here. */
export interface IngressRoute extends RouterObject {
  readonly spec: { readonly routes?: readonly RouteRule[] };
}

/** Rules of an IngressRoute; one may have none. */
export const rulesOf = ({ spec }: Pick<IngressRoute, "spec">): readonly RouteRule[] => spec.routes ?? [];

/** Services of a rule; a rule may have none. */
export const servicesOf = ({ services }: RouteRule): readonly ServiceRef[] => services ?? [];

/** Share of a Service; 1 where none is given, as Traefik has it. */
export const weightOf = ({ weight }: Pick<ServiceRef, "weight">): number => weight ?? 1;

/** Whether a reference is to a Service of Kubernetes, not to a TraefikService or to a service of another provider. */
export const isService = ({ kind = "Service", name }: ServiceRef): boolean =>
  kind === "Service" && !name.includes("@");

/** Settings by which the app's own rules are known. */
export type OwnSettings = Pick<RouteSettings, "app" | "namespace" | "traffic">;

/** Whether a reference of a route in the app's namespace is to one of these Services. */
const isOneOf = (ref: ServiceRef, names: readonly string[], { namespace }: OwnSettings): boolean =>
  isService(ref) && names.includes(ref.name) && (ref.namespace ?? namespace) === namespace;

/** Whether a reference is to the Service of one track. */
export const isTrack = (ref: ServiceRef, track: "stable" | "canary", settings: OwnSettings): boolean =>
  isOneOf(ref, [serviceNames(settings).track(track)], settings);

/** Whether a reference is to a Service of the canary's pods. */
export const isCanary = (ref: ServiceRef, settings: OwnSettings): boolean =>
  isOneOf(ref, objectNames(settings.app).canaryServices, settings);

/** Whether a reference is to the app, by a track's Service or by the name that the user's own rules have. */
export function isApp(ref: ServiceRef, settings: OwnSettings): boolean {
  const { stable, canary } = serviceNames(settings);
  return isOneOf(ref, [settings.traffic.service ?? settings.app, stable, canary], settings);
}

/** Whether a rule is the one that serves from stable where Traefik leaves a rule of the app out. */
export const isFallback = (rule: RouteRule, settings: OwnSettings): boolean =>
  findProbeKey(rule) === undefined &&
  servicesOf(rule).some((ref) => isOneOf(ref, [objectNames(settings.app).probe("stable")], settings));

const probeMatcher = /&& Headers?\(`x-sluice-probe`, `([^`]*)`\)$/;

/** Value of Sluice's probe header that all requests of a rule carry; undefined where it matches others as well. */
export const findProbeKey = ({ match }: RouteRule): string | undefined => probeMatcher.exec(match)?.[1];
