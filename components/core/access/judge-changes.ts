/** An admission policy as far as it is completed here. */
interface ConditionedPolicy {
  readonly spec: { readonly matchConditions?: readonly MatchCondition[] };
}

/** Condition under which a policy is about a request at all. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

/** Expression for a change of `path`, for objects that may lack it. */
const changes = (path: string): string => `object.${path}.orValue({}) != oldObject.${path}.orValue({})`;

/** The parts of each kind that checks read; of a kind that is not named here all of it. */
const changed = [
  `object.kind == 'Pod' ? ${changes("?spec")}`,
  `object.kind == 'PodTemplate' ? ${changes("?template")}`,
  `object.kind == 'CronJob' ? ${changes("?spec.?jobTemplate.?spec.?template")}`,
  `object.?spec.?template.hasValue() ? ${changes("?spec.?template")}`,
  `object.kind == 'Service' ? object.?spec.?type.orValue('') != oldObject.?spec.?type.orValue('') || object.?spec.?externalIPs.orValue([]) != oldObject.?spec.?externalIPs.orValue([])`,
  "true",
].join(" : ");

/**
 * Only what is new or changed is judged: who scales, writes a status or an annotation, or takes traffic off an app that
 * is older than a check is not in its way, and neither is the cluster's own controller that makes a pod of a template
 * which was judged. The API server matches subresources such as `scale` by names of their own, which no check has.
 */
export const judgeConditions: readonly MatchCondition[] = [
  {
    name: "new-or-changed",
    expression: `request.operation == 'CREATE' || oldObject == null || (${changed})`,
  },
  {
    name: "not-by-a-controller-of-the-cluster",
    expression:
      "!(object.kind in ['Pod', 'ReplicaSet', 'Job'] && object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false)) && (request.userInfo.username == 'system:kube-controller-manager' || request.userInfo.username.startsWith('system:serviceaccount:kube-system:')))",
  },
];

/** A check as the cluster enforces it. */
export function judgeChanges<Policy extends ConditionedPolicy>(policy: Policy): Policy {
  const { matchConditions = [] } = policy.spec;
  return { ...policy, spec: { ...policy.spec, matchConditions: [...judgeConditions, ...matchConditions] } };
}
