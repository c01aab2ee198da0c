import { at } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { imageDigest } from "../workload/image";
import type { Gap, Settings } from "./conversion";
import type { ConvertOptions } from "./input";

/** Settings that a tool's objects give, below `sluice:`. */
export interface Draft {
  readonly app: JsonObject & { readonly name: string };
  /** Image of the app's container; absent where no object of the input has it. */
  readonly image?: string;
  readonly stages: readonly JsonObject[];
  readonly traffic: JsonObject;
  /** Hosts that the input names. */
  readonly hosts: readonly string[];
  readonly analysis: JsonObject;
  readonly gaps: readonly Gap[];
}

/** A text of the file, and what is missing of it. */
interface Value {
  readonly value: string;
  readonly gaps: readonly Gap[];
}

const asked = (value: string | undefined, gap: Gap): Value =>
  value === undefined ? { value: "", gaps: [gap] } : { value, gaps: [] };

function toImage(image: string | undefined, said: string | undefined): Value {
  const known = said ?? (image !== undefined && imageDigest(image) !== undefined ? image : undefined);
  return asked(known, {
    key: "sluice:release.image",
    what: "the image with its digest: a tag may mean another image tomorrow",
    command: `docker buildx imagetools inspect ${image ?? "IMAGE"} --format '{{.Manifest.Digest}}'`,
  });
}

/** Whether the route is a file of its own, which has hosts and Gateways. */
const hasOwnFile = (traffic: JsonObject): boolean => at(traffic, "from", "manifest") !== undefined;

function toHosts(
  draft: Draft,
  { host }: ConvertOptions,
): { readonly hosts: JsonObject; readonly gaps: readonly Gap[] } {
  if (hasOwnFile(draft.traffic)) return { hosts: {}, gaps: [] };
  const [first, ...further] = host === undefined ? draft.hosts : [host];
  const { value, gaps } = asked(first, { key: "sluice:traffic.hosts[0]", what: "the public host name" });
  return { hosts: { hosts: [value, ...further] }, gaps };
}

function toGateway(
  traffic: JsonObject,
  said: string | undefined,
): { traffic: JsonObject; gaps: readonly Gap[] } {
  const isGateway = (traffic["router"] ?? "gateway") === "gateway" && !hasOwnFile(traffic);
  if (!isGateway || traffic["gateway"] !== undefined || traffic["gateways"] !== undefined)
    return { traffic, gaps: [] };
  const [namespace, name] = (said ?? "").split("/");
  if (name !== undefined)
    return { traffic: { ...traffic, gateway: { name, namespace: namespace as string } }, gaps: [] };
  const gap: Gap = {
    key: "sluice:traffic.gateway",
    what: "the Gateway that the hosts come in by, { name, namespace }",
    command: "kubectl get gateways --all-namespaces",
    taken: "gateway, in the app's namespace",
  };
  return { traffic, gaps: [gap] };
}

/** The keys of an environment's file in their order, and everything that no input can tell. */
export function complete(
  draft: Draft,
  options: ConvertOptions,
): { readonly settings: Settings; readonly gaps: readonly Gap[] } {
  const { context, uid, prometheus } = options;
  const named = asked(context, {
    key: "sluice:cluster.context",
    what: "a context of the kubeconfig",
    command: "kubectl config get-contexts",
  });
  const cluster = asked(uid, {
    key: "sluice:cluster.uid",
    what: "uid of the namespace kube-system",
    command: `kubectl --context ${context ?? "CONTEXT"} get namespace kube-system -o jsonpath={.metadata.uid}`,
  });
  const image = toImage(draft.image, options.image);
  const { hosts, gaps: hostGaps } = toHosts(draft, options);
  const address = asked(prometheus ?? (draft.analysis["prometheus"] as string | undefined), {
    key: "sluice:analysis.prometheus",
    what: "the address of Prometheus: service://<namespace>/<service>:<port>, or https://…",
    command: "kubectl get services --all-namespaces | grep -i prometheus",
  });
  const { traffic, gaps } = toGateway(draft.traffic, options.gateway);
  const { prometheus: _, ...analysis } = draft.analysis;
  const settings: { [key: string]: Json } = {
    cluster: { context: named.value, uid: cluster.value },
    app: draft.app,
    release: { image: image.value },
    ...(draft.stages.length === 0 ? {} : { stages: draft.stages }),
    traffic: { ...traffic, ...hosts },
    analysis: { prometheus: address.value, ...analysis },
  };
  return {
    settings,
    gaps: [
      ...named.gaps,
      ...cluster.gaps,
      ...image.gaps,
      ...hostGaps,
      ...gaps,
      ...address.gaps,
      ...draft.gaps,
    ],
  };
}
