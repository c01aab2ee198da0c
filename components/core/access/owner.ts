import type { ObjectMeta } from "../object-meta";
import { managers } from "./managers";
import { findWriter } from "../routers/read-marks";

/**
 * Tools that may own an object. All but `label`, `kubectl` and `writer` write by themselves, or at their next run, what
 * they think is right, or remove what they no longer know.
 */
export type OwnerTool =
  | "controller"
  | "argo"
  | "flux"
  | "flux-helm"
  | "helm"
  | "pulumi"
  | "label"
  | "kubectl"
  | "writer";

/** Owner of an object, by what it left there. */
export interface Owner {
  readonly tool: OwnerTool;
  /** As people name it, e.g. `Helm release shop`. */
  readonly name: string;
}

type Trace = (metadata: ObjectMeta) => string | undefined;

const named =
  (what: string, ...keys: readonly string[]): Trace =>
  ({ annotations = {}, labels = {} }) => {
    const found = keys.map((key) => annotations[key] ?? labels[key]).find((value) => value !== undefined);
    return found === undefined ? undefined : `${what} ${found}`;
  };

const isManagedBy = (manager: RegExp, { managedFields = [] }: ObjectMeta): boolean =>
  managedFields.some((entry) => manager.test(entry.manager ?? ""));

/** A tool that left no mark of its own, but writes fields of the object. */
const managing =
  (manager: RegExp, what: string): Trace =>
  (metadata) =>
    isManagedBy(manager, metadata) ? what : undefined;

const managedBy = "app.kubernetes.io/managed-by";

/** Traces that tools leave on the objects they own, the most specific first. */
const traces: readonly (readonly [OwnerTool, Trace])[] = [
  [
    "controller",
    ({ ownerReferences = [] }) => {
      const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
      return owner && `${owner.kind} ${owner.name}`;
    },
  ],
  ["argo", named("Argo CD application", "argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance")],
  [
    "argo",
    // Argo CD that tracks by label: others use this label as well.
    (metadata) =>
      isManagedBy(managers.argo, metadata)
        ? named("Argo CD application", "app.kubernetes.io/instance")(metadata)
        : undefined,
  ],
  ["flux", named("Flux Kustomization", "kustomize.toolkit.fluxcd.io/name")],
  ["flux-helm", named("Flux HelmRelease", "helm.toolkit.fluxcd.io/name")],
  ["helm", named("Helm release", "meta.helm.sh/release-name")],
  ["pulumi", ({ labels }) => (labels?.[managedBy] === "pulumi" ? "another Pulumi stack" : undefined)],
  ["argo", managing(managers.argo, "Argo CD, which writes it")],
  ["flux", managing(managers.flux, "Flux, which writes it")],
  ["flux-helm", managing(managers.fluxHelm, "a Flux HelmRelease, which writes it")],
  ["helm", managing(/^helm$/i, "Helm, which writes it")],
  ["pulumi", managing(/^pulumi-/, "another Pulumi stack, which writes it")],
  ["label", ({ labels }) => labels?.[managedBy]],
  [
    "kubectl",
    ({ annotations }) => annotations?.["kubectl.kubernetes.io/last-applied-configuration"] && "kubectl apply",
  ],
  ["writer", (metadata) => findWriter(metadata)?.manager],
];

/** Owner of an object, by the traces it left on it; undefined where there are none. */
export function findOwner(metadata: ObjectMeta): Owner | undefined {
  for (const [tool, trace] of traces) {
    const name = trace(metadata);
    if (name) return { tool, name };
  }
  return undefined;
}

/**
 * Owner of an object, for the end of a sentence.
 * @returns e.g. ` (owned by Helm release shop)`; empty where there is none
 */
export function describeOwner(metadata: ObjectMeta): string {
  const owner = findOwner(metadata);
  return owner === undefined ? "" : ` (owned by ${owner.name})`;
}
