import type { Part } from "./shape";

/** One thing that a route does to the headers of a response. */
export interface HeaderChange {
  readonly op: "set" | "add" | "remove";
  /** In lower case. */
  readonly name: string;
  /** Empty for `remove`. */
  readonly value: string;
  /** Path in the resource, for example `spec.rules[0].filters[1].responseHeaderModifier.set[0]`. */
  readonly path: string;
}

/** One way that a response takes through a route: a rule, or one backend of it. */
export interface RouteWay {
  /** For example `spec.rules[0]`. */
  readonly path: string;
  /** A redirection or fixed answer of the router: no application answers. */
  readonly redirect: boolean;
  /** In the order in which they happen. */
  readonly changes: readonly HeaderChange[];
}

/** Hosts of a route, and the ways through it. */
export interface DeclaredRoute {
  readonly hosts: readonly string[];
  readonly ways: readonly RouteWay[];
}

/** Finds another object of the stack; undefined where the stack does not declare it. */
export type FindObject = (kind: string, namespace: string, name: string) => Part | undefined;

/** Other objects that a route may leave its headers to. */
export interface Surroundings {
  /** The route's. */
  readonly namespace: string;
  /** Namespaces of the stack's objects, the longest first. */
  readonly namespaces: readonly string[];
  readonly find: FindObject;
  /** `add-headers` of the nginx controller's ConfigMap, as `namespace/name`. */
  readonly addHeaders?: string;
}

/** Reads from a manifest how a route changes the headers of responses. */
export interface HeaderReader {
  readonly kinds: readonly string[];
  /** Whether it needs no other object to be understood. */
  isAlone(spec: unknown): boolean;
  read(
    manifest: { readonly metadata?: unknown; readonly spec?: unknown },
    surroundings: Surroundings,
  ): DeclaredRoute;
}
