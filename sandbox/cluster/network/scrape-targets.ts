/** Pod, as far as discovery reads it. */
export interface PodFacts {
  readonly metadata: {
    readonly uid: string;
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status?: { readonly phase?: string; readonly podIP?: string };
}

/** A group of targets as Prometheus reads it from a file. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Prometheus allows no other characters in a label's name. */
const toLabelName = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_]/g, "_");

/**
 * Plans the scrape targets: every running pod annotated `prometheus.io/scrape: "true"` and `prometheus.io/port`, at
 * `prometheus.io/path` (default "/metrics"). Its series carry the pod's labels, `namespace` and `pod`.
 */
export function planScrapeTargets(pods: readonly PodFacts[]): TargetGroup[] {
  return pods
    .filter(({ metadata, status }) => {
      const wanted = metadata.annotations?.["prometheus.io/scrape"] === "true";
      return wanted && status?.phase === "Running" && status.podIP !== undefined;
    })
    .filter(({ metadata }) => /^\d+$/.test(metadata.annotations?.["prometheus.io/port"] ?? ""))
    .toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1))
    .map(({ metadata, status }) => {
      const labels = Object.entries(metadata.labels ?? {}).map(([name, value]) => [toLabelName(name), value]);
      return {
        targets: [`${status?.podIP}:${metadata.annotations?.["prometheus.io/port"]}`],
        labels: {
          ...(Object.fromEntries(labels) as Record<string, string>),
          namespace: metadata.namespace,
          pod: metadata.name,
          __metrics_path__: metadata.annotations?.["prometheus.io/path"] ?? "/metrics",
        },
      };
    });
}
