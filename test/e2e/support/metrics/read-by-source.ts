import type { Settings } from "../../../../components/core/settings";
import type { ChosenSource } from "../../../../components/core/sources/sources";
import { openSource } from "../../../../components/prometheus/source";
import { noCluster } from "./watch";

const service = (track: string) =>
  `httproute-.+-[0-9a-f]{20}-svc-{{namespace}}-{{app}}-${track}-[0-9]+@kubernetesgateway`;

/** Every way to count the sandbox's traffic. */
export const countedBy: Readonly<Record<string, ChosenSource>> = {
  traefik: { source: "traefik" },
  opentelemetry: { source: "opentelemetry" },
  "query of Traefik's counters": {
    source: "query",
    query: {
      requests: 'traefik_service_requests_total{service=~"httproute-{{namespace}}-.+"}',
      track: { label: "service", stable: service("stable"), canary: service("canary") },
      countedBy: "backend",
    },
  },
  "query of the app's counters": {
    source: "query",
    query: {
      requests: 'http_server_request_duration_seconds_count{namespace="{{namespace}}"}',
      track: { label: "pod" },
      status: "http_response_status_code",
      route: "http_route",
      countedBy: "pod",
    },
  },
};

/** Requests and errors of each track that a source has counted in all. */
export async function readTotals(
  { analysis, ...settings }: Settings,
  prometheus: string,
  chosen: ChosenSource,
): Promise<Readonly<Record<string, number>>> {
  const { tokenFrom: _, ...open } = analysis;
  const { query, ...named } = chosen;
  const reader = openSource(noCluster, {
    ...settings,
    analysis: { ...open, ...named, ...(query === undefined ? {} : { query }), prometheus },
  });
  const now = Date.now() / 1000;
  const { series, problems, doubts } = await reader.read(now - 30, now);
  if (problems.length + doubts.length > 0) throw new Error(JSON.stringify({ problems, doubts }));
  const totals: Record<string, number> = {};
  for (const { track, counters, samples } of series) {
    for (const counter of counters.filter((one) => one === "requests" || one === "errors")) {
      const key = `${track} ${counter}`;
      totals[key] = (totals[key] ?? 0) + (samples.at(-1)?.[1] ?? 0);
    }
  }
  return totals;
}
