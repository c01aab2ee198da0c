import type { GivenResource } from "../pack/run-policy";

type Fields = Record<string, unknown>;

const template = ({ metadata, spec }: Fields): Fields => {
  const { name: _name, ...rest } = Object(metadata) as Fields;
  return { metadata: rest, spec };
};

const inTemplate = (pod: Fields): Fields => ({ template: template(pod) });

/** With the selector that these kinds must have. */
const selected = (pod: Fields): Fields => {
  const { metadata, spec } = template(pod);
  const labels = { app: "shop" };
  return {
    selector: { matchLabels: labels },
    template: { metadata: { ...(metadata as Fields), labels }, spec },
  };
};

/** Form in which each kind that makes pods holds one, by Pulumi type. */
export const workloadKinds: Readonly<Record<string, (pod: Fields) => Fields>> = {
  "kubernetes:core/v1:Pod": ({ spec }) => ({ spec }),
  "kubernetes:core/v1:PodTemplate": (pod) => ({ template: template(pod) }),
  "kubernetes:core/v1:ReplicationController": (pod) => ({ spec: inTemplate(pod) }),
  "kubernetes:apps/v1:Deployment": (pod) => ({ spec: selected(pod) }),
  "kubernetes:apps/v1:StatefulSet": (pod) => ({ spec: selected(pod) }),
  "kubernetes:apps/v1:DaemonSet": (pod) => ({ spec: selected(pod) }),
  "kubernetes:apps/v1:ReplicaSet": (pod) => ({ spec: selected(pod) }),
  "kubernetes:batch/v1:Job": (pod) => ({ spec: inTemplate(pod) }),
  "kubernetes:batch/v1:CronJob": (pod) => ({ spec: { jobTemplate: { spec: inTemplate(pod) } } }),
  "kubernetes:argoproj.io/v1alpha1:Rollout": (pod) => ({ spec: inTemplate(pod) }),
};

/** A pod as a resource of a kind. */
export function asWorkload(type: string, pod: Fields): GivenResource {
  const [, version = "", kind = ""] = type.split(":");
  const metadata = { ...(Object(pod["metadata"]) as Fields), name: "shop", namespace: "prod" };
  const wrap = workloadKinds[type] as (pod: Fields) => Fields;
  return { type, props: { apiVersion: version.replace("core/", ""), kind, metadata, ...wrap(pod) } };
}
