import { writtenWeight } from "../../live";
import type { RouteSettings } from "../foreign-rules";
import { forgetMarks } from "../forget-marks";
import { annotationPath, testEpoch, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouterObject } from "../routed-kind";
import { demandWhole } from "../rule-damage";
import type { GivenPart, RouteView, Structure, WeightChange } from "../router";
import { selectorIn, selectorOf, stateOf, termsAnnotation, termsOf, weightAnnotation } from "./service";

/** Selector as it was seen: whoever moved it meanwhile wins. One that is not there cannot be tested. */
const testSelector = ({ object }: RouteView): readonly PatchOperation[] => {
  const value = selectorIn(object);
  return Object.keys(value).length === 0 ? [] : [{ op: "test", path: "/spec/selector", value }];
};

const writeSelector = (
  { object }: RouteView,
  settings: RouteSettings,
  weight: number,
): readonly PatchOperation[] => [
  { op: "add", path: annotationPath(weightAnnotation), value: String(weight) },
  { op: "add", path: "/spec/selector", value: selectorOf(settings.app, weight, termsOf(object, settings)) },
];

/**
 * Single patch that moves traffic: who is in is the selector, how many of them are in is for whoever scales the canary.
 * @throws {RangeError} for a raise where the Service is not as it was written
 */
export function renderWeightPatch(
  view: RouteView,
  settings: RouteSettings,
  { weight, guard, withoutCanary: _gone, ...marks }: WeightChange,
): readonly PatchOperation[] {
  const { metadata } = view.object;
  demandWhole(view, weight, "Service", settings.app);
  return [
    ...testSelector(view),
    ...(guard === "exact" ? [testEpoch(metadata)] : []),
    ...writeMarks(metadata, marks),
    // It may lead to the pods of before again, and stable may have none.
    ...(stateOf(view.object) === "given-back" ? [] : writeSelector(view, settings, weight)),
  ];
}

/**
 * The first write after Pulumi made the Service, or stable took the place of what a user's led to, and one that puts its
 * selector right.
 * @returns undefined where nothing has to be written
 */
export function renderStructurePatch(
  view: RouteView,
  { settings, epoch }: Structure,
): readonly PatchOperation[] | undefined {
  const { metadata } = view.object;
  const { damage, zeroReason } = view.live;
  const isShared = settings.traffic.isShared === true;
  const isWritten = isShared ? stateOf(view.object) === "split" : view.live.epoch !== "";
  if (isWritten && damage === undefined) return undefined;
  const terms = JSON.stringify(termsOf(view.object, settings));
  return [
    ...testSelector(view),
    testEpoch(metadata),
    ...writeMarks(metadata, { epoch, ...(zeroReason === undefined ? {} : { zero: zeroReason }) }),
    ...(isShared ? [{ op: "add", path: annotationPath(termsAnnotation), value: terms } as const] : []),
    ...writeSelector(view, settings, writtenWeight(view.live)),
  ];
}

/**
 * Gives a user's Service back: it splits no more from then on, whoever it is turned to, and loses the marks at the end.
 * @returns undefined where it is so already
 */
export function giveBack(object: RouterObject, part: GivenPart): readonly PatchOperation[] | undefined {
  const { metadata } = object;
  if (part === "marks") return forgetMarks(metadata, [weightAnnotation, termsAnnotation]);
  return stateOf(object) === "split"
    ? [testEpoch(metadata), { op: "remove", path: annotationPath(weightAnnotation) }]
    : undefined;
}
