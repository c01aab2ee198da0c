type Fields = Readonly<Record<string, unknown>>;

const replicated: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "ReplicaSet",
  "ReplicationController",
]);

const isMapping = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A pod on the host's network listens on the host's ports, whether it says so or not. */
function defaultHostPorts(pod: Fields): Fields {
  if (pod["hostNetwork"] !== true) return pod;
  const withPorts = (container: unknown): unknown =>
    isMapping(container) && Array.isArray(container["ports"])
      ? {
          ...container,
          ports: container["ports"].map((port: unknown) =>
            isMapping(port) ? { hostPort: port["containerPort"], ...port } : port,
          ),
        }
      : container;
  const keys = ["containers", "initContainers"].filter((key) => Array.isArray(pod[key]));
  return { ...pod, ...Object.fromEntries(keys.map((key) => [key, listOf(pod[key]).map(withPorts)])) };
}

/**
 * What the API server fills in before admission, as far as checks look at it: `replicas`, and the ports of pods on
 * the host's network (of pods only: templates are left alone since Kubernetes 1.28).
 * @param partial - a patch is left as it is: what it does not name stays what it was
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 */
export function applyDefaults(kind: string, fields: Fields, partial: boolean): Fields {
  const { spec } = fields;
  if (partial || !isMapping(spec)) return fields;
  if (replicated.has(kind)) return { ...fields, spec: { replicas: 1, ...spec } };
  return kind === "Pod" ? { ...fields, spec: defaultHostPorts(spec) } : fields;
}
