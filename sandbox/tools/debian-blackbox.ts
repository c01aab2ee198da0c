import type { DebSource } from "./tool";

/** Prometheus' blackbox exporter of Debian 12; a set of its own, since only tests of synthetic checks ask for it. */
export const debianBlackbox: DebSource = {
  kind: "deb",
  packages: { "prometheus-blackbox-exporter": "0.23." },
  files: { "blackbox-exporter": "usr/bin/prometheus-blackbox-exporter" },
  needLibraries: [],
};
