import type { DataPlane } from "../planes/plane";

/**
 * Plans Prometheus' configuration: the proxy and the pods listed in `targetsFile` (job "pods"), each every
 * `scrapeSeconds`.
 * @see https://prometheus.io/docs/prometheus/2.42/configuration/configuration/
 */
export function planPrometheusConfig(
  targetsFile: string,
  scrapeSeconds: number,
  { job, port, path }: DataPlane["metrics"],
): object {
  const interval = `${scrapeSeconds}s`;
  return {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    scrape_configs: [
      {
        job_name: job,
        ...(path === undefined ? {} : { metrics_path: path }),
        static_configs: [{ targets: [`127.0.0.1:${port}`] }],
      },
      { job_name: "pods", file_sd_configs: [{ files: [targetsFile], refresh_interval: "5s" }] },
    ],
  };
}
