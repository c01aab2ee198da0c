import * as path from "node:path";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { annotationTags } from "../../components/core/grafana/annotation-tags";
import { toDashboard } from "./to-dashboard";
import { listFleetPanels, listSources } from "../../components/core/grafana/fleet-panels";
import { listPanels } from "../../components/core/grafana/panels";
import type { Panel, PanelInput } from "../../components/core/grafana/panels";
import type { Settings } from "../../components/core/settings";
import { ratesOf, sloRatesOf, trackRatesOf } from "../../components/stage/gate/read-budget";
import { loadFleet } from "../../stacks/files/load-fleet";

/** A dashboard for Grafana, and its plots for programs. */
export interface MadeDashboard {
  readonly dashboard: Dashboard;
  readonly panels: readonly Panel[];
}

/** Longest id of a dashboard, characters. */
const longestUid = 40;

function toInput(settings: Settings): PanelInput {
  const { slos = [] } = settings;
  return {
    service: settings,
    rates: ratesOf(settings),
    byTrack: trackRatesOf(settings),
    slos: slos.map((slo) => ({ slo, rates: sloRatesOf(settings, slo) })),
  };
}

/** Prometheus of an environment: an address inside of a cluster means one in each. */
function placeOf({ cluster, analysis: { prometheus } }: Settings): string {
  return prometheus.startsWith("service:") ? `${cluster.uid} ${prometheus}` : prometheus;
}

/** Dashboard of an environment. */
export function dashboardOf(settings: Settings): MadeDashboard {
  const { app, environment, namespace } = settings;
  const panels = listPanels(toInput(settings));
  const uid = `sluice-${namespace}-${app}`.slice(0, longestUid);
  const head = {
    uid,
    title: `${app} ${environment}`,
    tags: ["sluice"],
    annotations: annotationTags(app, environment),
  };
  return { dashboard: toDashboard(head, panels), panels };
}

/** Dashboard of a fleet, from its file and those of its environments. */
export async function fleetDashboardOf(
  cwd: string,
  name: string,
): Promise<MadeDashboard & { readonly environments: readonly string[] }> {
  const { settings } = await loadFleet(path.resolve(cwd), name);
  const fleet = [...settings.values()].map((one) => ({
    ...toInput(one),
    prometheus: placeOf(one),
  }));
  const panels = listFleetPanels(fleet);
  const app = [...settings.values()][0]?.app ?? name;
  const head = {
    uid: `sluice-fleet-${name}-${app}`.slice(0, longestUid),
    title: `${app}: fleet ${name}`,
    tags: ["sluice"],
    annotations: annotationTags(app),
    sources: listSources(fleet),
  };
  return { dashboard: toDashboard(head, panels), panels, environments: [...settings.keys()] };
}
