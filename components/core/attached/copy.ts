import type { Hook, Policy, PolicyRef } from "./hook";

/** Annotation on a copy: name of its original. */
const copyAnnotation = "sluice.dev/copy-of";

/** Fields that say what a policy is for, not what it says. */
const naming: ReadonlySet<string> = new Set([
  "targetRef",
  "targetRefs",
  "targetReference",
  "host",
  "services",
]);

const bodyOf = ({ spec }: Policy): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => !naming.has(key)));

const sorted = (_key: string, part: unknown): unknown =>
  typeof part === "object" && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : part;

/** Whether two policies of one kind say the same, whatever they are for. */
export function saysTheSame(a: Policy, b: Policy): boolean {
  return (
    a.kind.group === b.kind.group &&
    a.kind.kind === b.kind.kind &&
    JSON.stringify(bodyOf(a), sorted) === JSON.stringify(bodyOf(b), sorted)
  );
}

/** Name of the policy that an object is Sluice's copy of; undefined for any other object. */
export function originalOf({ metadata }: Pick<Policy, "metadata">): string | undefined {
  return metadata.annotations?.[copyAnnotation];
}

/** A copy as it is written. */
export interface CopyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Longest name of an object. */
const maxName = 253;

/** Name of a copy; undefined where it would be too long. */
export function copyName(original: Policy, suffix: string): string | undefined {
  const name = `${original.metadata.name}-${suffix}`;
  return name.length > maxName ? undefined : name;
}

/** Target of the copy: the same kind of thing under another name. */
function aim(original: Policy, hook: Hook, place: Pick<PolicyRef, "name" | "sectionName">): object {
  const { spec } = original;
  if (hook.ref === undefined) return { host: String(spec["host"]).replace(hook.name, String(place.name)) };
  const ref = { ...hook.ref, ...place };
  return Array.isArray(spec["targetRefs"]) ? { targetRefs: [ref] } : { targetRef: ref };
}

/**
 * Copy of a policy for another Service or rule. Labels and annotations are left out: by them a tool would take the copy
 * for its own.
 * @param place - the name that changes
 */
export function renderCopy(
  original: Policy,
  hook: Hook,
  to: {
    readonly app: string;
    readonly name: string;
    readonly place: Pick<PolicyRef, "name" | "sectionName">;
  },
): CopyObject {
  const { group, version, kind } = original.kind;
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: {
      name: to.name,
      namespace: original.metadata.namespace,
      labels: { "app.kubernetes.io/name": to.app },
      annotations: { [copyAnnotation]: original.metadata.name },
    },
    spec: { ...bodyOf(original), ...aim(original, hook, to.place) },
  };
}
