import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../support/free-port";
import { ensureTools } from "../../../../sandbox/tools/resolve";

/** A real Prometheus on loopback. */
export interface PrometheusProcess {
  readonly url: string;
  start(): void;
  stop(signal: NodeJS.Signals): Promise<void>;
  /** Stops it and removes what it stored. */
  remove(): Promise<void>;
}

/**
 * Prepares one that scrapes pods twice a second; `start` starts it.
 * @param staticConfigs - targets with their labels
 */
export async function preparePrometheus(
  staticConfigs: readonly {
    readonly targets: readonly string[];
    readonly labels?: Readonly<Record<string, string>>;
  }[],
): Promise<PrometheusProcess> {
  return await prepare("500ms", [{ job_name: "pods", static_configs: staticConfigs }]);
}

/** Prepares one that has all of another one's series, each as it is at a scrape of its own every 30 s. */
export async function prepareSlowPrometheus(url: string): Promise<PrometheusProcess> {
  return await prepare("30s", [
    {
      job_name: "federate",
      metrics_path: "/federate",
      params: { "match[]": ['{__name__=~".+"}'] },
      honor_labels: true,
      honor_timestamps: false,
      static_configs: [{ targets: [new URL(url).host] }],
    },
  ]);
}

/**
 * Prepares one that has another one's series of these names as they are each second, evaluates rules on them, and sends
 * alerts.
 * @param alertmanager - its address; absent: nobody is alerted
 */
export async function prepareAlerting(
  url: string,
  names: string,
  rules: string,
  alertmanager?: string,
): Promise<PrometheusProcess> {
  const scrape = {
    job_name: "federate",
    metrics_path: "/federate",
    params: { "match[]": [`{__name__=~"${names}"}`] },
    honor_labels: true,
    static_configs: [{ targets: [new URL(url).host] }],
  };
  return await prepare("1s", [scrape], {
    rules,
    ...(alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanager).host] }] }] } }),
  });
}

/**
 * Prepares one that asks a blackbox exporter for each region every 2 s, and scrapes counters beside it.
 * @param blackbox - host and port of the exporter
 * @param target - address that every region asks for
 * @param counters - host and port of the counters
 */
export async function prepareProbing(
  blackbox: string,
  target: string,
  regions: readonly string[],
  counters: string,
): Promise<PrometheusProcess> {
  const probe = (region: string): object => ({
    job_name: region,
    metrics_path: "/probe",
    params: { module: ["http_2xx"], target: [target] },
    // The exporter gives up half a second before the scrape does.
    scrape_interval: "2s",
    scrape_timeout: "2s",
    static_configs: [{ targets: [blackbox], labels: { region, instance: target } }],
  });
  return await prepare("500ms", [
    ...regions.map(probe),
    { job_name: "counters", static_configs: [{ targets: [counters] }] },
  ]);
}

async function prepare(
  interval: string,
  scrapes: readonly object[],
  { rules, alerting }: { readonly rules?: string; readonly alerting?: object } = {},
): Promise<PrometheusProcess> {
  const program = (await ensureTools({ names: ["debian"] })).path("prometheus");
  const folder = mkdtempSync(join(tmpdir(), "prometheus-e2e-"));
  const config = {
    global: { scrape_interval: interval, scrape_timeout: "500ms", evaluation_interval: interval },
    scrape_configs: scrapes,
    ...(rules === undefined ? {} : { rule_files: ["rules.yaml"] }),
    ...(alerting === undefined ? {} : { alerting }),
  };
  if (rules !== undefined) writeFileSync(join(folder, "rules.yaml"), rules);
  writeFileSync(join(folder, "prometheus.json"), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  let child: ChildProcess | undefined;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await ended;
  };
  return {
    url: `http://${address}`,
    start: () => {
      child = spawn(
        program,
        [
          `--config.file=${join(folder, "prometheus.json")}`,
          `--storage.tsdb.path=${join(folder, "data")}`,
          `--web.listen-address=${address}`,
        ],
        { stdio: "ignore" },
      );
    },
    stop,
    remove: async () => {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
