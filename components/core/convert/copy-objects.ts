import { asText, at } from "../json";
import type { JsonObject } from "../revision/revision";
import { isClusterWide } from "../workload/from/refuse/cluster-wide";
import { describe, groupOf, kindOf, nameOf } from "../workload/from/identity";
import { objectNames } from "../settings";
import { clean, cleanedFates, toFile } from "./clean";
import type { ObjectFile } from "./conversion";
import { exact, lost, near, unused } from "./fate";
import type { Fate } from "./fate";
import type { InputObject } from "./input";

/** Kinds that a controller makes and keeps. */
const made = [
  "ReplicaSet",
  "Pod",
  "Endpoints",
  "EndpointSlice",
  "Event",
  "ControllerRevision",
  "AnalysisRun",
  "Lease",
];

/** API groups whose objects send requests somewhere. */
const routing = [
  "networking.istio.io",
  "split.smi-spec.io",
  "gateway.networking.k8s.io",
  "traefik.io",
  "traefik.containo.us",
  "getambassador.io",
  "appmesh.k8s.aws",
  "apisix.apache.org",
  "projectcontour.io",
  "elbv2.k8s.aws",
];

/** API groups of the tools that are left. */
const rivals = ["argoproj.io", "flagger.app"];

/** Fates of the objects that no tool's own mapping took. */
export interface Copied {
  readonly files: readonly ObjectFile[];
  readonly fates: ReadonlyMap<InputObject, readonly Fate[]>;
}

interface CopyOptions {
  readonly app: string;
  readonly namespace: string;
  /** Changes a copy, such as the target of an autoscaler. */
  readonly change: (object: JsonObject) => JsonObject;
  /** Objects that another object here replaces, by kind and name, with the words for it. */
  readonly replaced: ReadonlyMap<string, Fate>;
}

function isRoute(object: JsonObject): boolean {
  return routing.includes(groupOf(object)) || kindOf(object) === "Ingress";
}

/** Reason why an object is not copied; undefined where it is. */
function explainLeft(object: JsonObject, { namespace, replaced }: CopyOptions): Fate | undefined {
  const known = replaced.get(describe(object));
  if (known !== undefined) return known;
  if (made.includes(kindOf(object))) return unused("", "made and kept by a controller");
  if (isClusterWide(object)) return unused("", "belongs to the whole cluster and stays with whoever runs it");
  if (["Gateway", "GatewayClass", "ReferenceGrant"].includes(kindOf(object))) {
    return unused("", "stays with whoever runs the Gateways");
  }
  if (isRoute(object)) {
    return lost(
      "",
      "stays as it is: a way in that no weight governs",
      "end it, or change its backends, once the new route has the traffic",
    );
  }
  if (rivals.includes(groupOf(object))) {
    return unused("", "nothing of what is converted refers to it");
  }
  if (kindOf(object) === "Secret") {
    return near(
      "",
      "stays in the cluster, where the pods name it: no value of a Secret is written into a file, and a change of it is no release",
      "keep it in the cluster as before",
    );
  }
  const own = asText(at(object, "metadata", "namespace")) ?? namespace;
  if (own !== namespace) {
    return lost(
      "",
      `belongs to namespace ${own}, which this environment does not write into`,
      "apply it as before",
    );
  }
  return undefined;
}

/** Reason why a copy cannot be in the set; undefined where it can. */
function explainName(object: JsonObject, app: string): Fate | undefined {
  const { stable, canaryServices, ledger } = objectNames(app);
  return [stable, ...canaryServices, ledger].includes(nameOf(object))
    ? lost("", "not copied: Sluice's own object has this name", "give the app another name with --app")
    : undefined;
}

/** Copies what belongs to the workload into the set, and says of the rest why it stays out. */
export function copyObjects(inputs: readonly InputObject[], options: CopyOptions): Copied {
  const fates = new Map<InputObject, readonly Fate[]>();
  const files: ObjectFile[] = [];
  for (const input of inputs) {
    const copy = options.change(clean(input.object));
    const left = explainLeft(input.object, options) ?? explainName(copy, options.app);
    if (left !== undefined) {
      fates.set(input, [left]);
      continue;
    }
    const file = toFile(copy);
    files.push(file);
    const isSame = nameOf(copy) === nameOf(input.object);
    const whole = isSame
      ? exact("", `${file.path}, beside the workload`)
      : near("", `${file.path}, called ${nameOf(copy)}`);
    fates.set(input, [whole, ...cleanedFates]);
  }
  return { files, fates };
}
