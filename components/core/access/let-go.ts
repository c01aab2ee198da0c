import type { ObjectMeta } from "../object-meta";
import type { Problem } from "../problem";
import { findWriter } from "../routers/read-marks";
import type { ClusterSettings } from "../settings";
import { kubectl } from "./kubectl";
import { findOwner } from "./owner";
import type { Owner } from "./owner";

/** An object that Sluice would take or change. */
export interface Held {
  /** As kubectl takes it, e.g. `httproute/shop`. */
  readonly name: string;
  /** As people name it, e.g. `HTTPRoute prod/shop`. */
  readonly object: string;
  readonly metadata: ObjectMeta;
  /** Part of it that Sluice writes, as a JSON pointer, e.g. `/spec/rules`. */
  readonly part: string;
}

/** Whether an owner was told to leave this object alone, where the object itself says so. */
const isLeft = ({ tool }: Owner, { annotations = {} }: ObjectMeta): boolean =>
  tool === "flux" && annotations["kustomize.toolkit.fluxcd.io/reconcile"] === "disabled";

/** Owner that would write an object again, or remove it; undefined where there is none, or where it has let go. */
export function findHolder(metadata: ObjectMeta): Owner | undefined {
  const owner = findOwner(metadata);
  if (owner === undefined || isLeft(owner, metadata)) return undefined;
  return ["label", "kubectl", "writer"].includes(owner.tool) ? undefined : owner;
}

/** Step by which an owner lets go of an object that goes on serving. */
function explainStep(
  { tool, name }: Owner,
  { name: object, metadata, part }: Held,
  cluster: Omit<ClusterSettings, "uid">,
): string {
  const line = (command: string): string => `\`${kubectl(cluster, `-n ${metadata.namespace} ${command}`)}\``;
  switch (tool) {
    case "argo":
      return `in the Application, ignoreDifferences with jsonPointers: [${part}, /metadata/annotations] and syncOptions: [RespectIgnoreDifferences=true]`;
    case "flux":
      return line(`annotate ${object} kustomize.toolkit.fluxcd.io/reconcile=disabled`);
    case "flux-helm":
    case "helm": {
      const kept =
        "annotation helm.sh/resource-policy: keep in the chart, a release with it, then a release without the object";
      const unmarked = line(`annotate ${object} meta.helm.sh/release-name- meta.helm.sh/release-namespace-`);
      const labels = "helm.toolkit.fluxcd.io/name- helm.toolkit.fluxcd.io/namespace-";
      const ofFlux = tool === "flux-helm" ? ` and ${line(`label ${object} ${labels}`)}` : "";
      return `${kept}, then ${unmarked}${ofFlux}`;
    }
    case "pulumi":
      return `retainOnDelete: true in its program and an up, then \`pulumi state delete\` of it there and out of the program, then ${line(`label ${object} app.kubernetes.io/managed-by-`)}`;
    default:
      return `take it out of what ${name} makes, which stays as it is`;
  }
}

/** Reasons why objects may not be taken yet: their owners would write them again, or remove them. */
export function refuseHeld(
  held: readonly Held[],
  cluster: Omit<ClusterSettings, "uid">,
): readonly (Problem & { readonly fix: string })[] {
  return held.flatMap((one) => {
    const owner = findHolder(one.metadata);
    if (owner === undefined) return [];
    return [
      {
        text: `${one.object} must be let go by its owner first: got ${owner.name}; nothing was touched`,
        fix: `${explainStep(owner, one, cluster)}; where it has let go and nothing here shows it, \`sluice rollout\` takes --foreign-owner-stopped REASON`,
      },
    ];
  });
}

/** Note on objects whose owners write nothing by themselves: whoever applies them again writes them back. */
export function noteHeld(held: readonly Held[]): readonly string[] {
  return held.flatMap(({ object, metadata, part }) => {
    const owner = findOwner(metadata);
    return owner?.tool === "kubectl"
      ? [`${object} was applied by kubectl: take it out of what is applied, which would write ${part} back`]
      : [];
  });
}

/** Time in which a write of a part is told, seconds. */
const recentSeconds = 600;

/** Note on objects that somebody wrote a short while ago: a tool may keep writing them, whatever its name. */
export function noteWriters(held: readonly Held[], nowSeconds: number): readonly string[] {
  return held.flatMap(({ object, metadata }) => {
    const writer = findWriter(metadata);
    const ago = Math.round(nowSeconds - Date.parse(writer?.at ?? "") / 1000);
    return writer !== undefined && ago < recentSeconds
      ? [`${object} was written by ${writer.manager} ${ago} s ago: see that nothing keeps writing it`]
      : [];
  });
}
