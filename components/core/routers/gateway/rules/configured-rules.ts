import type { ObjectMeta } from "../../../object-meta";
import { serviceNames } from "../../../settings";
import type { Settings } from "../../../settings";
import type { RouteSettings } from "../../foreign-rules";
import { isService, refsOf } from "../http-route";
import type { BackendRef, HttpRouteRule } from "../http-route";

/** Annotation with the rules as they were configured at the last write of the structure, JSON. */
export const rulesAnnotation = "sluice.dev/rules";

/** The settings by which the app's own rules are known. */
export type OwnRulesSettings = Pick<RouteSettings, "app" | "namespace"> & {
  readonly traffic?: Pick<
    Settings["traffic"],
    "rules" | "headers" | "service" | "stableService" | "isShared" | "routeKind"
  >;
};

/** A rule that the configuration asks for. */
export interface ConfiguredRule {
  readonly rule: HttpRouteRule;
  /** The backend that stands for the app; absent for a rule with backends of others, or none. */
  readonly own?: Partial<BackendRef>;
}

/** Whether a reference is to the app, by a track's Service or by the name that the user's own rules have. */
export function isApp(ref: BackendRef, settings: OwnRulesSettings): boolean {
  const { app, namespace, traffic } = settings;
  const { stable, canary } = serviceNames(settings);
  const known: readonly string[] = [traffic?.service ?? app, stable, canary];
  return isService(ref) && known.includes(ref.name) && (ref.namespace ?? namespace) === namespace;
}

/** Rules that answer by themselves need no backend. */
const answers = ({ filters = [] }: HttpRouteRule): boolean =>
  filters.some(({ type }) => type === "RequestRedirect");

/** Rules with the app's Service named as the backend, where a user left it out. */
export function nameApp(
  rules: readonly HttpRouteRule[],
  { app, port, service = app }: { readonly app: string; readonly port: number; readonly service?: string },
): readonly HttpRouteRule[] {
  return rules.map((rule) =>
    refsOf(rule).length > 0 || answers(rule) ? rule : { ...rule, backendRefs: [{ name: service, port }] },
  );
}

function toConfigured(rule: HttpRouteRule, settings: OwnRulesSettings): ConfiguredRule {
  const { backendRefs = [], ...rest } = rule;
  if (backendRefs.length === 0 && !answers(rule)) return { rule: rest, own: {} };
  const own = backendRefs.find((ref) => isApp(ref, settings));
  return own === undefined ? { rule } : { rule: rest, own };
}

/** The rules that the configuration asks for: without any, one that takes every request to the app. */
export function readConfigured(settings: OwnRulesSettings): readonly ConfiguredRule[] {
  const rules = (settings.traffic?.rules ?? [{}]) as readonly HttpRouteRule[];
  return rules.map((rule) => toConfigured(rule, settings));
}

/** The rules that the last write of the structure was made from; those of the configuration where it does not say. */
export function readKnown(
  { annotations }: Pick<ObjectMeta, "annotations">,
  settings: OwnRulesSettings,
): readonly ConfiguredRule[] {
  const text = annotations?.[rulesAnnotation];
  try {
    if (text === undefined) return readConfigured(settings);
    const rules = JSON.parse(text) as readonly HttpRouteRule[];
    return readConfigured({ ...settings, traffic: { ...settings.traffic, rules } });
  } catch {
    return readConfigured(settings);
  }
}
