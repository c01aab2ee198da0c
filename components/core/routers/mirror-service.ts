import { objectNames, trackLabels } from "../settings";
import type { Settings } from "../settings";
import { mirrorOf } from "../stage/exposure";
import type { MirrorTerms } from "../stage/mirror-terms";
import type { DeclaredObject } from "./router";

/** The mirror among the stages; undefined where there is none. */
export const findMirror = (stages: Settings["stages"]): MirrorTerms | undefined =>
  stages.map(mirrorOf).find((one) => one !== undefined);

/**
 * The Service that copies go to, where a stage has a mirror: an abort that points the canary's Service at stable's pods
 * leaves copies alone, and counters tell copies by its name.
 */
export const declareMirrorService = ({
  app,
  namespace,
  stages,
}: Pick<Settings, "app" | "namespace" | "stages">): readonly DeclaredObject[] => {
  if (findMirror(stages) === undefined) return [];
  return [
    {
      manifest: {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
          name: objectNames(app).canaryMirror,
          namespace,
          labels: { "app.kubernetes.io/name": app },
        },
        spec: { selector: trackLabels(app, "canary") },
      },
      ignore: [],
      // Without a canary it has no endpoints.
      skipAwait: true,
      hasPorts: true,
    },
  ];
};
