import type { ObjectMeta } from "../object-meta";
import type { PolicyKind } from "./policy-kind";

/** Reference of a policy, in the words of the Gateway API. */
export interface PolicyRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  /** A rule of a route, a port of a Service. */
  readonly sectionName?: string;
}

/** Object of a kind that may name a Service, a route or a rule. */
export interface Policy {
  readonly kind: PolicyKind;
  readonly metadata: ObjectMeta;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** One thing that a policy names. */
export interface Hook {
  readonly to: "service" | "route";
  /** Service, HTTPRoute or GRPCRoute, for example. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Name of one rule of a route; absent: all of them. */
  readonly section?: string;
  /** The reference as it stands; absent where the name stands elsewhere. */
  readonly ref?: PolicyRef;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly PolicyRef[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isRecord);

/** A Service by its name in the cluster's DNS: alone, with its namespace, or in full. */
function fromHost(host: unknown, home: string): readonly Hook[] {
  if (typeof host !== "string") return [];
  const found = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\..+)?)?)?$/.exec(host);
  const [, name, namespace = home] = found ?? [];
  return name === undefined ? [] : [{ to: "service", kind: "Service", namespace, name }];
}

/** Kinds whose objects are for the Service that they are named like. */
const namedAlike: ReadonlySet<string> = new Set(["linkerd.io", "consul.hashicorp.com"]);

function fromRef(ref: PolicyRef, home: string): readonly Hook[] {
  const { group = "", kind = "Service", name, namespace = home, sectionName: section } = ref;
  if (name === undefined) return [];
  if (kind === "Service" && (group === "" || group === "core"))
    return [{ to: "service", kind, namespace, name, ref }];
  return kind.endsWith("Route")
    ? [{ to: "route", namespace, kind, name, ...(section === undefined ? {} : { section }), ref }]
    : [];
}

/** Everything that a policy names. */
export function hooksOf({ kind, metadata, spec }: Policy): readonly Hook[] {
  const { name, namespace: home } = metadata;
  if (namedAlike.has(kind.group)) return fromHost(name, home);
  const refs = [
    ...listOf(spec["targetRef"]),
    ...listOf(spec["targetRefs"]),
    ...listOf(spec["targetReference"]),
    ...listOf(spec["services"]).map(({ name: service, namespace = home }) => ({
      ...(service === undefined ? {} : { name: service }),
      namespace,
    })),
  ];
  return [
    ...refs.flatMap((ref) => fromRef(ref, home)),
    ...(kind.kind === "DestinationRule" ? fromHost(spec["host"], home) : []),
  ];
}

/** Target of a policy, as a person reads it. */
export function describeHook({ kind, namespace, name, section }: Hook): string {
  return `${section === undefined ? "" : `rule ${section} of `}${kind} ${namespace}/${name}`;
}
