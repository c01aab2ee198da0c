import type { ObjectMeta } from "../object-meta";

/** Labels and annotations of an object. */
export type Marks = Pick<ObjectMeta, "labels" | "annotations">;

/** Container that an injector is asked to add to a pod. */
export interface AskedSidecar {
  /** Beginning of its name. */
  readonly container: string;
  /** Mark that asks, for people. */
  readonly by: string;
}

/** Controller that adds containers to pods as they are created. */
interface Injector {
  readonly container: string;
  /** Labels or annotations of a pod that ask; any value but "off" does. */
  readonly ofPod: readonly string[];
  /** Those of its namespace, for pods that have none. @default none */
  readonly ofNamespace?: readonly string[];
  /** Mark of pod or namespace with which it adds nothing. @default none */
  readonly without?: string;
}

const injectors: readonly Injector[] = [
  {
    container: "istio-proxy",
    ofPod: ["sidecar.istio.io/inject", "istio.io/rev"],
    ofNamespace: ["istio-injection", "istio.io/rev"],
    without: "istio.io/dataplane-mode",
  },
  { container: "linkerd-proxy", ofPod: ["linkerd.io/inject"], ofNamespace: ["linkerd.io/inject"] },
  {
    container: "kuma-sidecar",
    ofPod: ["kuma.io/sidecar-injection"],
    ofNamespace: ["kuma.io/sidecar-injection"],
  },
  { container: "consul-dataplane", ofPod: ["consul.hashicorp.com/connect-inject"] },
  { container: "vault-agent", ofPod: ["vault.hashicorp.com/agent-inject"] },
  { container: "daprd", ofPod: ["dapr.io/enabled"] },
  {
    container: "otc-container",
    ofPod: ["sidecar.opentelemetry.io/inject"],
    ofNamespace: ["sidecar.opentelemetry.io/inject"],
  },
];

const off = /^(?:false|disabled|no|off|none)$/i;

/** Mark of an object by the first of these names that it has. */
function findMark({ labels, annotations }: Marks, names: readonly string[]) {
  const all = { ...annotations, ...labels };
  const marks = names.flatMap((name) => {
    const value = all[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return marks[0];
}

/**
 * Containers that injectors are asked to add to a pod, by its own marks or else by those of its namespace.
 * @param pod - of the pod's template
 */
export function listAskedSidecars(pod: Marks, namespace: Marks): readonly AskedSidecar[] {
  return injectors.flatMap(({ container, ofPod, ofNamespace = [], without }) => {
    if (without !== undefined && [pod, namespace].some((one) => findMark(one, [without]) !== undefined))
      return [];
    const own = findMark(pod, ofPod);
    const mark = own ?? findMark(namespace, ofNamespace);
    if (mark === undefined || off.test(mark.value)) return [];
    const whose = own === undefined ? "namespace" : "pod";
    return [{ container, by: `${mark.name}: ${mark.value} of the ${whose}` }];
  });
}
