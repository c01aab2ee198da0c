import { isMapping } from "../pack/fields";
import type { Fields } from "../pack/fields";

const replicated: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "ReplicaSet",
  "ReplicationController",
]);

/** Changes the value at a path, if it exists. */
function change(fields: Fields, [key, ...rest]: readonly string[], by: (inner: Fields) => Fields): Fields {
  if (key === undefined) return by(fields);
  const inner = fields[key];
  return isMapping(inner) ? { ...fields, [key]: change(inner, rest, by) } : fields;
}

const mapItems = (value: unknown, by: (item: Fields) => Fields): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => (isMapping(item) ? by(item) : item)) : value;

/** A volume that names no source is an emptyDir. */
const defaultVolumes = (pod: Fields): Fields =>
  pod["volumes"] === undefined
    ? pod
    : {
        ...pod,
        volumes: mapItems(pod["volumes"], (volume) =>
          Object.values(volume).filter((each) => each !== null && each !== undefined).length > 1
            ? volume
            : { ...volume, emptyDir: {} },
        ),
      };

/** Sets the host ports of a pod on the host's network, which listens on them by default. */
function defaultHostPorts(pod: Fields): Fields {
  if (pod["hostNetwork"] !== true) return pod;
  const withPorts = (container: Fields): Fields => ({
    ...container,
    ports: mapItems(container["ports"], (port) => ({ hostPort: port["containerPort"], ...port })),
  });
  const keys = ["containers", "initContainers"].filter((key) => Array.isArray(pod[key]));
  return { ...pod, ...Object.fromEntries(keys.map((key) => [key, mapItems(pod[key], withPorts)])) };
}

/** Path of the pods' spec in a kind. */
function podPath(kind: string): readonly string[] {
  if (kind === "Pod") return ["spec"];
  if (kind === "PodTemplate") return ["template", "spec"];
  return kind === "CronJob"
    ? ["spec", "jobTemplate", "spec", "template", "spec"]
    : ["spec", "template", "spec"];
}

/**
 * Sets the defaults that the API server sets before admission, as far as checks look at them: `replicas`, volumes
 * without a source, and the ports of pods on the host's network (of pods only: Kubernetes leaves templates alone since
 * 1.28).
 * @param partial - a patch is left as it is: fields that it does not name keep their values
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 */
export function applyDefaults(kind: string, fields: Fields, partial: boolean): Fields {
  if (partial) return fields;
  const withVolumes = change(fields, podPath(kind), (pod) =>
    defaultVolumes(kind === "Pod" ? defaultHostPorts(pod) : pod),
  );
  return replicated.has(kind)
    ? change(withVolumes, ["spec"], (spec) => ({ replicas: 1, ...spec }))
    : withVolumes;
}
