import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { imageDigest } from "../../image";
import { containerName } from "./choose-container";
import { asObject, asObjects, asText, at } from "../../../json";

/** A template whose app's container has an image by digest. */
export type Imaged =
  | {
      readonly template: JsonObject;
      readonly image: string;
      /** Image that the set gives the container; empty where it gives none. */
      readonly written: string;
      readonly notes: readonly string[];
    }
  | { readonly problem: Problem };

const containersOf = (template: JsonObject): readonly JsonObject[] =>
  ["containers", "initContainers"].flatMap((list) => asObjects(at(template, "spec", list)));

/**
 * Sets `release.image` in the app's container.
 * @param image - with digest; absent where the set has one
 */
export function setImage(template: JsonObject, container: string, image: string | undefined): Imaged {
  const all = containersOf(template);
  const own = asText(all.find((one) => containerName(one) === container)?.["image"]) ?? "";
  const chosen = image ?? own;
  if (imageDigest(chosen) === undefined) {
    const path = "sluice:release.image";
    const text = `${path} must be set, since container ${container} of the set has no image by digest: got ${own === "" ? "none" : own}`;
    return { problem: { path, text } };
  }
  const spec = asObject(template["spec"]);
  const containers = asObjects(spec["containers"]).map((one) =>
    containerName(one) === container ? { ...one, image: chosen } : one,
  );
  return {
    template: { ...template, spec: { ...spec, containers } },
    image: chosen,
    written: own,
    notes: all
      .filter((one) => containerName(one) !== container)
      .map((one) => ({ name: containerName(one), other: asText(one["image"]) ?? "no image" }))
      .filter(({ other }) => imageDigest(other) === undefined)
      .map(
        ({ name, other }) =>
          `image ${other} of container ${name} has no digest: what it is at the time is not part of the revision`,
      ),
  };
}
