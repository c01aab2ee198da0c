import { sourceOf, sources } from "../../components/core/sources/sources";
import type { RecordingTerms } from "../../replay/recording/recording";
import { app } from "../support/sources/fixture";
import { fixtures } from "../support/sources/fixtures";
import { both } from "./recorded-scene";
import type { Counter, Scene } from "./recorded-scene";

const traefik = fixtures.find(({ source }) => source === "traefik") as (typeof fixtures)[number];

/** Reading by the source traefik. */
export const terms: RecordingTerms = { reader: sourceOf(traefik), app };

/** Calls of gRPC as Traefik counts them. */
export const calls = (failing: number): readonly Counter[] =>
  (["stable", "canary"] as const).flatMap((track) =>
    ([0, 14] as const).map((grpc): Counter => {
      const { __name__: name = "", ...labels } = {
        ...traefik.scrape(track),
        ...traefik.counter(track, { grpc }),
      };
      const bad = track === "canary" ? failing : 0.001;
      return {
        name,
        labels,
        perSecond: (track === "stable" ? 40 : 10) * (grpc === 0 ? 1 - bad : bad),
      };
    }),
  );

/** Requests by HTTP as an exporter names them, with the labels that one pipeline or another gives to a track. */
const exported = (
  name: string,
  status: string,
  labelsOf: (track: "stable" | "canary") => Readonly<Record<string, string>>,
  failing: number,
): readonly Counter[] =>
  both(failing).map(({ labels: { track, code = "" }, perSecond }) => ({
    name,
    labels: { ...labelsOf(track === "canary" ? "canary" : "stable"), [status]: code },
    perSecond,
  }));

/** Services as Traefik named them before 3.7.6. */
export const olderTraefik = (failing: number): Scene => ({
  counters: exported(
    "traefik_service_requests_total",
    "code",
    (track) => ({ service: `prod-app-${track}-8080@kubernetesgateway`, protocol: "http", job: "traefik" }),
    failing,
  ),
  terms,
});

/** Reading by the source opentelemetry. */
export const ofApp: RecordingTerms = { reader: sources.opentelemetry, app };

/** The histogram of OpenTelemetry, with the labels by which a pipeline names pods. */
export const telemetry = (
  failing: number,
  labelsOf: (pod: string) => Readonly<Record<string, string>>,
): Scene => ({
  counters: exported(
    "http_server_request_duration_seconds_count",
    "http_response_status_code",
    (track) => ({ job: "app", ...labelsOf(`app-${track}-5f6d8b9c7d-x1b2c`) }),
    failing,
  ),
  terms: ofApp,
});

/** Labels of a pod that sends its metrics by OTLP. */
export const byOtlp = (pod: string) => ({ k8s_namespace_name: "prod", k8s_pod_name: pod });

/** The same behind a collector that is scraped, whose own pod has the plain labels. */
export const byCollector = (pod: string) => ({
  namespace: "telemetry",
  pod: "collector-0",
  exported_namespace: "prod",
  exported_pod: pod,
});

/** The label that a relabelling adds in mid-stage. */
export const relabelled = (): readonly Counter[] => {
  const [plain] = telemetry(0, byOtlp).counters.slice(2);
  const { labels, ...rest } = plain as Counter;
  const counted = { ...rest, perSecond: 1, read: (value: number) => value + 399_000 };
  return [
    { ...counted, labels, during: (nth) => nth <= 30 },
    { ...counted, labels: { ...labels, zone: "eu-a" }, during: (nth) => nth > 30 },
  ];
};
