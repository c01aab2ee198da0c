/**
 * Texts that Pulumi writes in place of a value that a preview cannot know, one per type.
 * @see https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts
 */
const sentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a preview does not know this value; only `Resource.raw` contains such values. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && sentinels.has(value);
}

/** Thrown when a check reads a value that a preview does not know. */
export class UnknownValue extends Error {
  /** Path, e.g. `spec.replicas`. */
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not known before the update`);
    this.name = "UnknownValue";
    this.path = path;
  }
}

const step = (path: string, key: string, inList: boolean): string => {
  if (inList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
};

/**
 * The same object, except that reading an unknown value throws.
 * @throws {UnknownValue} by its getters
 */
export function guardUnknown<Value extends object>(value: Value, path = ""): Value {
  const inList = Array.isArray(value);
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol") return inner;
      const here = step(path, key, inList);
      if (isUnknown(inner)) throw new UnknownValue(here);
      return typeof inner === "object" && inner !== null ? guardUnknown(inner, here) : inner;
    },
  });
}
