import type { Settings } from "../settings";
import { noteOwnObjects } from "./own-objects";
import type { GitopsPart } from "./part";
import { listSharedObjects } from "./shared-objects";

/** Pieces of a Kustomization and a HelmRelease of Flux that live beside Sluice. */
export function renderFlux(settings: Settings): readonly GitopsPart[] {
  const shared = listSharedObjects(settings);
  const ignore = shared.map(({ pointers, ...target }) => ({ paths: pointers, target }));
  const parts: readonly GitopsPart[] = [
    {
      where: "in the Kustomization (kustomize-controller 1.9 and later)",
      notes: [
        "Without it Flux writes the weight of Git over Sluice's at its next interval: `sluice status` then names kustomize-controller, and no stage rises.",
        "The whole list is ignored and no single weight: a pointer to a weight goes by its index, and means another rule once one is inserted.",
        "Before 1.9: annotation kustomize.toolkit.fluxcd.io/reconcile: disabled on the live object; Flux then leaves all of it alone.",
      ],
      content: { spec: { ignore } },
    },
    {
      where: "in the HelmRelease, where a chart has these objects and drift detection is on",
      notes: ["Without it helm-controller takes Sluice's weight for drift and writes the chart's."],
      content: { spec: { driftDetection: { mode: "enabled", ignore } } },
    },
  ];
  return [...(shared.length === 0 ? [] : parts), noteOwnObjects(settings)];
}
