import type { Settings } from "../settings";

/** One right on objects of the app's namespace, in the words of RBAC. */
export interface Right {
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
}

const right = (group: string, resource: string, verb: string, subresource?: string): Right =>
  subresource === undefined ? { group, resource, verb } : { group, resource, subresource, verb };

/** What a preview needs: to read, nothing else. */
const readingRights: readonly Right[] = [
  right("", "configmaps", "get"),
  right("", "pods", "list"),
  right("apps", "deployments", "get"),
  right("discovery.k8s.io", "endpointslices", "list"),
  right("gateway.networking.k8s.io", "httproutes", "get"),
  right("autoscaling", "horizontalpodautoscalers", "get"),
];

/** What moving traffic and keeping the ledger needs on top. Events are best effort and not demanded. */
const writingRights: readonly Right[] = [
  right("", "configmaps", "create"),
  right("", "configmaps", "update"),
  right("apps", "deployments", "patch"),
  right("apps", "deployments", "patch", "scale"),
  right("gateway.networking.k8s.io", "httproutes", "patch"),
];

/**
 * Rights that a run needs in the app's namespace, apart from those of Pulumi's own Kubernetes provider.
 * @param writes - false for a preview
 */
export function neededRights(settings: Pick<Settings, "stable">, writes: boolean): readonly Right[] {
  if (!writes) return readingRights;
  const scaled = "minReplicas" in settings.stable;
  const floor = scaled ? [right("autoscaling", "horizontalpodautoscalers", "patch")] : [];
  return [...readingRights, ...writingRights, ...floor];
}

/** A right as a person reads it: `patch deployments/scale (apps)`. */
export function describeRight({ group, resource, subresource, verb }: Right): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${group === "" ? "" : ` (${group})`}`;
}
