import { tracks } from "../../../components/core/track";
import type { Track } from "../../../components/core/track";
import { traefikLabels } from "../fake-prometheus";

/** Requests of users per second, both tracks together. */
const ratePerSecond = 200;

/** Time between two scrapes, seconds. */
const scrapeSeconds = 0.5;

/** Counters of a router while users send requests at a steady rate. */
export class RequestCounters {
  private totals: Record<string, number> = {};
  private samples: Record<string, (readonly [atSeconds: number, value: number])[]> = {};
  private lastSeconds = Date.now() / 1000;
  private scrapedSeconds = 0;

  /** Counts what came in since the last call at a weight, and scrapes when it is time. */
  count(weight: number, failing: number): void {
    const now = Date.now() / 1000;
    // A process that was kept from running missed no scrape: Prometheus is another one.
    while (now - this.lastSeconds > scrapeSeconds)
      this.countUntil(this.lastSeconds + scrapeSeconds, weight, failing);
    this.countUntil(now, weight, failing);
  }

  /** Keeps the counters as they are now; the result brings them back, and the time since then is counted again. */
  save(): () => void {
    const { totals, samples, lastSeconds, scrapedSeconds } = structuredClone({ ...this });
    return () => void Object.assign(this, structuredClone({ totals, samples, lastSeconds, scrapedSeconds }));
  }

  private countUntil(now: number, weight: number, failing: number): void {
    const requests = (now - this.lastSeconds) * ratePerSecond;
    this.lastSeconds = now;
    const share = { stable: 1 - weight / 100, canary: weight / 100 };
    for (const track of tracks) {
      const bad = track === "canary" ? failing : 0;
      this.add(track, "200", requests * share[track] * (1 - bad));
      this.add(track, "500", requests * share[track] * bad);
    }
    if (now - this.scrapedSeconds < scrapeSeconds) return;
    this.scrapedSeconds = now;
    for (const [series, total] of Object.entries(this.totals))
      (this.samples[series] ??= []).push([now, Math.floor(total)]);
  }

  /** Requests of users to a track that were answered with this code. */
  total(track: Track, code: "200" | "500"): number {
    return this.totals[`${track} ${code}`] ?? 0;
  }

  private add(track: Track, code: string, requests: number): void {
    const series = `${track} ${code}`;
    this.totals[series] = (this.totals[series] ?? 0) + requests;
  }

  /** Answer of Prometheus to a query for counters, or for its time. */
  answer(parameters: URLSearchParams): string {
    const query = parameters.get("query") ?? "";
    const now = Date.now() / 1000;
    if (query === "time()") return success("scalar", [now, `${now}`]);
    if (!query.includes("[")) return success("vector", []);
    const until = Number(parameters.get("time") ?? now);
    const rangeSeconds = Number(/\[(\d+)s/.exec(query)?.[1]);
    const result = Object.entries(this.samples).flatMap(([series, samples]) => {
      const [track = "", code = ""] = series.split(" ");
      const values = samples
        .filter(([at]) => at > until - rangeSeconds && at <= until)
        .map(([at, value]) => [at, `${value}`]);
      if (values.length === 0 || query.includes("exported_service")) return [];
      const labels = traefikLabels(track, code);
      const service = (labels["service"] ?? "").replace("gw-infra-web", "gw-infra-sluice");
      return [{ metric: { ...labels, service }, values }];
    });
    return success("matrix", result);
  }
}

function success(resultType: string, result: unknown): string {
  return JSON.stringify({ status: "success", data: { resultType, result } });
}
