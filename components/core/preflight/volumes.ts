import { given } from "../given";
import { asObjects, asText, at } from "../json";
import type { JsonObject } from "../revision/revision";

/** Volume of a pod's template. */
export interface TemplateVolume {
  readonly name: string;
  /** PersistentVolumeClaim that it is, by name. @default - another kind of volume */
  readonly claim?: string;
}

/** Volumes of a pod's template. */
export function listVolumes(template: JsonObject): readonly TemplateVolume[] {
  return asObjects(at(template, "spec", "volumes")).map((volume) => ({
    name: asText(volume["name"]) ?? "",
    ...given("claim", asText(at(volume, "persistentVolumeClaim", "claimName"))),
  }));
}
