import { objectNames, serviceNames } from "../../../settings";
import type { PatchOperation } from "../../json-patch";
import { isService, weightOf } from "../http-route";
import type { BackendRef, HttpRouteRule, RouteFilter } from "../http-route";
import type { OwnRulesSettings } from "./configured-rules";

/** Whether a reference of a route in the app's namespace is to the canary. */
export function isCanary(ref: BackendRef | undefined, { app, namespace }: OwnRulesSettings): boolean {
  return (
    ref !== undefined &&
    objectNames(app).canaryServices.includes(ref.name) &&
    isService(ref) &&
    (ref.namespace ?? namespace) === namespace
  );
}

const withoutCopies = (filters: readonly RouteFilter[], settings: OwnRulesSettings): RouteFilter[] =>
  filters.filter(({ requestMirror }) => !isCanary(requestMirror?.backendRef, settings));

/** A rule or backend without filters that send copies to the canary. */
function dropCopies<T extends { readonly filters?: readonly RouteFilter[] }>(
  part: T,
  settings: OwnRulesSettings,
): T {
  return part.filters === undefined ? part : { ...part, filters: withoutCopies(part.filters, settings) };
}

/**
 * Foreign rule without its way to the canary: copies stop; beside other backends the canary's share becomes 0.
 * @param falls - whether requests that the rule no longer takes are taken by the app's own rule
 * @returns undefined where the rule has to be removed, since it sends to the canary alone
 */
export function endForeignRule(
  rule: HttpRouteRule,
  settings: OwnRulesSettings,
  falls: boolean,
): HttpRouteRule | undefined {
  const refs = rule.backendRefs ?? [];
  const carrying = refs.filter((ref) => weightOf(ref) > 0);
  const alone = carrying.length > 0 && carrying.every((ref) => isCanary(ref, settings));
  if (alone && falls) return undefined;
  const { stable } = serviceNames(settings);
  const end = (ref: BackendRef): BackendRef => {
    const without = dropCopies(ref, settings);
    if (!isCanary(ref, settings)) return without;
    return alone ? { ...without, name: stable } : { ...without, weight: 0 };
  };
  const ended = dropCopies(rule, settings);
  return rule.backendRefs === undefined ? ended : { ...ended, backendRefs: refs.map(end) };
}

/** Ends copies to the canary that another writer added to the app's own rule, whatever its weights are. */
export function endOwnCopies(
  filters: readonly RouteFilter[] | undefined,
  refs: readonly BackendRef[],
  pointer: string,
  settings: OwnRulesSettings,
): readonly PatchOperation[] {
  const end = (at: string, present: readonly RouteFilter[] = []): PatchOperation[] => {
    const left = withoutCopies(present, settings);
    return left.length === present.length
      ? []
      : [
          { op: "test", path: `${at}/filters`, value: present },
          { op: "replace", path: `${at}/filters`, value: left },
        ];
  };
  return [
    ...end(pointer, filters),
    ...refs.flatMap((ref, at) => end(`${pointer}/backendRefs/${at}`, ref.filters)),
  ];
}
