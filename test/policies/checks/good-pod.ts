type Fields = Record<string, unknown>;

/** An image as every check wants it. */
export const goodImage = `registry.example.org/shop@sha256:${"a".repeat(64)}`;

/** A container that no check complains about, with changes. */
export function goodContainer(changes: Fields = {}): Fields {
  return {
    name: "app",
    image: goodImage,
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    readinessProbe: { httpGet: { path: "/readyz", port: 8080 } },
    livenessProbe: { httpGet: { path: "/healthz", port: 8080 } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    ...changes,
  };
}

/** The spec of a pod that no check complains about, with changes. */
export function goodSpec(changes: Fields = {}): Fields {
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [goodContainer()],
    ...changes,
  };
}

/** A pod that is right in everything but what it is about: for cases of which only one thing matters. */
export function hardenContainers(pod: Fields): Fields {
  const { spec } = pod as { spec: Fields };
  const harden = (containers: unknown): unknown =>
    Array.isArray(containers)
      ? containers.map((container: Fields) => ({
          ...container,
          image: goodImage,
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          securityContext: { readOnlyRootFilesystem: true, ...(container["securityContext"] as Fields) },
        }))
      : containers;
  const { containers, initContainers } = spec;
  return {
    ...pod,
    spec: {
      automountServiceAccountToken: false,
      ...spec,
      containers: harden(containers),
      ...(initContainers === undefined ? {} : { initContainers: harden(initContainers) }),
    },
  };
}
