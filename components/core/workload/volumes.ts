import { given } from "../given";
import { asObjects, asText, at } from "../json";
import type { Json } from "../revision/revision";

/** Volume of a pod's template. */
export interface TemplateVolume {
  readonly name: string;
  /** PersistentVolumeClaim that it is, by name. @default - another kind of volume */
  readonly claim?: string;
}

/** Volumes of a pod, by its `spec`. */
export function listVolumes(spec: Json | undefined): readonly TemplateVolume[] {
  return asObjects(at(spec, "volumes")).map((volume) => ({
    name: asText(volume["name"]) ?? "",
    ...given("claim", asText(at(volume, "persistentVolumeClaim", "claimName"))),
  }));
}
