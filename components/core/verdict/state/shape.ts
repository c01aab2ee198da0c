/** Finds the first place where a value has not the wanted shape: its path, or undefined where it fits. */
export type Shape = (value: unknown, path: string) => string | undefined;

function accept(holds: (value: unknown) => boolean): Shape {
  return (value, path) => (holds(value) ? undefined : path);
}

/** Any finite number. */
export const finite = accept((value) => Number.isFinite(value));

/** A whole number from 0. */
export const whole = accept((value) => Number.isSafeInteger(value) && (value as number) >= 0);

/** True or false. */
export const flag = accept((value) => typeof value === "boolean");

/** Any text. */
export const anyText = accept((value) => typeof value === "string");

/** One of these values. */
export function oneOf(...values: readonly unknown[]): Shape {
  return accept((value) => values.includes(value));
}

/** Null or the given shape. */
export function orNull(shape: Shape): Shape {
  return (value, path) => (value === null ? undefined : shape(value, path));
}

/** Nothing at all, or the given shape. */
export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

/** A list of one shape, of any length unless one is given. */
export function listOf(shape: Shape, length?: number): Shape {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== (length ?? value.length)) {
      return path;
    }
    return value.map((part, i) => shape(part, `${path}[${i}]`)).find((misfit) => misfit !== undefined);
  };
}

/** An object with exactly these fields. */
export function record(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return path;
    }
    const unknownKey = Object.keys(value).find((key) => !(key in fields));
    if (unknownKey !== undefined) {
      return `${path}.${unknownKey}`;
    }
    return Object.entries(fields)
      .map(([key, shape]) => shape((value as Record<string, unknown>)[key], `${path}.${key}`))
      .find((misfit) => misfit !== undefined);
  };
}
