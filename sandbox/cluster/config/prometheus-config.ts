import { PORTS } from "../network/addresses";

/**
 * Plans Prometheus' configuration: Traefik (job "traefik") and the pods listed in `targetsFile` (job "pods"), each
 * every 2 s.
 * @see https://prometheus.io/docs/prometheus/2.42/configuration/configuration/
 */
export function planPrometheusConfig(targetsFile: string): object {
  return {
    global: { scrape_interval: "2s", scrape_timeout: "2s", evaluation_interval: "2s" },
    scrape_configs: [
      {
        job_name: "traefik",
        static_configs: [{ targets: [`127.0.0.1:${PORTS.traefikMetrics}`] }],
      },
      { job_name: "pods", file_sd_configs: [{ files: [targetsFile], refresh_interval: "5s" }] },
    ],
  };
}
