import type { BrokenRule, Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { asObject, asObjects, asText, at, showJson } from "../../../json";
import { parseQuantity } from "../../sizes/quantity";
import { hasPods } from "../identity";
import { ofObject } from "./of-object";
import { listTwins } from "./list-twins";

/** A container of a pod, and its place. */
interface Placed {
  readonly path: string;
  readonly container: JsonObject;
}

const lists = ["initContainers", "containers"] as const;

/**
 * Rules among the fields of an object's pods that its API has beside those of each field: every value for itself may be
 * right. Objects without a template of pods break none.
 */
export function refusePods(object: JsonObject): readonly Problem[] {
  if (!hasPods(object)) return [];
  const pod = asObject(at(object, "spec", "template", "spec"));
  const path = "spec.template.spec";
  const claims = asObjects(at(object, "spec", "volumeClaimTemplates")).map((one) =>
    asText(at(one, "metadata", "name")),
  );
  const volumes = [...asObjects(pod["volumes"]).map((one) => asText(one["name"])), ...claims];
  const placed = lists.flatMap((list) =>
    asObjects(pod[list]).map((container, index) => ({ container, path: `${path}.${list}[${index}]` })),
  );
  const faults = [
    ...listTwins(pod, path),
    ...refuseSharedNames(placed),
    ...placed.flatMap((one) => [
      ...listTwins(one.container, one.path),
      ...refuseMounts(one, volumes),
      ...refuseHandlers(one),
      ...refuseRequests(one),
    ]),
  ];
  return ofObject(object, faults);
}

/** Init containers and containers have their names from one set. */
function refuseSharedNames(placed: readonly Placed[]): readonly BrokenRule[] {
  const isInit = ({ path }: Placed): boolean => path.includes(".initContainers");
  const before = new Set(placed.filter(isInit).map(({ container }) => asText(container["name"])));
  return placed.flatMap((one) => {
    const name = asText(one.container["name"]);
    if (isInit(one) || name === undefined || !before.has(name)) return [];
    return [
      { path: `${one.path}.name`, rule: "be another one than of each init container", got: `"${name}"` },
    ];
  });
}

function refuseMounts(
  { container, path }: Placed,
  volumes: readonly (string | undefined)[],
): readonly BrokenRule[] {
  return (["volumeMounts", "volumeDevices"] as const).flatMap((list) =>
    asObjects(container[list]).flatMap((one, index) => {
      const name = asText(one["name"]);
      if (name === undefined || volumes.includes(name)) return [];
      const known = volumes.filter((volume) => volume !== undefined).join(", ");
      return [
        {
          path: `${path}.${list}[${index}].name`,
          rule: `be a volume of the pod (${known || "it has none"})`,
          got: `"${name}"`,
          fix: "add the volume to spec.template.spec.volumes, or correct the name",
        },
      ];
    }),
  );
}

const handlers = {
  livenessProbe: ["exec", "httpGet", "tcpSocket", "grpc"],
  readinessProbe: ["exec", "httpGet", "tcpSocket", "grpc"],
  startupProbe: ["exec", "httpGet", "tcpSocket", "grpc"],
  "lifecycle.postStart": ["exec", "httpGet", "tcpSocket", "sleep"],
  "lifecycle.preStop": ["exec", "httpGet", "tcpSocket", "sleep"],
} as const;

const isGiven = (value: Json | undefined): boolean => value !== undefined && value !== null;

/** A probe or hook has one way to ask. */
function refuseHandlers({ container, path }: Placed): readonly BrokenRule[] {
  return Object.entries(handlers).flatMap(([field, ways]) => {
    const value = at(container, ...field.split("."));
    if (!isGiven(value)) return [];
    const found = ways.filter((way) => isGiven(at(value, way)));
    if (found.length === 1) return [];
    return [
      {
        path: `${path}.${field}`,
        rule: `have one of ${ways.slice(0, -1).join(", ")} or ${ways.at(-1)}`,
        got: found.length === 0 ? "none" : found.join(" and "),
        ...(found.length === 0
          ? {}
          : { fix: "leave the others out; where a chart's values add to its own, set those to null" }),
      },
    ];
  });
}

function refuseRequests({ container, path }: Placed): readonly BrokenRule[] {
  const limits = asObject(at(container, "resources", "limits"));
  const requests = asObject(at(container, "resources", "requests"));
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const [wanted, most] = [request, limit].map((one) => parseQuantity(showJson(one)));
    if (wanted === undefined || most === undefined || wanted <= most) return [];
    return [
      {
        path: `${path}.resources.requests["${name}"]`,
        rule: `be at most the limit (${showJson(limit)})`,
        got: showJson(request),
      },
    ];
  });
}
