import { podSpecImages, type CollectedImage } from "./pod-spec-images";

/** Paths of images in a kind of custom resource. */
export interface CustomResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Paths of image names. */
  readonly images: readonly string[];
  /** Paths of pod specs. */
  readonly podSpecs: readonly string[];
}

interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** Everything at a path such as `spec.steps[*].image`; a value that has no parts is returned as it is. */
function places(object: unknown, path: string): readonly Place[] {
  let found: readonly Place[] = [{ path: "", value: object }];
  for (const part of path.split(".")) {
    const [, key = part, each] = /^([^[]+)(\[\*\])?$/.exec(part) ?? [];
    found = found.flatMap(({ path: before, value }) => {
      if (typeof value !== "object" || value === null)
        return value === undefined ? [] : [{ path: before, value }];
      const next: unknown = (value as Readonly<Record<string, unknown>>)[key];
      const at = before === "" ? key : `${before}.${key}`;
      if (next === undefined || next === null) return [];
      if (each === undefined || !Array.isArray(next)) return [{ path: at, value: next }];
      return next.map((item: unknown, index) => ({ path: `${at}[${index}]`, value: item }));
    });
  }
  return found;
}

/**
 * The images of a custom resource by its configuration.
 * @returns undefined when its kind is not configured
 */
export function customImages(
  apiVersion: string,
  kind: string,
  object: unknown,
  configured: readonly CustomResource[],
): readonly CollectedImage[] | undefined {
  const own = configured.filter(
    (each) => each.apiVersion === apiVersion && (each.kind === kind || `${each.kind}Patch` === kind),
  );
  if (own.length === 0) return undefined;
  return own.flatMap(({ images, podSpecs }) => [
    ...images.flatMap((path) =>
      places(object, path).map(({ path: at, value }) => ({ path: at, image: value })),
    ),
    ...podSpecs.flatMap((path) =>
      places(object, path).flatMap(({ path: at, value }) => podSpecImages(value, at)),
    ),
  ]);
}
