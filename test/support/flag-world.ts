import { ApiError } from "../../components/cluster/api-error";
import type { CallOptions, Cluster } from "../../components/cluster/api";
import { describeRight } from "../../components/core/access/right";
import type { Right } from "../../components/core/access/right";
import type { FlagSpec, FlagsSettings } from "../../components/core/flags/flag";
import type { FlagsRecord } from "../../components/core/flags/record";
import { renderFlags } from "../../components/core/flags/render-flags";
import type { Settings } from "../../components/core/settings";
import { flagRuns } from "../../components/flags/flag-runs";
import { flagStore } from "../../components/flags/flag-store";
import type { FlagContext } from "../../components/flags/flag-context";
import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings/settings";
import { configWith } from "./environment";
import { ledgerOf } from "./gate";
import { matrix } from "./fake-prometheus";
import { flagsSettings, liveOf, recordOf, specOf } from "./flags";

interface ConfigMap {
  readonly metadata: { readonly name: string; resourceVersion: string; labels?: Record<string, string> };
  data: Record<string, string>;
}

/** Faster than life, so that soaks of a minute are over at once. */
const speed = 100;
const scrapeSeconds = 5;
const requestsPerScrape = 100;

/** Behaviour of a {@link flagWorld}. */
export interface FlagWorldOptions {
  readonly record?: FlagsRecord;
  readonly spec?: FlagSpec;
  /** Share of requests with the new variant that fail. @default 0 */
  readonly badRatio?: number;
  /** Percentage from which on nothing is counted any more. @default never */
  readonly blindFrom?: number;
  /** Pods of flagd never get a write. @default false */
  readonly isDeaf?: boolean;
  /** Called at each question to Prometheus. */
  readonly onQuery?: () => void;
  /** Called before each write of the cluster takes effect, and after it: what never answers is a killed run. */
  readonly onWrite?: (moment: "before" | "after") => Promise<void>;
  /** Rights that the account lacks, as `describeRight` has them. @default none */
  readonly denied?: readonly string[];
}

