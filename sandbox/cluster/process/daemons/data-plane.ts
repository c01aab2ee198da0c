import path from "node:path";
import { PORTS } from "../../network/addresses";
import type { Daemon } from "../daemon";
import type { DaemonContext } from "./context";

/** Name of the file with the pods Prometheus scrapes. */
export const TARGETS_FILE = "targets.json";

/** The image registry. */
export function planRegistry({ program, config }: DaemonContext): Daemon {
  return {
    name: "registry",
    autostart: true,
    command: [program("docker-registry"), "serve", config("registry.json")],
  };
}

/** The metrics' store. */
export function planPrometheus({ paths, program, config }: DaemonContext): Daemon {
  return {
    name: "prometheus",
    autostart: true,
    command: [
      program("prometheus"),
      `--config.file=${config("prometheus.json")}`,
      `--storage.tsdb.path=${path.join(paths.stateDir, "prometheus")}`,
      "--storage.tsdb.retention.time=2d",
      `--web.listen-address=0.0.0.0:${PORTS.prometheus}`,
      "--log.level=warn",
    ],
  };
}

/** Plans the daemon that tells Prometheus which pods to scrape. */
export function planDiscovery({ paths, config }: DaemonContext): Daemon {
  return {
    name: "discovery",
    autostart: false,
    command: [
      process.execPath,
      path.join(__dirname, "../../network/discovery.js"),
      paths.pkiDir,
      config(TARGETS_FILE),
    ],
  };
}
