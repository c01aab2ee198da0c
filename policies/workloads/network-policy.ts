import { stackPolicy } from "../pack/policy";
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

/** Whether a selector is for all: it demands nothing, or the name that every namespace has. */
const isForAll = (selector: object | undefined): boolean =>
  selector !== undefined &&
  Object.entries(selector).every(([name, terms]: [string, unknown]) =>
    name === "matchExpressions" && Array.isArray(terms)
      ? terms.every(
          ({ key, operator }: Expression) => key === "kubernetes.io/metadata.name" && operator === "Exists",
        )
      : Object.keys(Object(terms)).length === 0,
  );

/** Halves of all addresses: a list of both is no restriction. */
const halves = [
  ["0.0.0.0/1", "128.0.0.0/1"],
  ["::/1", "8000::/1"],
];

/** Whether peers are every pod there is, or every address. */
function areEverybody(from: readonly Peer[]): boolean {
  const blocks = from.flatMap(({ ipBlock: { cidr = "", except = [] } = {} }) =>
    except.length > 0 ? [] : [cidr],
  );
  const isAddress =
    blocks.some((cidr) => ["0.0.0.0/0", "::/0"].includes(cidr)) ||
    halves.some((both) => both.every((half) => blocks.includes(half)));
  return (
    isAddress ||
    from.some(
      ({ podSelector, namespaceSelector, ipBlock }) =>
        ipBlock === undefined &&
        isForAll(namespaceSelector) &&
        (podSelector === undefined || isForAll(podSelector)),
    )
  );
}

/** Whether a policy restricts incoming connections; without types it does. */
const isAboutIngress = ({ policyTypes }: IngressRules): boolean => policyTypes?.includes("Ingress") ?? true;

/** Whether a port is every one of TCP: without a number, or a range of all. */
const isEveryPort = ({ protocol = "TCP", port, endPort }: Port): boolean =>
  protocol === "TCP" && (port === undefined || (Number(port) <= 1 && (endPort ?? 0) >= 65_535));

/** Whether a policy admits every source on every port: rules add up, so it undoes all others. */
const isOpen = ({ ingress = [] }: IngressRules): boolean =>
  ingress.some(
    ({ from = [], ports = [] }) =>
      (ports.length === 0 || ports.some(isEveryPort)) && (from.length === 0 || areEverybody(from)),
  );

/** Every pod has a rule about who may connect. */
export const networkPolicy = stackPolicy({
  name: "network-policy",
  title: "A network policy for every workload",
  description:
    "The pods of every Deployment, StatefulSet and DaemonSet are selected by a NetworkPolicy about what comes in, and none admits every source on every port.",
  why: "Without one, whoever breaks into any pod of the cluster reaches every port of this one.",
  fix: "Declare a NetworkPolicy with podSelector of the workload's labels and the ports that it serves.",
  severity: "medium",
  *checkStack(resources) {
    const rules = stackObjects(resources, "NetworkPolicy");
    const workloads = stackObjects(resources, "Deployment", "StatefulSet", "DaemonSet");
    yield* judgeEach(workloads, function* judge(workload) {
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
