import { findHolder, noteHeld, refuseHeld } from "../access/let-go";
import type { Held } from "../access/let-go";
import { toHeld } from "../adopt/held";
import { asTexts, at } from "../json";
import type { ObjectMeta } from "../object-meta";
import type { JsonObject } from "../revision/revision";
import type { Found, Need } from "../routers/need";
import { termsAnnotation } from "../routers/replicas/service";
import { objectNames, trackLabel } from "../settings";
import type { Settings } from "../settings";
import { toSelector } from "../selectors/match-labels";
import { readScaler } from "./scalers";
import { leavesTracksOut } from "./selectors";

type NeededSettings = Pick<Settings, "app" | "namespace" | "cluster">;

/** Whether an object that a takeover writes was written by it: from then on what others write is seen by what it does. */
function isTaken(object: JsonObject, stable: string): boolean {
  switch (object["kind"]) {
    case "Deployment":
      return at(object, "spec", "replicas") === 0;
    case "Service":
      return (
        trackLabel in asTexts(at(object, "spec", "selector")) ||
        termsAnnotation in asTexts(at(object, "metadata", "annotations"))
      );
    case "HorizontalPodAutoscaler":
    case "ScaledObject":
      return at(object, "spec", "scaleTargetRef", "name") === stable;
    default:
      return leavesTracksOut(toSelector(at(object, "spec", "selector")));
  }
}

/** The owners of the objects that a takeover writes have let go of them before the first write. */
export function needLetGoOf(
  { app, namespace, cluster }: NeededSettings,
  { deployment, services, budgets, scalers }: NonNullable<Settings["takeover"]>,
): Need {
  const places = [
    { kind: "Deployment", name: deployment, path: `/apis/apps/v1/namespaces/${namespace}/deployments` },
    ...services.map((name) => ({ kind: "Service", name, path: `/api/v1/namespaces/${namespace}/services` })),
    ...budgets.map((name) => ({
      kind: "PodDisruptionBudget",
      name,
      path: `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
    })),
    ...scalers.map((written) => {
      const { folder, ...scaler } = readScaler(written, namespace);
      return { ...scaler, path: folder };
    }),
  ];
  const toHeldOf = (found: Found | undefined, index: number): readonly Held[] => {
    if (found?.kind !== "found") return [];
    const object = { ...(found.object as JsonObject), kind: (places[index] as { kind: string }).kind };
    return isTaken(object, objectNames(app).stable)
      ? []
      : [toHeld(object, at(object, "metadata") as unknown as ObjectMeta)];
  };
  return {
    paths: places.map(({ path, name }) => `${path}/${name}`),
    judge: (found) => {
      const held = found.flatMap(toHeldOf);
      return {
        problems: held.flatMap((one) =>
          refuseHeld([one], cluster).map(({ text, fix }) => ({
            text: `Cannot take "${app}" over: ${text}`,
            fix,
            end: "refused" as const,
            holder: `${one.object} of ${findHolder(one.metadata)?.name}`,
          })),
        ),
        notes: noteHeld(held),
      };
    },
  };
}
