import { findHolder, noteHeld, refuseHeld } from "../access/let-go";
import type { Held } from "../access/let-go";
import type { RouteSettings } from "./foreign-rules";
import type { Need } from "./need";
import { readMarks } from "./read-marks";
import type { RoutedKind, RouterObject } from "./routed-kind";
import { objectPath } from "./routed-kind";

/** The owner of a route that Sluice did not make has let go of it before Sluice writes its rules for the first time. */
export function needLetGo(
  { kind, resource, field, ...place }: RoutedKind,
  { app, namespace, traffic, cluster }: RouteSettings,
): Need {
  const { route } = traffic;
  return {
    paths: [objectPath({ resource, ...place }, namespace, route)],
    judge: ([found]) => {
      if (found?.kind !== "found") return { problems: [], notes: [] };
      const { metadata } = found.object as RouterObject;
      // From the first write on, what others write is drift.
      if (readMarks(metadata).epoch !== "") return { problems: [], notes: [] };
      const held: Held = {
        name: `${resource}/${route}`,
        object: `${kind} ${namespace}/${route}`,
        metadata,
        part: `/spec/${field}`,
      };
      return {
        problems: refuseHeld([held], cluster).map(({ text, fix }) => ({
          text: `Cannot route traffic to "${app}": ${text}`,
          fix,
          end: "refused" as const,
          holder: `${held.object} of ${findHolder(metadata)?.name}`,
        })),
        notes: noteHeld([held]),
      };
    },
  };
}
