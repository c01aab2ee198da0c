import { routedKinds } from "../routers/routers";

/** Parts of objects that Sluice writes, by kind, as JSON pointers; of a route the whole list of rules. */
const parts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(routedKinds.map(({ kind, field }) => [kind, `/spec/${field}`])),
  Deployment: "/spec/replicas",
  Service: "/spec/selector",
  HorizontalPodAutoscaler: "/spec/scaleTargetRef",
  ScaledObject: "/spec/scaleTargetRef",
};

/** Part of an object of another owner that Sluice writes, as a JSON pointer. */
export const writtenPart = (kind: string): string => parts[kind] ?? "/spec";
