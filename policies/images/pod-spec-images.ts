import { isMapping } from "../pack/fields";
import { isUnknown } from "../pack/unknown";

/** An image that a resource runs or mounts. */
export interface CollectedImage {
  /** Path, e.g. `spec.template.spec.containers[app].image`. */
  readonly path: string;
  /** Name of the image, or the value in its place. */
  readonly image: unknown;
  /** Whether it is outside of any pod spec, so that it may never run. */
  readonly loose?: boolean;
}

const containerLists = ["initContainers", "containers", "ephemeralContainers"];

/** Name of a list's item in a path: by its name, else by its place. */
const label = (item: unknown, index: number): string =>
  isMapping(item) && typeof item["name"] === "string" && item["name"] !== "" && !isUnknown(item["name"])
    ? item["name"]
    : String(index);

/** The images of a pod spec. A list that is not known as a whole is itself reported, so that nothing slips by. */
export function podSpecImages(spec: unknown, path: string): readonly CollectedImage[] {
  if (spec === undefined || spec === null) return [];
  if (!isMapping(spec)) return [{ path, image: spec }];
  const containers = containerLists.flatMap((list) => {
    const items = spec[list];
    if (items === undefined || items === null) return [];
    if (!Array.isArray(items)) return [{ path: `${path}.${list}`, image: items as unknown }];
    return items.flatMap((item: unknown, index): readonly CollectedImage[] => {
      const at = `${path}.${list}[${label(item, index)}]`;
      if (!isMapping(item)) return [{ path: at, image: item }];
      // A patch may name a container without its image.
      return item["image"] === undefined || item["image"] === null
        ? []
        : [{ path: `${at}.image`, image: item["image"] }];
    });
  });
  return [...containers, ...volumeImages(spec["volumes"], `${path}.volumes`)];
}

function volumeImages(volumes: unknown, path: string): readonly CollectedImage[] {
  if (volumes === undefined || volumes === null) return [];
  if (!Array.isArray(volumes)) return [{ path, image: volumes }];
  return volumes.flatMap((volume: unknown, index) => {
    if (!isMapping(volume)) return [{ path: `${path}[${index}]`, image: volume }];
    const { image } = volume;
    const reference = isMapping(image) ? image["reference"] : image;
    if (reference === undefined || reference === null || reference === "") return [];
    return [{ path: `${path}[${label(volume, index)}].image.reference`, image: reference }];
  });
}
