import type { DebSource } from "./tool";

/** Alertmanager of Debian 12; a set of its own, since only tests of alerts ask for it. */
export const debianAlertmanager: DebSource = {
  kind: "deb",
  packages: { "prometheus-alertmanager": "0.25." },
  files: { alertmanager: "usr/bin/prometheus-alertmanager", amtool: "usr/bin/amtool" },
  needLibraries: [],
};
