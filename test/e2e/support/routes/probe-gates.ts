import { open } from "../../../../components/cluster/connect";
import { checkPath } from "../../../../components/core/gate/check-path";
import { probeTrack } from "../../../../components/traffic/reach/probe";
import { readRoute } from "../../../../components/traffic/look/read-route";
import { loadStack } from "../../../../stacks/load";
import { factsOf } from "../../../support/gate";
import type { App } from "../app";

/** Probes both tracks for so many gates, 20 at a time: their refusals, and how many probes were not answered well. */
export async function probeGates(
  app: App,
  gates: number,
): Promise<{ refusals: readonly unknown[]; unlucky: number }> {
  process.env["KUBECONFIG"] = app.sandbox.env["KUBECONFIG"];
  const { settings } = await loadStack(app.folder, app.environment);
  const cluster = await open({ context: app.sandbox.context });
  try {
    const view = await readRoute(cluster, settings);
    if (view === undefined) throw new Error("there must be a route");
    const refusals: unknown[] = [];
    let unlucky = 0;
    const ask = async (): Promise<void> => {
      const [stable, canary] = await Promise.all([
        probeTrack(view, settings, "stable"),
        probeTrack(view, settings, "canary"),
      ]);
      unlucky += stable.sent + canary.sent - stable.good - canary.good;
      refusals.push(...checkPath(factsOf({ probes: { stable, canary }, second: true })).problems);
    };
    for (let asked = 0; asked < gates; asked += 20) await Promise.all(Array.from({ length: 20 }, ask));
    return { refusals, unlucky };
  } finally {
    cluster.close();
  }
}
