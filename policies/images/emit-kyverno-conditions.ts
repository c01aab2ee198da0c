import { exemptionSource } from "../pack/exemption";
import type { Exemption } from "../pack/exemption";
import type { MatchCondition } from "../../components/core/access/judge-changes";

/** Kinds that Kyverno judges by rules about pods, and names in requests. */
const named = /^(Pod|Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|CronJob) ([^/ ]+\/[^/ ]+)$/;

/** The metadata of the object itself: Kyverno rewrites `object.metadata` to that of its pod template. */
const owners = 'object["metadata"]["ownerReferences"]';

const usual: readonly MatchCondition[] = [
  // An object that is there already is never refused its labels, its size or its end.
  {
    name: "new-or-changed",
    expression: 'request.operation == "CREATE" || object.spec != oldObject.spec',
  },
  // Nor its pods: an app that is older than a policy can be scaled, and traffic taken off a newer one.
  {
    name: "not-by-a-controller-of-the-cluster",
    expression: `!(request.kind.kind in ["Pod", "ReplicaSet", "Job"] && "ownerReferences" in object["metadata"] && ${owners}.exists(o, "controller" in o && o["controller"] == true) && (request.userInfo.username == "system:kube-controller-manager" || request.userInfo.username.startsWith("system:serviceaccount:kube-system:")))`,
  },
];

/** Requests that Kyverno judges, and the exemptions that it cannot tell. */
export interface KyvernoConditions {
  readonly conditions: readonly MatchCondition[];
  /** Resources of exemptions that are told neither by kind, namespace and name, nor without looking at containers. */
  readonly untold: readonly string[];
}

/** Requests that Kyverno judges: what is new or changed, and not exempted. */
export function toKyvernoConditions(exemptions: readonly Exemption[]): KyvernoConditions {
  const read = exemptions.map(({ resource, container }) => {
    const [, kind, name] = container === undefined ? (named.exec(resource) ?? []) : [];
    return { resource, kind, name };
  });
  const told = read.flatMap(({ kind, name }, nth): MatchCondition[] => {
    if (kind === undefined || name === undefined) return [];
    const pattern = JSON.stringify(`^${exemptionSource(name)}$`);
    const object = '(request.namespace + "/" + request.name)';
    return [
      {
        name: `not-exempted-${nth}`,
        expression: `!(request.kind.kind == "${kind}" && ${object}.matches(${pattern}))`,
      },
    ];
  });
  return {
    conditions: [...usual, ...told],
    untold: read.flatMap(({ resource, kind }) => (kind === undefined ? [resource] : [])),
  };
}
