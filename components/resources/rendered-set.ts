import { printProblem } from "../core/problem";
import * as pulumi from "@pulumi/pulumi";
import type { Json, JsonObject } from "../core/revision/revision";
import { describe, groupOf, kindOf, nameOf, versionOf } from "../core/workload/from/identity";
import type { RenderedApp, ServicePort } from "../core/workload/from/rendered-app";
import { asObjects, at } from "../core/json";
import { portKey } from "../core/workload/from/services/keep-targets";
import type { LiveTargets } from "../core/workload/from/services/keep-targets";
import { portsOf } from "../core/workload/from/services/services";
import { resolveTarget } from "../core/workload/from/services/resolve-target";
import { baseManager } from "./object-metadata";

/** Arguments of `RenderedSet`. */
export interface RenderedSetArgs {
  readonly namespace: string;
  readonly app: RenderedApp;
  /** Template of stable's pods, an output of `Release`. */
  readonly stable: pulumi.Output<object>;
  readonly after: pulumi.Resource;
}

/**
 * Kinds that pods of an earlier revision may still need: these stay in the cluster when the set no longer has them,
 * since a pod of stable that starts again would not find them.
 */
const lasting = ["ServiceAccount", "Role", "RoleBinding", "PersistentVolumeClaim", "ConfigMap", "Secret"];

/** Any object, by Pulumi's token of its kind. */
class RenderedObject extends pulumi.CustomResource {}

/** Objects of a rendered set that are not a track's: they change for both tracks at once. */
export class RenderedSet extends pulumi.ComponentResource {
  /** Objects that pods may need before they start. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, args: RenderedSetArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:RenderedSet", name, {}, options);
    const { services, others, revision, liveTargets = {} } = args.app;
    const declare = (object: JsonObject, ports?: pulumi.Output<Json[]>): pulumi.Resource =>
      new RenderedObject(
        toToken(object),
        `${name}-${kindOf(object)}-${nameOf(object)}`.toLowerCase(),
        toInputs(object, args.namespace, ports),
        {
          parent: this,
          dependsOn: [args.after],
          retainOnDelete: lasting.includes(kindOf(object)),
        },
      );
    this.objects = others.map((object) => declare(object));
    for (const service of [...services.kept, ...services.twins, ...services.open]) {
      declare(
        service,
        args.stable.apply((before) =>
          toPorts(service, revision.template, before as JsonObject, liveTargets[nameOf(service)]),
        ),
      );
    }
    this.registerOutputs();
  }
}

/**
 * Ports with targets that the pods of both revisions have: a port that only one has would be an outage of the other.
 * @param live - targets that the Service has now
 */
export function resolvePorts(
  ports: readonly ServicePort[],
  next: JsonObject,
  before: JsonObject,
  { whose, live = {} }: { readonly whose: string; readonly live?: LiveTargets | undefined },
): ServicePort[] {
  return ports.map((port) => {
    const targetPort = resolveTarget(port.targetPort, next, before, live[portKey(port)]);
    if (targetPort !== undefined) return { ...port, targetPort };
    throw new pulumi.RunError(
      printProblem({
        text: `Cannot lead ${whose} to both revisions: its port ${port.port} must keep its name or its number in the pods from one revision to the next: got ${port.targetPort}, which stable's pods do not have`,
        fix: "declare the port under the name or the number of before",
      }),
    );
  });
}

function toPorts(service: JsonObject, next: JsonObject, before: JsonObject, live?: LiveTargets): Json[] {
  const resolved = resolvePorts(portsOf(service), next, before, { whose: describe(service), live });
  const ports = at(service, "spec", "ports");
  return asObjects(ports).map((port, index) => ({
    ...port,
    targetPort: resolved[index]?.targetPort as Json,
  }));
}

/** Pulumi's token of a kind, as its Kubernetes SDK has it. */
function toToken(object: JsonObject): string {
  const version = versionOf(object);
  return `kubernetes:${groupOf(object) === "" ? `core/${version}` : version}:${kindOf(object)}`;
}

function toInputs(
  object: JsonObject,
  namespace: string,
  ports?: pulumi.Output<readonly Json[]>,
): pulumi.Inputs {
  const metadata = (object["metadata"] ?? {}) as JsonObject;
  const annotations = {
    ...(metadata["annotations"] as JsonObject | undefined),
    "pulumi.com/patchFieldManager": baseManager,
    "pulumi.com/skipAwait": "true",
  };
  const isSecret = kindOf(object) === "Secret";
  const secret = (field: string): pulumi.Inputs =>
    object[field] === undefined ? {} : { [field]: pulumi.secret<unknown>(object[field]) };
  return {
    ...object,
    metadata: { ...metadata, namespace, annotations },
    ...(ports === undefined ? {} : { spec: { ...(object["spec"] as JsonObject), ports } }),
    ...(isSecret ? { ...secret("data"), ...secret("stringData") } : {}),
  };
}
