import { annotations } from "../settings";
import type { ZeroReason } from "../live";
import type { RouteView } from "./route-view";

/** One operation of an RFC 6902 patch. */
export interface PatchOperation {
  readonly op: "add" | "replace" | "remove" | "test";
  readonly path: string;
  readonly value?: unknown;
}

const pointer = (segment: string): string => segment.replaceAll("~", "~0").replaceAll("/", "~1");

/** What a weight write is bound to: `exact` fails when anybody wrote since the view; `names` only when the rules moved. */
export type Guard = "exact" | "names";

/**
 * The one patch that moves traffic: tests, both weights, the new epoch, and why it is zero.
 * @param weight - percent to the canary, whole, 0 to 100
 */
export function renderWeightPatch(
  view: RouteView,
  names: { stable: string; canary: string },
  change: { weight: number; epoch: string; zero?: ZeroReason; guard: Guard },
): PatchOperation[] {
  const { rule, stable, canary } = view.weighted;
  const at = (backend: number, field: string): string =>
    `/spec/rules/${rule}/backendRefs/${backend}/${field}`;
  const present = view.object.metadata.annotations ?? {};
  const backends = view.object.spec.rules?.[rule]?.backendRefs;
  const test = (path: string, value: unknown): PatchOperation => ({ op: "test", path, value });
  const patch: PatchOperation[] = [
    test(at(stable, "name"), names.stable),
    test(at(canary, "name"), names.canary),
  ];
  if (change.guard === "exact") {
    for (const backend of [stable, canary]) {
      const weight = backends?.[backend]?.weight;
      if (weight !== undefined) patch.push(test(at(backend, "weight"), weight));
    }
    const epoch = present[annotations.epoch];
    // An absent annotation cannot be tested; the resourceVersion says the same, only more strictly.
    patch.push(
      epoch === undefined
        ? test("/metadata/resourceVersion", view.object.metadata.resourceVersion)
        : test(`/metadata/annotations/${pointer(annotations.epoch)}`, epoch),
    );
  }
  patch.push(
    { op: "add", path: at(stable, "weight"), value: 100 - change.weight },
    { op: "add", path: at(canary, "weight"), value: change.weight },
  );
  if (view.object.metadata.annotations === undefined)
    patch.push({ op: "add", path: "/metadata/annotations", value: {} });
  patch.push({ op: "add", path: `/metadata/annotations/${pointer(annotations.epoch)}`, value: change.epoch });
  const zeroPath = `/metadata/annotations/${pointer(annotations.zero)}`;
  if (change.zero !== undefined)
    patch.push({ op: "add", path: zeroPath, value: JSON.stringify(change.zero) });
  else if (annotations.zero in present) patch.push({ op: "remove", path: zeroPath });
  return patch;
}