/** A cluster in memory with the flags of an app, a flagd that follows them, and a Prometheus that counts variants. */
export function flagWorld(options: FlagWorldOptions = {}) {
  const { spec = specOf(), badRatio = 0, blindFrom = Infinity, isDeaf = false } = options;
  const maps = new Map<string, ConfigMap>();
  let version = 1;
  const put = (name: string, data: Record<string, string>): ConfigMap => {
    const labels = { "app.kubernetes.io/managed-by": "sluice" };
    const made = { metadata: { name, resourceVersion: String(++version), labels }, data };
    maps.set(name, made);
    return made;
  };
  const name = "scholarlink-flags";
  const record = options.record ?? recordOf({ [spec.name]: liveOf({ definition: spec.definition }) });
  put(name, { "flags.json": renderFlags(record), "record.json": JSON.stringify(record) });
  const present = (): FlagsRecord => JSON.parse(maps.get(name)?.data["record.json"] ?? "{}") as FlagsRecord;
  const started = Date.now();
  const begin = started / 1000;
  const now = (): number => begin + ((Date.now() - started) / 1000) * speed;
  const nudged: string[] = [];
  const events: string[] = [];

  const series = new Map<string, [number, string][]>();
  const totals: Record<string, number> = {};
  let scraped = begin - 3600;
  const scrape = (): void => {
    for (; scraped + scrapeSeconds <= now(); scraped += scrapeSeconds) {
      const percent = present().flags[spec.name]?.percent ?? 0;
      if (percent >= blindFrom) continue;
      const on = Math.round((requestsPerScrape * percent) / 100);
      const bad = Math.round(on * badRatio);
      const counted = { "on/200": on - bad, "on/500": bad, "off/200": requestsPerScrape - on, "off/500": 0 };
      for (const [key, more] of Object.entries(counted)) {
        totals[key] = (totals[key] ?? 0) + more;
        series.set(key, [...(series.get(key) ?? []), [scraped, String(totals[key])]]);
      }
    }
  };
  const answerQuery = (path: string): string => {
    options.onQuery?.();
    scrape();
    const asked = new URL(path, "http://fake").searchParams;
    const until = Number(asked.get("time"));
    const [, range = ""] = /\[(\d+)s\]$/.exec(asked.get("query") ?? "") ?? [];
    if (range === "")
      return JSON.stringify({ status: "success", data: { resultType: "vector", result: [] } });
    const found = [...series].flatMap(([key, samples]) => {
      const values = samples.filter(([at]) => at > until - Number(range) && at <= until);
      const [variant = "", code = ""] = key.split("/");
      const metric = {
        __name__: "requests_total",
        instance: "10.0.0.1:9090",
        job: "pods",
        pod: "scholarlink-stable-1",
        key: spec.name,
        variant,
        code,
      };
      return values.length === 0 ? [] : [{ metric, values }];
    });
    return matrix(...found);
  };
  const answerFlagd = (): string => {
    const flag = present().flags[spec.name];
    const epoch = isDeaf ? 0 : flag?.epoch;
    return JSON.stringify({ key: spec.name, variant: "off", metadata: { epoch } });
  };
  const requests: string[] = [];
  const call = async <T>(method: string, path: string, terms: CallOptions = {}): Promise<T> => {
    requests.push(`${method} ${path}`);
    if (method === "GET") return await answer<T>(method, path, terms);
    await options.onWrite?.("before");
    const written = await answer<T>(method, path, terms);
    await options.onWrite?.("after");
    return written;
  };
  const answer = async <T>(method: string, path: string, { body }: CallOptions): Promise<T> => {
    await Promise.resolve();
    const [at = ""] = path.split("?");
    if (at.endsWith("/selfsubjectaccessreviews")) {
      const { resourceAttributes } = (body as { spec: { resourceAttributes: Right } }).spec;
      return {
        status: { allowed: options.denied?.includes(describeRight(resourceAttributes)) !== true },
      } as T;
    }
    if (at.endsWith("/pods") && method === "GET")
      return { items: [{ metadata: { name: "flagd-a", uid: "1" }, spec: { containers: [] } }] } as T;
    if (at.includes("/pods/")) {
      if (options.denied?.includes("patch pods") === true) throw new ApiError(403, "Forbidden", "not you");
      nudged.push(at.split("/").at(-1) ?? "");
      return {} as T;
    }
    if (at.endsWith("/events")) {
      events.push((body as { readonly reason: string }).reason);
      return {} as T;
    }
    const given = body as ConfigMap | undefined;
    const key = method === "POST" ? (given?.metadata.name ?? "") : (at.split("/").at(-1) ?? "");
    const found = maps.get(key);
    if (method === "DELETE") return void maps.delete(key) as T;
    if (given === undefined) throw new ApiError(404, "NotFound", "not there");
    const isStale =
      method === "POST"
        ? found !== undefined
        : found?.metadata.resourceVersion !== given.metadata.resourceVersion;
    if (isStale) throw new ApiError(409, "Conflict", "another writer was first");
    return put(key, { ...given.data }) as T;
  };
  const cluster: Cluster = {
    context: "fake",
    server: "https://fake",
    call,
    find: async <T>(path: string) => {
      requests.push(`GET ${path}`);
      await Promise.resolve();
      return structuredClone(maps.get(path.split("/").at(-1) ?? "")) as T | undefined;
    },
    raw: async (method, path) => {
      requests.push(`${method} ${path}`);
      await Promise.resolve();
      return { status: 200, body: path.includes("/ofrep/") ? answerFlagd() : answerQuery(path) };
    },
    close: () => undefined,
  };
  const flags: FlagsSettings = { ...flagsSettings, list: [spec] };
  const usual = toSettings(configWith(), parseStackName("prod"));
  const settings: Settings = {
    ...usual,
    stack: "sluice rollout",
    namespace: "prod",
    flags,
    analysis: {
      ...usual.analysis,
      prometheus: "service://monitoring/prometheus:9090",
      // Slept for in real time, while the engine's ticks are five seconds of the world's.
      tickSeconds: scrapeSeconds / speed,
      parameters: { tickSeconds: scrapeSeconds, gapSeconds: 60 },
    },
  };
  const said: string[] = [];
  const context = (signal: AbortSignal = new AbortController().signal): FlagContext => ({
    settings,
    cluster,
    spec,
    flags: flagStore(cluster, settings),
    runs: flagRuns(cluster, settings),
    store: {
      read: async () =>
        await Promise.resolve({ ledger: ledgerOf({ phase: "promoted" }), resourceVersion: "1" }),
    },
    signal,
    now,
    say: (text) => said.push(text),
    progress: () => undefined,
  });
  return {
    cluster,
    settings,
    spec,
    context,
    said,
    events,
    nudged,
    /** Method and path of everything that the cluster was asked. */
    requests,
    now,
    live: () => present().flags[spec.name],
    maps,
  };
}
