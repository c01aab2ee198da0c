import type { ObjectMeta } from "../object-meta";
import { findWriter } from "../routers/read-marks";

type Trace = (metadata: ObjectMeta) => string | undefined;

const named =
  (tool: string, ...keys: readonly string[]): Trace =>
  ({ annotations = {}, labels = {} }) => {
    const found = keys.map((key) => annotations[key] ?? labels[key]).find((value) => value !== undefined);
    return found === undefined ? undefined : `${tool} ${found}`;
  };

/** Traces that tools leave on the objects they own, the most specific first. */
const traces: readonly Trace[] = [
  ({ ownerReferences = [] }) => {
    const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
    return owner && `${owner.kind} ${owner.name}`;
  },
  named("Argo CD application", "argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance"),
  named("Flux Kustomization", "kustomize.toolkit.fluxcd.io/name"),
  named("Flux HelmRelease", "helm.toolkit.fluxcd.io/name"),
  named("Helm release", "meta.helm.sh/release-name"),
  (metadata) => {
    const by = metadata.labels?.["app.kubernetes.io/managed-by"];
    return by === "pulumi" ? "another Pulumi stack" : by;
  },
  (metadata) => metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"] && "kubectl apply",
  (metadata) => findWriter(metadata)?.manager,
];

/**
 * Owner of an object, by the traces it left on it.
 * @returns e.g. ` (owned by Helm release shop)`; empty where there is none
 */
export function describeOwner(metadata: ObjectMeta): string {
  for (const trace of traces) {
    const owner = trace(metadata);
    if (owner) return ` (owned by ${owner})`;
  }
  return "";
}
