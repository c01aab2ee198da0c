import type { Owner } from "../../../components/core/sources/endpoints";
import type { Labels } from "../../../components/core/sources/source";
import type { Track } from "../../../components/core/track";

/** End of a request, as HTTP or gRPC says it; `left` is a client that closed the connection. */
export type Ending = { readonly http: number } | { readonly grpc: number } | "left";

/** Labels of the counter of requests and of its histogram, as a source's exporter writes them. */
export interface Fixture {
  /** App that the labels are of; the target's own labels are in {@link scrape}. */
  readonly counter: (track: Track, ending: Ending) => Labels | undefined;
  /** Name of the histogram and its labels; undefined where durations are not counted. */
  readonly histogram?: {
    readonly name: string;
    readonly perSecond: 1 | 1000;
    readonly labels: (track: Track, ending: Ending) => Labels | undefined;
  };
  /** Requests that no user's share is: probes of Sluice, other apps, other reporters of the same requests. */
  readonly others: readonly Labels[];
  /** Pods by their addresses, where these tell the track. */
  readonly owners?: readonly Owner[];
  /** Labels that a scrape gives to everything of a target. */
  readonly scrape: (track: Track) => Labels;
}

export const app = { namespace: "prod", app: "app" };
export const input = { ...app, route: "app", gateway: { name: "web", namespace: "infra" }, rule: 2 };

/** Every ending that is told apart. */
export const endings: readonly Ending[] = [
  ...[200, 204, 302, 304, 401, 404, 429, 500, 503].map((http) => ({ http })),
  ...[0, 1, 2, 3, 4, 5, 7, 8, 12, 13, 14, 15, 16].map((grpc) => ({ grpc })),
  "left",
];

/** A scrape of a router, the same for both tracks. */
export const routerScrape = (): Labels => ({ job: "router", instance: "10.77.0.1:9100", pod: "router-0" });

/** A scrape of a pod of a track. */
export const podScrape = (track: Track): Labels => ({
  job: "pods",
  instance: track === "stable" ? "10.77.1.1:9464" : "10.77.1.2:9464",
  namespace: "prod",
  pod: `app-${track}-5f6d8b9c7d-x1b2c`,
});
