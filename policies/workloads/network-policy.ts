import { stackPolicy } from "../pack/policy";
import { coverAll, haveEveryAddress, toRange } from "./address-blocks";
import { selects } from "./selector";
import { judgeEach, podLabels, selectorOf, stackObjects } from "./stack-objects";

interface Peer {
  readonly podSelector?: object;
  readonly namespaceSelector?: object;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface IngressRules {
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}

interface Expression {
  readonly key?: string;
  readonly operator?: string;
}

/** Whether a selector is for all: it demands nothing, the name that every namespace has, or that a label is absent. */
const isForAll = (selector: object | undefined): boolean =>
  selector !== undefined &&
  Object.entries(selector).every(([name, terms]: [string, unknown]) =>
    name === "matchExpressions" && Array.isArray(terms)
      ? terms.every(
          ({ key, operator }: Expression) =>
            operator === "DoesNotExist" || (key === "kubernetes.io/metadata.name" && operator === "Exists"),
        )
      : Object.keys(Object(terms)).length === 0,
  );

/** So few addresses left out are no restriction. */
const fewAddresses = 256;

/** Addresses of a peer, unless it leaves out more than a few. */
function blockOf({ ipBlock: { cidr = "", except = [] } = {} }: Peer): readonly string[] {
  const left = except.map((one) => {
    const [first, last] = toRange(one)?.range ?? [0, 0];
    return last - first + 1;
  });
  return left.reduce((sum, size) => sum + size, 0) > fewAddresses ? [] : [cidr];
}

/** Whether peers are every pod there is, or every address. */
function areEverybody(from: readonly Peer[]): boolean {
  return (
    haveEveryAddress(from.flatMap(blockOf)) ||
    from.some(
      ({ podSelector, namespaceSelector, ipBlock }) =>
        ipBlock === undefined &&
        isForAll(namespaceSelector) &&
        (podSelector === undefined || isForAll(podSelector)),
    )
  );
}

/** Whether a policy restricts incoming connections; without types, or with an empty list of them, it does. */
const isAboutIngress = ({ policyTypes = [] }: IngressRules): boolean =>
  policyTypes.length === 0 || policyTypes.includes("Ingress");

/** Whether ports are every one of TCP: one without a number, or ranges of all together. */
function areEveryPort(ports: readonly Port[]): boolean {
  const ofTcp = ports.filter(({ protocol = "TCP" }) => protocol === "TCP");
  const ranges = ofTcp.map(({ port, endPort }) => [Number(port), endPort ?? Number(port)] as const);
  return (
    ports.length === 0 ||
    ofTcp.some(({ port }) => port === undefined) ||
    coverAll(
      ranges.filter(([first]) => Number.isFinite(first)),
      [1, 65_535],
    )
  );
}

/** Whether a policy admits every source on every port: rules add up, so it undoes all others. */
function isOpen({ ingress = [] }: IngressRules): boolean {
  const open = ingress.filter(({ ports = [] }) => areEveryPort(ports)).map(({ from = [] }) => from);
  return open.some((from) => from.length === 0) || areEverybody(open.flat());
}

/** Kinds whose pods serve others. */
const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "CloneSet"];

/** Every pod has a rule about who may connect. */
export const networkPolicy = stackPolicy({
  name: "network-policy",
  title: "A network policy for every workload",
  description:
    "The pods of every Deployment, StatefulSet, DaemonSet, Rollout and CloneSet are selected by a NetworkPolicy about what comes in, and none admits every source on every port.",
  why: "Without one, whoever breaks into any pod of the cluster reaches every port of this one.",
  fix: "Declare a NetworkPolicy with podSelector of the workload's labels and the ports that it serves.",
  severity: "medium",
  *checkStack(resources) {
    const rules = stackObjects(resources, "NetworkPolicy");
    const workloads = stackObjects(resources, ...kinds);
    yield* judgeEach(workloads, function* judge(workload) {
      // Such a Rollout has the pods of a Deployment, which is judged itself.
      if (workload.kind === "Rollout" && workload.spec["template"] === undefined) return;
      const labels = podLabels(workload);
      const own = rules.filter(
        (rule) =>
          rule.namespace === workload.namespace &&
          isAboutIngress(rule.spec) &&
          // An absent selector is an empty one, which selects all.
          selects(selectorOf(rule, "podSelector") ?? {}, labels),
      );
      if (own.length === 0) {
        yield {
          path: "spec.template.metadata.labels",
          rule: "be selected by a NetworkPolicy of this stack that says who may connect",
          got: "none",
          fix: "declare one with the ports that the pods serve",
        };
      }
      for (const { resource, spec } of own) {
        if (!isOpen(spec)) continue;
        yield {
          resource,
          path: "spec.ingress",
          rule: `not admit every source on every port of ${workload.name ?? "the pods"}`,
          got: "a rule for all",
          fix: "name the ports that the pods serve, or who may connect",
        };
      }
    });
  },
});
