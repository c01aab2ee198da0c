import { writtenWeight } from "../../live";
import { objectNames } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { annotationPath, testEpoch, testValue, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import { demandWhole } from "../rule-damage";
import type { GivenPart, RouteView, Structure, WeightChange } from "../router";
import { canaryAnnotations, findPicks } from "./annotations";

/** Both numbers of the share; a total below 100 would be ignored. */
const writeShare = (weight: number): readonly PatchOperation[] => [
  { op: "add", path: annotationPath(canaryAnnotations.weight), value: String(weight) },
  { op: "add", path: annotationPath(canaryAnnotations.total), value: "100" },
];

/** No request reaches the canary any more: also none by header or cookie, and the Ingress is asked beside another alone. */
const writeZero = ({ object: { metadata } }: RouteView): readonly PatchOperation[] => [
  { op: "add", path: annotationPath(canaryAnnotations.is), value: "true" },
  ...findPicks(metadata).map((name) => ({ op: "remove", path: annotationPath(name) }) as const),
  ...writeShare(0),
];

/** Backends where they were seen: whoever moved one meanwhile wins. */
const testBackends = ({ object }: RouteView): readonly PatchOperation[] =>
  ingress
    .split(object)
    .flatMap(({ targets }) => targets.map(({ pointer, service }) => testValue(pointer, service)));

/**
 * Single patch that moves traffic. One of weight 0 also takes away what picks requests for the canary by header or
 * cookie, which would beat the weight, and points it at the canary alone.
 * @throws {RangeError} for a raise where the Ingresses are not as they were declared
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  { weight, guard, withoutCanary: _gone, ...marks }: WeightChange,
): readonly PatchOperation[] {
  const { metadata } = view.object;
  demandWhole(view, weight, "Ingress", settings.app);
  const present = metadata.annotations;
  const exact: readonly PatchOperation[] =
    guard === "exact" && present !== undefined ? [testValue("/metadata/annotations", present)] : [];
  return [
    ...testBackends(view),
    ...exact,
    ...(guard === "exact" ? [testEpoch(metadata)] : []),
    ...writeMarks(metadata, marks),
    ...(weight === 0 ? writeZero(view) : writeShare(weight)),
  ];
}

/**
 * The first write after Pulumi made the canary Ingress, and one that puts the total right.
 * @returns undefined where nothing has to be written
 */
export function renderStructurePatch(
  view: RouteView,
  { epoch }: Structure,
): readonly PatchOperation[] | undefined {
  const { metadata } = view.object;
  const { annotations = {} } = metadata;
  const isWhole =
    annotations[canaryAnnotations.weight] !== undefined && annotations[canaryAnnotations.total] === "100";
  if (view.live.epoch !== "" && isWhole) return undefined;
  const { zeroReason } = view.live;
  return [
    ...testBackends(view),
    testEpoch(metadata),
    ...writeMarks(metadata, { epoch, ...(zeroReason === undefined ? {} : { zero: zeroReason }) }),
    ...writeShare(Math.round(writtenWeight(view.live))),
  ];
}

/** Services of the app's canary, by which requests reach it. */
export const canaryServices = ({ app }: Pick<RouteSettings, "app">): readonly string[] => [
  objectNames(app).canary,
];

/**
 * Gives a user's Ingress back, which was never written: the canary Ingress loses its share first, and goes at the end.
 * @returns undefined where it is not Sluice's, or has no share any more
 */
export function giveBack(view: RouteView, part: GivenPart): readonly PatchOperation[] | "remove" | undefined {
  if (part === "marks") return "remove";
  if (view.live.weight === 0) return undefined;
  return [...testBackends(view), testEpoch(view.object.metadata), ...writeZero(view)];
}
