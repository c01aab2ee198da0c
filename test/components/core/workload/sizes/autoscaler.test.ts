import {
  copyAnnotation,
  declaredFloor,
  findAutoscaler,
  explainIdle,
  findController,
  floorAnnotation,
  floorOf,
  isCopy,
  renderCopy,
  toScale,
} from "../../../../../components/core/workload/sizes/autoscaler";
import { autoscalerOf } from "../../../../support/autoscaler";

const place = { app: "shop", namespace: "prod" };
const ofCanary = { scaleTargetRef: { kind: "Deployment", name: "shop-canary" } };

test("findAutoscaler() finds whoever scales a track, the one of our own name first", () => {
  const foreign = autoscalerOf({ name: "shop-by-hand" });
  const ours = autoscalerOf({ name: "shop-stable" });
  expect(findAutoscaler([foreign, ours], "shop", "stable")).toBe(ours);
  expect(findAutoscaler([foreign], "shop", "stable")).toBe(foreign);
  expect(findAutoscaler([foreign], "shop", "canary")).toBeUndefined();
  const set = autoscalerOf({ scaleTargetRef: { kind: "StatefulSet", name: "shop-stable" } });
  expect(findAutoscaler([set], "shop", "stable")).toBeUndefined();
});

test.each([
  ["as set", autoscalerOf({ minReplicas: 3 }), 3, 3],
  ["1 where none is set", autoscalerOf({}), 1, 1],
  [
    "what it was before a release raised it",
    autoscalerOf({ minReplicas: 8, annotations: { [floorAnnotation]: "3" } }),
    8,
    3,
  ],
  [
    "as set where the note means nothing",
    autoscalerOf({ minReplicas: 8, annotations: { [floorAnnotation]: "x" } }),
    8,
    8,
  ],
  [
    "as set where the note is no number of pods",
    autoscalerOf({ minReplicas: 8, annotations: { [floorAnnotation]: "0" } }),
    8,
    8,
  ],
])("an autoscaler's lower end is %s", (_, of, floor, declared) => {
  expect(floorOf(of)).toBe(floor);
  expect(declaredFloor(of)).toBe(declared);
  expect(toScale(of)).toEqual({ minReplicas: declared, maxReplicas: 10 });
});

test("findController() names a controller that writes its own numbers back", () => {
  expect(findController(autoscalerOf({}))).toBeUndefined();
  const owned = autoscalerOf({ owner: { kind: "ScaledObject", name: "shop", controller: true } });
  expect(findController(owned)).toBe("ScaledObject shop");
  expect(findController(autoscalerOf({ owner: { kind: "Release", name: "shop" } }))).toBeUndefined();
});

test("renderCopy() scales the canary by what scales stable, with a lower end of its own", () => {
  const metrics = [{ type: "External" }];
  const copy = renderCopy(autoscalerOf({ minReplicas: 3, metrics, behavior: { scaleUp: {} } }), place, 4);
  expect(copy).toMatchObject({
    metadata: { name: "shop-canary", namespace: "prod", annotations: { [copyAnnotation]: "shop-stable" } },
    spec: {
      scaleTargetRef: { kind: "Deployment", name: "shop-canary" },
      minReplicas: 4,
      maxReplicas: 10,
      metrics,
      behavior: { scaleUp: {} },
    },
  });
});

test("renderCopy() leaves out what stable's leaves out, and has room for its lower end", () => {
  const { spec } = renderCopy(autoscalerOf({}), place, 12);
  expect(spec).toMatchObject({ minReplicas: 12, maxReplicas: 12 });
  expect(spec).not.toHaveProperty("metrics");
  expect(spec).not.toHaveProperty("behavior");
});

test("isCopy() is true of a copy of ours alone", () => {
  expect(isCopy(autoscalerOf({ ...ofCanary, annotations: { [copyAnnotation]: "shop-stable" } }))).toBe(true);
  expect(isCopy(autoscalerOf(ofCanary))).toBe(false);
});

const active = (status: string, more: object = {}) => ({
  ...autoscalerOf({}),
  status: { conditions: [{ type: "ScalingActive", status, ...more }] },
});

test.each([
  ["nothing reported", autoscalerOf({}), undefined],
  ["one that scales", active("True"), undefined],
  ["one that was switched off by 0 pods", active("False", { reason: "ScalingDisabled" }), undefined],
  [
    "a container without a CPU request",
    active("False", {
      reason: "FailedGetResourceMetric",
      message: "missing request for cpu in container proxy ",
    }),
    "HorizontalPodAutoscaler shop-stable does not scale: FailedGetResourceMetric: missing request for cpu in container proxy",
  ],
  ["no words", active("False"), "HorizontalPodAutoscaler shop-stable does not scale: unknown: "],
])("explainIdle(): %s", (_name, autoscaler, expected) => {
  expect(explainIdle(autoscaler)).toBe(expected);
});
