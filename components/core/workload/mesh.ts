import type { ObjectMeta } from "../object-meta";

/** Mesh whose proxies speak to a pod on a port of their own. */
interface Mesh {
  readonly name: string;
  readonly port: number;
  readonly isIn: (namespace: Pick<ObjectMeta, "labels" | "annotations">) => boolean;
}

const meshes: readonly Mesh[] = [
  {
    name: "Istio's ambient mode",
    port: 15_008,
    isIn: ({ labels }) => labels?.["istio.io/dataplane-mode"] === "ambient",
  },
  {
    name: "Linkerd",
    port: 4143,
    isIn: ({ annotations }) => ["enabled", "ingress"].includes(annotations?.["linkerd.io/inject"] ?? ""),
  },
];

/** Ports of every mesh: open where no NetworkPolicy of the tracks stands in front of them. */
export const meshPorts: readonly number[] = meshes.map(({ port }) => port);

/**
 * A mesh that the NetworkPolicies of the tracks would cut off, where the cluster's network enforces them.
 * @param open - `app.allowPorts`
 * @returns one sentence for a person; undefined where there is none
 */
export function explainMesh(
  namespace: Pick<ObjectMeta, "name" | "labels" | "annotations">,
  open: readonly number[],
): string | undefined {
  const mesh = meshes.find(({ port, isIn }) => isIn(namespace) && !open.includes(port));
  return mesh === undefined
    ? undefined
    : `namespace ${namespace.name} is in ${mesh.name}, whose requests come in on port ${mesh.port}: a NetworkPolicy that is enforced lets them in only where sluice:app.allowPorts has ${mesh.port}`;
}
