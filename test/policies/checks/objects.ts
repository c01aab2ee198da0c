import type { GivenResource } from "../pack/run-policy";
import { goodContainer, goodSpec } from "./good-pod";
import { asWorkload } from "./workload";

type Fields = Record<string, unknown>;

/** Findings of checks on an object. */
export interface CheckCase {
  readonly name: string;
  readonly given: GivenResource;
  /** By check: where it points, in order; empty where all pass. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
  /** Parameters that are not the default. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether an API server without further kinds cannot be asked, or refuses the object by itself. @default false */
  readonly onlyPlanned?: boolean;
}

export const deployment = (spec: Fields): GivenResource =>
  asWorkload("kubernetes:apps/v1:Deployment", { spec });
export const withContainer = (changes: Fields): GivenResource =>
  deployment(goodSpec({ containers: [goodContainer(changes)] }));
export const object = (type: string, fields: Fields, metadata: Fields = {}): GivenResource => {
  const [, version = "", kind = ""] = type.split(":");
  const apiVersion = version.replace("core/", "");
  return {
    type,
    props: { apiVersion, kind, metadata: { name: "shop", namespace: "prod", ...metadata }, ...fields },
  };
};
export const app = "spec.template.spec.containers[app]";
export const backend = { service: { name: "shop", port: { number: 80 } } };
export const paths = { http: { paths: [{ path: "/", pathType: "Prefix", backend }] } };
export const ingress = (spec: Fields, annotations: Fields = {}): GivenResource =>
  object("kubernetes:networking.k8s.io/v1:Ingress", { spec }, { annotations });
export const role = (...rules: Fields[]): GivenResource =>
  object("kubernetes:rbac.authorization.k8s.io/v1:Role", { rules });
export const budget = (spec: Fields): GivenResource =>
  object("kubernetes:policy/v1:PodDisruptionBudget", {
    spec: { selector: { matchLabels: { a: "b" } }, ...spec },
  });
export const bound = (given: string, ...names: string[]): GivenResource =>
  object("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: given },
    subjects: names.map((name) => ({ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name })),
  });
export const service = (spec: Fields): GivenResource =>
  object("kubernetes:core/v1:Service", { spec: { ports: [{ port: 80 }], ...spec } });
export const limits = (memory: string) => ({
  resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory } },
});
