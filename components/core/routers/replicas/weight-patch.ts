import { writtenWeight } from "../../live";
import type { RouteSettings } from "../foreign-rules";
import { annotationPath, testEpoch, writeMarks } from "../json-patch";
import type { PatchOperation } from "../json-patch";
import type { RouteView, Structure, WeightChange } from "../router";
import { selectorIn, selectorOf, weightAnnotation } from "./service";

/** Selector as it was seen: whoever moved it meanwhile wins. One that is not there cannot be tested. */
const testSelector = ({ object }: RouteView): readonly PatchOperation[] => {
  const value = selectorIn(object);
  return Object.keys(value).length === 0 ? [] : [{ op: "test", path: "/spec/selector", value }];
};

const writeSelector = (app: string, weight: number): readonly PatchOperation[] => [
  { op: "add", path: annotationPath(weightAnnotation), value: String(weight) },
  { op: "add", path: "/spec/selector", value: selectorOf(app, weight) },
];

/**
 * Single patch that moves traffic: who is in is the selector, how many of them are in is for whoever scales the canary.
 * @throws {RangeError} for a raise where the Service is not as it was written
 */
export function renderWeightPatch(
  view: RouteView,
  { app }: RouteSettings,
  { weight, guard, withoutCanary: _gone, ...marks }: WeightChange,
): readonly PatchOperation[] {
  const { metadata } = view.object;
  const { damage } = view.live;
  if (weight > 0 && damage !== undefined)
    throw new RangeError(`Cannot write ${weight} % to the Service of "${app}": ${damage.text}`);
  return [
    ...testSelector(view),
    ...(guard === "exact" ? [testEpoch(metadata)] : []),
    ...writeMarks(metadata, marks),
    ...writeSelector(app, weight),
  ];
}

/**
 * The first write after Pulumi made the Service, and one that puts its selector right.
 * @returns undefined where nothing has to be written
 */
export function renderStructurePatch(
  view: RouteView,
  { settings, epoch }: Structure,
): readonly PatchOperation[] | undefined {
  const { metadata } = view.object;
  const { damage, zeroReason } = view.live;
  if (view.live.epoch !== "" && damage === undefined) return undefined;
  return [
    ...testSelector(view),
    testEpoch(metadata),
    ...writeMarks(metadata, { epoch, ...(zeroReason === undefined ? {} : { zero: zeroReason }) }),
    ...writeSelector(settings.app, writtenWeight(view.live)),
  ];
}
